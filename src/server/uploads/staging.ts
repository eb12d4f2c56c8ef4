// Uploads under way, in a store of named objects: `staging/<upload>/<offset>-…`, in parts. How far
// they have come stands in the database, so that whichever node is asked goes on with them. Used
// for photos (photos/objectPhotoStore.ts) and for files that are none (assets/assetStore.ts).
import { randomBytes } from 'node:crypto'
import type { Instant } from '#domain/ids.ts'
import type { ObjectStore } from '../objectStore/objectStore.ts'
import type { Storage, WriteTx } from '../storage/port/storage.ts'
import { answerTus, type TusUploads } from './tus.ts'

/** An upload that has not come further for so long is given up. */
export const stagingMs = 7 * 24 * 3_600_000

/**
 * Smaller pieces are gathered up to this: however small they are, an upload is at most one file for
 * each so many bytes.
 */
const leastPartBytes = 65_536

export interface Staging {
  /** Begins an upload and returns its random name. @param tx absent: one of its own. */
  begin(bytes: number, tx?: WriteTx): Promise<string>
  /** How far it is and how long it will be; null where it is unknown or expired. */
  find: TusUploads['find']
  /** Handles one tus request for an upload that `begin` made. */
  tus(upload: string, request: Request): Promise<Response>
  /** Names of its parts in the store, in the order of their bytes. */
  parts(upload: string): Promise<string[]>
  drop(upload: string): Promise<void>
  /** Removes what is left of uploads that were given up. */
  sweep(): Promise<void>
}

export function stagingIn(store: ObjectStore, storage: Storage, now: () => Instant): Staging {
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

  return {
    find,
    begin: async (bytes, tx) => {
      const upload = randomBytes(16).toString('hex')
      await (tx
        ? tx.putStaged(upload, bytes, now())
        : storage.write((own) => own.putStaged(upload, bytes, now())))
      return upload
    },
    tus: (upload, request) => answerTus({ find, append }, upload, request),
    parts: async (upload) => (isUpload(upload) ? storage.read((tx) => tx.stagedParts(upload)) : []),
    drop: async (upload) => {
      if (!isUpload(upload)) return
      const names = await storage.write(async (tx) => {
        const parts = await tx.stagedParts(upload)
        await tx.dropStaged(upload)
        return parts
      })
      for (const name of names) await store.remove(name)
    },
    sweep: async () => {
      const parts = await store.list('staging/')
      await storage.write((tx) => tx.dropStagedBefore(now() - stagingMs))
      const alive = new Set(await storage.read((tx) => tx.stagedUploads()))
      for (const name of parts) if (!alive.has(name.split('/')[1]!)) await store.remove(name)
    },
  }
}

/** Names of our own making only: nothing else may become part of a path. */
export const isUpload = (name: string): boolean => /^[0-9a-f]{32}$/.test(name)
