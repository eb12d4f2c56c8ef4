// Maps in the files that a browser keeps for its pages (OPFS): one a map, written in a worker and
// read as any file is.
import type { AssetHash } from '#domain/ids.ts'
import type { MapOnPhone, MapPart, MapPlace } from './mapPart.ts'

const folderName = 'maps'
const wholeEnd = '.pmtiles'
const partEnd = '.part'
const copiedBytes = 1 << 20

// What TypeScript's own list of the platform leaves out.
interface Movable {
  move?: (name: string) => Promise<void>
}
interface Listable {
  values(): AsyncIterable<{ kind: 'file' | 'directory'; name: string }>
}
/** Of workers alone. */
interface SyncAccess {
  getSize(): number
  read(into: Uint8Array, at: { at: number }): number
  write(bytes: Uint8Array, at: { at: number }): number
  truncate(size: number): void
  flush(): void
  close(): void
}
const accessTo = (file: FileSystemFileHandle): Promise<SyncAccess> =>
  (
    file as FileSystemFileHandle & { createSyncAccessHandle(): Promise<SyncAccess> }
  ).createSyncAccessHandle()

type Storage = Pick<StorageManager, 'getDirectory'>

/** Where a browser cannot rename it is copied: whole only when the part beside it is gone. */
const isUnfinished = async (home: FileSystemDirectoryHandle, hash: string): Promise<boolean> =>
  (await orNull(home.getFileHandle(hash + partEnd))) !== null

export function mapFolder(storage: Storage): MapPlace {
  const folder = async (create: boolean): Promise<FileSystemDirectoryHandle | null> =>
    orNull(storage.getDirectory().then((root) => root.getDirectoryHandle(folderName, { create })))

  return {
    async open(hash) {
      const home = await folder(false)
      if (!home || (await isUnfinished(home, hash))) return null
      const file = await orNull(home.getFileHandle(hash + wholeEnd))
      return (await file?.getFile()) ?? null
    },
    begin: async (hash) => beginFile((await folder(true))!, hash),
    async list() {
      const found: MapOnPhone[] = []
      const home = await folder(false)
      if (!home) return found
      for await (const { kind, name } of (home as FileSystemDirectoryHandle & Listable).values()) {
        const end = [wholeEnd, partEnd].find((each) => name.endsWith(each))
        const file = end && kind === 'file' ? await orNull(home.getFileHandle(name)) : null
        if (!end || !file) continue
        const hash = name.slice(0, -end.length)
        if (end === wholeEnd && (await isUnfinished(home, hash))) continue
        // One that is being written may say nothing of its size.
        const bytes = (await orNull(file.getFile()))?.size ?? 0
        found.push({ hash, bytes, isWhole: end === wholeEnd })
      }
      return found
    },
    async remove(hash) {
      const home = await folder(false)
      for (const end of [wholeEnd, partEnd]) await orNull(home?.removeEntry(hash + end))
    },
    async removeAll() {
      const root = await storage.getDirectory()
      const home = await folder(false)
      // One by one first: one that is being written in another window keeps the folder, not them.
      const names: string[] = []
      if (home)
        for await (const { name } of (home as FileSystemDirectoryHandle & Listable).values())
          names.push(name)
      for (const name of names) await orNull(home?.removeEntry(name))
      await orNull(root.removeEntry(folderName, { recursive: true }))
    },
  }
}

async function beginFile(home: FileSystemDirectoryHandle, hash: AssetHash): Promise<MapPart> {
  const file = await home.getFileHandle(hash + partEnd, { create: true })
  const access = await accessTo(file)
  let isOpen = true
  let size = access.getSize()
  const close = (): void => {
    if (isOpen) access.close()
    isOpen = false
  }
  return {
    get size() {
      return size
    },
    append(bytes) {
      try {
        writeWhole(access, bytes, size)
      } catch (error) {
        access.truncate(size)
        throw error
      }
      size += bytes.length
      return Promise.resolve()
    },
    restart() {
      access.truncate(0)
      size = 0
      return Promise.resolve()
    },
    async read() {
      access.flush()
      close()
      return file.getFile()
    },
    async finish() {
      close()
      const { move } = file as Movable
      if (move) return move.call(file, hash + wholeEnd)
      await copy(file, await home.getFileHandle(hash + wholeEnd, { create: true }))
      await home.removeEntry(hash + partEnd)
    },
    close,
  }
}

/** Throws where there is room for less of it. */
function writeWhole(access: SyncAccess, bytes: Uint8Array, at: number): void {
  if (access.write(bytes, { at }) < bytes.length)
    throw new DOMException('no room', 'QuotaExceededError')
}

async function copy(from: FileSystemFileHandle, into: FileSystemFileHandle): Promise<void> {
  const bytes = await from.getFile()
  const access = await accessTo(into)
  try {
    access.truncate(0)
    for (let at = 0; at < bytes.size; at += copiedBytes)
      writeWhole(access, new Uint8Array(await bytes.slice(at, at + copiedBytes).arrayBuffer()), at)
    access.flush()
  } finally {
    access.close()
  }
}

/** Whether files can really be written and read back: some browsers have only half of it. */
export async function canKeepFiles(storage: Storage): Promise<boolean> {
  const name = `probe-${Math.random()}`
  try {
    const root = await storage.getDirectory()
    const file = await root.getFileHandle(name, { create: true })
    const access = await accessTo(file)
    access.write(new Uint8Array([1]), { at: 0 })
    access.close()
    const { size } = await file.getFile()
    await root.removeEntry(name)
    return size === 1
  } catch {
    return false
  }
}

/** What is not there, or in a browser that has no such files. */
const orNull = async <T>(asked: Promise<T> | undefined): Promise<T | null> =>
  (await asked?.catch(() => null)) ?? null
