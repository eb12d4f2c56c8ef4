// Photos and voice notes in a store of named objects, a folder or a bucket: `aa/bb/<hash>`, put
// once and read back (P1–P4). Uploads under way lie beside them (uploads/staging.ts).
import { createHash } from 'node:crypto'
import { type Instant, isPhotoHash, type PhotoHash } from '#domain/ids.ts'
import { media, mediaTypeOf } from '#domain/media.ts'
import { putVerified, type ObjectStore } from '../objectStore/objectStore.ts'
import type { Storage } from '../storage/port/storage.ts'
import { stagingIn } from '../uploads/staging.ts'
import type { Asked, Finished, PhotoStore } from './photoStore.ts'

/** Where the app sends on what it has begun. */
export const photoUploadsPath = '/api/photos/uploads'

export function objectPhotoStore(
  store: ObjectStore,
  storage: Storage,
  now: () => Instant = Date.now,
): PhotoStore {
  const homeOf = (hash: PhotoHash): string => `${hash.slice(0, 2)}/${hash.slice(2, 4)}/${hash}`

  const staging = stagingIn(store, storage, now)

  const staged = async (upload: string): Promise<Uint8Array | null> => {
    const names = await staging.parts(upload)
    const parts = await Promise.all(names.map((name) => store.get(name)))
    const whole = parts.filter((part) => part !== null)
    return names.length > 0 && whole.length === parts.length ? Buffer.concat(whole) : null
  }

  const read: PhotoStore['read'] = async (hash) =>
    isPhotoHash(hash) ? store.get(homeOf(hash)) : null

  const put = async (
    hash: PhotoHash,
    bytes: Uint8Array,
    { medium, mayKeep }: Asked = {},
  ): Promise<Finished> => {
    if (hashOf(bytes) !== hash) return { state: 'hashMismatch' }
    const type = medium ? media[medium].typeOf(bytes) : mediaTypeOf(bytes)
    if (!type) return { state: 'wrongType' }
    if (mayKeep && !(await mayKeep(bytes, type))) return { state: 'notNow' }
    const there = await store.get(homeOf(hash))
    if (!there || hashOf(there) !== hash) await putVerified(store, homeOf(hash), bytes)
    return { state: 'stored', bytes: bytes.length, type }
  }

  return {
    begin: staging.begin,
    offset: async (upload) => (await staging.find(upload))?.received ?? null,
    tus: (request) =>
      staging.tus(new URL(request.url).pathname.slice(photoUploadsPath.length + 1), request),
    finish: async (upload, hash, asked) => {
      // Where two calls finish the same upload, the second finds the photo in its place.
      const bytes = (await staged(upload)) ?? (await read(hash))
      const finished = bytes ? await put(hash, bytes, asked) : ({ state: 'hashMismatch' } as const)
      if (finished.state !== 'notNow') await staging.drop(upload)
      return finished
    },
    put,
    drop: staging.drop,
    setAside: async (hash) => {
      const bytes = await read(hash)
      if (!bytes) return
      await store.put(`rotten/${hash}`, bytes)
      await store.remove(homeOf(hash))
    },
    read,
    sweep: staging.sweep,
  }
}

const hashOf = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex')
