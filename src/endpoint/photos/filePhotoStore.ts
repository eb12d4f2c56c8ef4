// Photos in a folder: `aa/bb/<hash>`, written once, fsynced file and folder; tus stages beside it and its leftovers expire (P2–P4).
import { createHash, randomBytes } from 'node:crypto'
import { mkdir, open, readFile, rename, rm, stat } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { FileStore } from '@tus/file-store'
import { Server, Upload } from '@tus/server'
import { isPhotoHash, type PhotoHash } from '#domain/ids.ts'
import { imageTypeOf } from '#domain/imageType.ts'
import { photoLimits } from '#domain/photo.ts'
import type { Finished, PhotoStore } from './photoStore.ts'

export const uploadsPath = '/api/photos/uploads'

export async function openFilePhotoStore(folder: string): Promise<PhotoStore> {
  const staging = join(folder, 'staging')
  await mkdir(staging, { recursive: true })
  const store = new FileStore({ directory: staging })
  const server = new Server({ path: uploadsPath, datastore: store, maxSize: photoLimits.uploadBytes, respectForwardedHeaders: false, allowedOrigins: [] })
  const homeOf = (hash: PhotoHash): string => join(folder, hash.slice(0, 2), hash.slice(2, 4), hash)
  const staged = (upload: string): string => join(staging, upload)

  const drop = async (upload: string): Promise<void> => {
    if (!isUpload(upload)) return
    await store.remove(upload).catch(() => undefined)
    await rm(staged(upload), { force: true })
  }

  const keep = async (hash: PhotoHash, bytes: Uint8Array): Promise<Finished> => {
    if (createHash('sha256').update(bytes).digest('hex') !== hash) return { state: 'hashMismatch' }
    const type = imageTypeOf(bytes)
    if (!type || type === 'image/heic') return { state: 'notAnImage' }
    await writeOnce(homeOf(hash), bytes)
    return { state: 'stored', bytes: bytes.length, type }
  }

  return {
    begin: async (bytes) => {
      const id = randomBytes(16).toString('hex')
      await store.create(new Upload({ id, size: bytes, offset: 0 }))
      return id
    },
    offset: async (upload) => (isUpload(upload) ? store.getUpload(upload).then((known) => known.offset, () => null) : null),
    tus: (request) => server.handleWeb(request),
    finish: async (upload, hash) => {
      // Where two calls finish the same upload, the second finds the photo in its place.
      const bytes = (isUpload(upload) ? await readIfThere(staged(upload)) : null) ?? (await readIfThere(homeOf(hash)))
      if (!bytes) return { state: 'hashMismatch' }
      const finished = await keep(hash, bytes)
      await drop(upload)
      return finished
    },
    put: keep,
    drop,
    read: async (hash) => (isPhotoHash(hash) ? readIfThere(homeOf(hash)) : null),
  }
}

/** Names of our own making only: nothing else may become part of a path. */
const isUpload = (name: string): boolean => /^[0-9a-f]{32}$/.test(name)

async function readIfThere(path: string): Promise<Uint8Array<ArrayBuffer> | null> {
  try {
    return new Uint8Array(await readFile(path))
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null
    throw error
  }
}

async function writeOnce(path: string, bytes: Uint8Array): Promise<void> {
  if (await stat(path).then(() => true, () => false)) return
  const folder = dirname(path)
  await mkdir(folder, { recursive: true })
  const draft = `${path}.${randomBytes(6).toString('hex')}`
  const file = await open(draft, 'wx')
  try {
    await file.writeFile(bytes)
    await file.sync()
  } finally {
    await file.close()
  }
  await rename(draft, path)
  for (const each of [folder, dirname(folder), dirname(dirname(folder))]) await syncFolder(each)
}

async function syncFolder(path: string): Promise<void> {
  const folder = await open(path, 'r')
  try {
    await folder.sync()
  } finally {
    await folder.close()
  }
}
