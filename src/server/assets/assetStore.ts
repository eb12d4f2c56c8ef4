// Where files lie that are no photos (base maps, plan pictures): named by their SHA-256, put once,
// read in parts. They are larger than photos and nobody decodes them here, so they never go through
// the photo store. Uploads under way lie beside them (uploads/staging.ts).
import { randomBytes } from 'node:crypto'
import { open, readdir, rename, rm, stat } from 'node:fs/promises'
import { join } from 'node:path'
import type { AssetHash, Instant } from '#domain/ids.ts'
import type { ObjectStore } from '../objectStore/objectStore.ts'
import type { Storage } from '../storage/port/storage.ts'
import { isUpload, type Staging, stagingIn } from '../uploads/staging.ts'
import { hashOfFile, sizeOf } from './files.ts'

/** A file of work that is older was left by a process that ended. */
const leftMs = 24 * 3_600_000

export interface AssetStore {
  uploads: Staging
  /** In bytes; null where its bytes are not here. */
  size(hash: AssetHash): Promise<number | null>
  /** So many bytes from there on; null where its bytes are not here. */
  stream(
    hash: AssetHash,
    from: number,
    length: number,
  ): Promise<ReadableStream<Uint8Array<ArrayBuffer>> | null>
  /** Stores a file under its hash: there for good once it resolves. Throws for another file. */
  putFile(hash: AssetHash, path: string): Promise<void>
  /** Copies its bytes to a file; false where they are not here. */
  getFile(hash: AssetHash, path: string): Promise<boolean>
  /**
   * What was uploaded, as one file on this machine; null where it is unknown or not whole. Put
   * together once; it goes with the upload.
   */
  uploadedFile(upload: string): Promise<string | null>
  dropUpload(upload: string): Promise<void>
  /** A name in the folder of work: for files that are being made and thrown away. */
  workFile(): string
  /** Removes what is left of uploads that were given up. */
  sweep(): Promise<void>
}

export function assetStoreIn(
  store: ObjectStore,
  workFolder: string,
  storage: Storage,
  now: () => Instant = Date.now,
): AssetStore {
  const uploads = stagingIn(store, storage, now)
  const workFile = (): string => join(workFolder, `${randomBytes(12).toString('hex')}.part`)
  const wholeFile = (upload: string): string => join(workFolder, `${upload}.whole`)
  const joining = new Map<string, Promise<string | null>>()

  const joinParts = async (upload: string): Promise<string | null> => {
    const staged = await uploads.find(upload)
    if (!staged || staged.received < staged.bytes) return null
    const whole = wholeFile(upload)
    if ((await sizeOf(whole)) === staged.bytes) return whole
    const draft = workFile()
    try {
      const file = await open(draft, 'wx')
      try {
        for (const name of await uploads.parts(upload))
          await file.writeFile((await store.get(name)) ?? new Uint8Array())
      } finally {
        await file.close()
      }
      // A part is gone, or another request has put one in its place: asked again it is found whole.
      if ((await sizeOf(draft)) !== staged.bytes) return null
      await rename(draft, whole)
      return whole
    } finally {
      await rm(draft, { force: true })
    }
  }

  return {
    uploads,
    size: (hash) => store.size(homeOf(hash)),
    stream: (hash, from, length) => store.stream(homeOf(hash), from, length),
    putFile: async (hash, path) => {
      if ((await hashOfFile(path)) !== hash) throw new Error(`this file is not ${hash}`)
      if ((await store.size(homeOf(hash))) !== (await sizeOf(path)))
        await store.putFile(homeOf(hash), path)
    },
    getFile: (hash, path) => store.getFile(homeOf(hash), path),
    uploadedFile: (upload) => {
      const running = joining.get(upload)
      if (running) return running
      const begun = joinParts(upload).finally(() => joining.delete(upload))
      joining.set(upload, begun)
      return begun
    },
    dropUpload: async (upload) => {
      if (!isUpload(upload)) return
      await uploads.drop(upload)
      await rm(wholeFile(upload), { force: true })
    },
    workFile,
    sweep: async () => {
      await uploads.sweep()
      for (const name of await readdir(workFolder)) {
        const path = join(workFolder, name)
        const upload = /^(\w+)\.whole$/.exec(name)?.[1]
        const isLeft = upload
          ? !(await uploads.find(upload))
          : ((await stat(path).catch(() => null))?.mtimeMs ?? 0) < now() - leftMs
        if (isLeft) await rm(path, { force: true })
      }
    },
  }
}

const homeOf = (hash: AssetHash): string => `${hash.slice(0, 2)}/${hash.slice(2, 4)}/${hash}`
