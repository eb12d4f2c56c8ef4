// Photos and voice notes in a store of named objects, a folder or a bucket: `aa/bb/<hash>`, put
// once and read back (P1–P4). Uploads under way lie beside them as `staging/<upload>/<offset>-…`,
// in parts; how far they have come stands in the database.
import { createHash, randomBytes } from 'node:crypto'
import { type Instant, isPhotoHash, type PhotoHash } from '#domain/ids.ts'
import { media, mediaTypeOf } from '#domain/media.ts'
import { putVerified, type ObjectStore } from '../objectStore/objectStore.ts'
import type { Storage } from '../storage/port/storage.ts'
import type { Asked, Finished, PhotoStore } from './photoStore.ts'
import { answerTus, type TusUploads } from './tus.ts'

/** An upload that has not come further for so long is given up. */
export const stagingMs = 7 * 24 * 3_600_000

/**
 * Smaller pieces are gathered up to this: however small they are, an upload is at most one file for
 * each so many bytes.
 */
const leastPartBytes = 65_536

export function objectPhotoStore(
  store: ObjectStore,
  storage: Storage,
  now: () => Instant = Date.now,
): PhotoStore {
  const homeOf = (hash: PhotoHash): string => `${hash.slice(0, 2)}/${hash.slice(2, 4)}/${hash}`

  const find: TusUploads['find'] = async (upload) => {
    const staged = isUpload(upload) ? await storage.read((tx) => tx.staged(upload)) : undefined
    return staged && staged.touchedAt > now() - stagingMs ? staged : null
  }

  /**
   * Of an upload that has advanced meanwhile it may be another; then what is made of it counts for
   * nothing.
   */
  const smallPartBefore = async (
    upload: string,
    from: number,
  ): Promise<{ begins: number; name: string; bytes: Uint8Array } | null> => {
    const last = from > 0 ? await storage.read((tx) => tx.lastStagedPart(upload)) : undefined
    if (!last || from - last.begins >= leastPartBytes) return null
    const bytes = await store.get(last.name)
    return bytes?.length === from - last.begins ? { ...last, bytes } : null
  }

  /**
   * Every part has a name of its own: where two bring the same piece, neither writes over the
   * other's.
   */
  const append: TusUploads['append'] = async (upload, from, bytes) => {
    const held = await smallPartBefore(upload, from)
    const begins = held?.begins ?? from
    const name = `staging/${upload}/${begins}-${randomBytes(6).toString('hex')}`
    await store.put(name, held ? Buffer.concat([held.bytes, bytes]) : bytes)
    const isOurs = await storage.write((tx) =>
      tx.addStagedPart(upload, { begins, from, to: from + bytes.length, name, at: now() }),
    )
    if (!isOurs) await store.remove(name)
    else if (held) await store.remove(held.name)
    return isOurs
  }

  const staged = async (upload: string): Promise<Uint8Array | null> => {
    if (!isUpload(upload)) return null
    const names = await storage.read((tx) => tx.stagedParts(upload))
    const parts = await Promise.all(names.map((name) => store.get(name)))
    const whole = parts.filter((part) => part !== null)
    return names.length > 0 && whole.length === parts.length ? Buffer.concat(whole) : null
  }

  const drop = async (upload: string): Promise<void> => {
    if (!isUpload(upload)) return
    const names = await storage.write(async (tx) => {
      const parts = await tx.stagedParts(upload)
      await tx.dropStaged(upload)
      return parts
    })
    for (const name of names) await store.remove(name)
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
    begin: async (bytes, tx) => {
      const upload = randomBytes(16).toString('hex')
      await (tx
        ? tx.putStaged(upload, bytes, now())
        : storage.write((own) => own.putStaged(upload, bytes, now())))
      return upload
    },
    offset: async (upload) => (await find(upload))?.received ?? null,
    tus: (request) => answerTus({ find, append }, request),
    finish: async (upload, hash, asked) => {
      // Where two calls finish the same upload, the second finds the photo in its place.
      const bytes = (await staged(upload)) ?? (await read(hash))
      const finished = bytes ? await put(hash, bytes, asked) : ({ state: 'hashMismatch' } as const)
      if (finished.state !== 'notNow') await drop(upload)
      return finished
    },
    put,
    drop,
    setAside: async (hash) => {
      const bytes = await read(hash)
      if (!bytes) return
      await store.put(`rotten/${hash}`, bytes)
      await store.remove(homeOf(hash))
    },
    read,
    sweep: async () => {
      const parts = await store.list('staging/')
      await storage.write((tx) => tx.dropStagedBefore(now() - stagingMs))
      const alive = new Set(await storage.read((tx) => tx.stagedUploads()))
      for (const name of parts) if (!alive.has(name.split('/')[1]!)) await store.remove(name)
    },
  }
}

const hashOf = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex')

/** Names of our own making only: nothing else may become part of a path. */
const isUpload = (name: string): boolean => /^[0-9a-f]{32}$/.test(name)
