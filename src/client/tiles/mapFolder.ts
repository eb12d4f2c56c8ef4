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

export function mapFolder(storage: Storage): MapPlace {
  const folder = async (create: boolean): Promise<FileSystemDirectoryHandle | null> =>
    orNull(storage.getDirectory().then((root) => root.getDirectoryHandle(folderName, { create })))

  return {
    async open(hash) {
      const file = await orNull((await folder(false))?.getFileHandle(hash + wholeEnd))
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
        // One that is being written may say nothing of its size.
        const bytes = (await orNull(file.getFile()))?.size ?? 0
        found.push({ hash: name.slice(0, -end.length), bytes, isWhole: end === wholeEnd })
      }
      return found
    },
    async remove(hash) {
      const home = await folder(false)
      for (const end of [wholeEnd, partEnd]) await orNull(home?.removeEntry(hash + end))
    },
    async removeAll() {
      const root = await storage.getDirectory()
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
      const written = access.write(bytes, { at: size })
      if (written < bytes.length) {
        access.truncate(size)
        return Promise.reject(new DOMException('no room', 'QuotaExceededError'))
      }
      size += written
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

async function copy(from: FileSystemFileHandle, into: FileSystemFileHandle): Promise<void> {
  const bytes = await from.getFile()
  const access = await accessTo(into)
  try {
    access.truncate(0)
    for (let at = 0; at < bytes.size; at += copiedBytes)
      access.write(new Uint8Array(await bytes.slice(at, at + copiedBytes).arrayBuffer()), { at })
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
