// Photos that another app has handed to this one, until a person says what becomes of them: a
// database of the phone's own, because they may come before anybody is bound here. One transaction
// holds all of a share, which a cache of answers could not. Without Dexie: the service worker
// writes here, and all of its script is fetched anew at every start.
import { imageTypeOf } from '#domain/imageType.ts'
import type { Instant } from '#domain/ids.ts'
import {
  chooseShared,
  type SharedFacts,
  type LeftOut,
  shareLimits,
  type ShareRefusal,
} from '#domain/sharedPhotos.ts'
import { answerOf, endOf, type IndexedDbEnvironment } from './requests.ts'
import { sharedName } from './sharedName.ts'

export interface SharedPhoto {
  share: string
  index: number
  name: string
  /** Lies on the disk until it is read, so that thirty photos need no memory. */
  file: Blob
}

export interface WaitingShare extends SharedFacts {
  /** Photos that have not gone into a form yet. */
  count: number
}

export interface ShareEnvironment extends IndexedDbEnvironment {
  now: () => Instant
}

type Stored = { ok: true } | { ok: false; refusal: ShareRefusal; leftOut: LeftOut }

/** All of what is taken of it or nothing, and on the disk when it resolves. */
export async function storeShared(
  environment: ShareEnvironment,
  id: string,
  files: readonly File[],
): Promise<Stored> {
  const now = environment.now()
  try {
    const sorted = await Promise.all(
      files.map(async (file) => ({ size: file.size, isPhoto: await isPhoto(file) })),
    )
    return await withStores(environment, 'readwrite', async (stores) => {
      const waiting = await keptOf(stores, now)
      if (waiting.length >= shareLimits.waiting)
        return { ok: false, refusal: 'tooMany', leftOut: {} }
      const room = shareLimits.bytes - waiting.reduce((sum, { bytes }) => sum + bytes, 0)
      const { taken, bytes, leftOut } = chooseShared(sorted, room)
      if (taken.length === 0)
        return { ok: false, refusal: leftOut.noRoom ? 'tooMany' : 'empty', leftOut }
      stores.share.add({ id, at: now, bytes, leftOut } satisfies SharedFacts)
      for (const index of taken) {
        const file = files[index]!
        stores.photo.add({ share: id, index, name: file.name, file } satisfies SharedPhoto)
      }
      return { ok: true }
    })
  } catch (error) {
    // A full disk has many names; whatever it was, nothing of it is here.
    console.warn('shared', (error as Error | null)?.name)
    return { ok: false, refusal: 'notKept', leftOut: {} }
  }
}

/** Those of this day, the oldest first; what is older goes. */
export const waitingShares = (environment: ShareEnvironment): Promise<WaitingShare[]> =>
  withStores(environment, 'readwrite', async (stores) => {
    const waiting: WaitingShare[] = []
    for (const facts of await keptOf(stores, environment.now()))
      waiting.push({ ...facts, count: await answerOf(stores.photo.count(stores.allOf(facts.id))) })
    return waiting.sort((a, b) => a.at - b.at)
  })

export const photosOfShare = (environment: ShareEnvironment, id: string): Promise<SharedPhoto[]> =>
  withStores(environment, 'readonly', ({ photo, allOf }) =>
    answerOf(photo.getAll(allOf(id)) as IDBRequest<SharedPhoto[]>),
  )

/** The photo lies in a form by now; with its last one the share goes. */
export const takeOutOfShare = (
  environment: ShareEnvironment,
  id: string,
  index: number,
): Promise<void> =>
  withStores(environment, 'readwrite', async ({ share, photo, allOf }) => {
    photo.delete([id, index])
    if ((await answerOf(photo.count(allOf(id)))) === 0) share.delete(id)
  })

export const dropShare = (environment: ShareEnvironment, id: string): Promise<void> =>
  withStores(environment, 'readwrite', (stores) => Promise.resolve(remove(stores, id)))

/** What calls itself a picture, or begins as one whatever it is called. */
const isPhoto = async (file: File): Promise<boolean> =>
  file.type.startsWith('image/') ||
  imageTypeOf(new Uint8Array(await file.slice(0, 16).arrayBuffer())) !== null

/** A clock that was set back makes nothing last longer. */
const isOver = ({ at }: SharedFacts, now: Instant): boolean =>
  Math.abs(now - at) > shareLimits.keptMs

interface Stores {
  share: IDBObjectStore
  photo: IDBObjectStore
  /** The photos of a share. */
  allOf(id: string): IDBKeyRange
}

function remove({ share, photo, allOf }: Stores, id: string): void {
  share.delete(id)
  photo.delete(allOf(id))
}

async function keptOf(stores: Stores, now: Instant): Promise<SharedFacts[]> {
  const all = await answerOf(stores.share.getAll() as IDBRequest<SharedFacts[]>)
  for (const each of all) if (isOver(each, now)) remove(stores, each.id)
  return all.filter((each) => !isOver(each, now))
}

/** Opened for each look and closed again, as the facts of the phone are (phoneFacts.ts). */
async function withStores<T>(
  { indexedDB = globalThis.indexedDB, IDBKeyRange = globalThis.IDBKeyRange }: ShareEnvironment,
  mode: IDBTransactionMode,
  work: (stores: Stores) => Promise<T>,
): Promise<T> {
  const opening = indexedDB.open(sharedName, 1)
  opening.onupgradeneeded = () => {
    opening.result.createObjectStore('share', { keyPath: 'id' })
    opening.result.createObjectStore('photo', { keyPath: ['share', 'index'] })
  }
  const database = await answerOf(opening)
  try {
    const transaction = database.transaction(['share', 'photo'], mode, { durability: 'strict' })
    const share = transaction.objectStore('share')
    const photo = transaction.objectStore('photo')
    const allOf = (id: string): IDBKeyRange => IDBKeyRange.bound([id], [id, []])
    const done = work({ share, photo, allOf }).catch((error: unknown) => {
      // Half of it is never kept. It may have ended by itself.
      if (transaction.error === null) transaction.abort()
      throw error
    })
    const [result] = await Promise.all([done, endOf(transaction)])
    return result
  } finally {
    database.close()
  }
}
