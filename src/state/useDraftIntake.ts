// Photos into a draft: one after the other, in the order in which they were picked or shot; whoever
// saves waits for them.
import { type Ref, ref } from 'vue'
import { fault, type Fault } from '#domain/fault.ts'
import type { PhotoHash } from '#domain/ids.ts'
import { photoLimits, type PhotoRef, type PhotoRole } from '#domain/photo.ts'
import { type PhotoOrigin, useSavePhoto } from './useSavePhoto.ts'

/**
 * Chosen, or still on its way from the shutter: null where the camera gave none, which it says
 * itself.
 */
export type PhotoComing = Blob | Promise<Blob | null>

export interface PhotoRefusal {
  name: string
  fault: Fault
}

export interface DraftIntake {
  /** How many are still on their way. */
  busy: Ref<number>
  add(
    files: readonly PhotoComing[],
    role: PhotoRole | null,
    origin: PhotoOrigin,
  ): Promise<PhotoRefusal[]>
  /** Takes it out; gives the way to put it back. */
  remove(hash: PhotoHash): Promise<() => Promise<void>>
  /** Resolves when all that were added by now are in, or refused. */
  settled(): Promise<unknown>
}

export interface IntakeOptions {
  draft: { photos: PhotoRef[] }
  /** Before it the draft is not there. */
  isReady?: () => Promise<unknown>
  placeName?: () => string | undefined
  /** After each photo. */
  keep?: () => Promise<unknown>
}

/**
 * A shot may fail while those before it are still taken in: its failure waits, heard, until it is
 * its turn.
 */
function heldUntilItsTurn(coming: PhotoComing): () => Promise<Blob | null> {
  const arrived = Promise.allSettled([coming])
  return async () => {
    const [shot] = await arrived
    if (shot.status === 'rejected') throw shot.reason
    return shot.value
  }
}

export function useDraftIntake({ draft, isReady, placeName, keep }: IntakeOptions): DraftIntake {
  const savePhoto = useSavePhoto()
  const busy = ref(0)
  let adding: Promise<unknown> = Promise.resolve()

  async function acceptOne(
    file: Blob | null,
    role: PhotoRole | null,
    origin: PhotoOrigin,
  ): Promise<PhotoRefusal | null> {
    const refused = file && (await saveOne(file, role, origin))
    return file && refused && { name: (file as { name?: string }).name ?? '', fault: refused }
  }

  async function saveOne(
    file: Blob,
    role: PhotoRole | null,
    origin: PhotoOrigin,
  ): Promise<Fault | null> {
    if (draft.photos.length >= photoLimits.perReport)
      return fault('tooManyPhotos', { limit: photoLimits.perReport })
    const kept = await savePhoto(file, role, origin, placeName?.())
    if (!kept.ok) return kept.fault
    if (draft.photos.some((photo) => photo.hash === kept.value.hash)) return fault('photoTwice')
    draft.photos.push(kept.value)
    await keep?.()
    return null
  }

  async function acceptArrivals(
    arrivals: readonly (() => Promise<Blob | null>)[],
    role: PhotoRole | null,
    origin: PhotoOrigin,
  ): Promise<PhotoRefusal[]> {
    const refusals: PhotoRefusal[] = []
    await isReady?.()
    for (const arrival of arrivals) {
      const refusal = await arrival()
        .then((file) => acceptOne(file, role, origin))
        .catch((): PhotoRefusal => ({ name: '', fault: fault('photoNotKept') }))
      if (refusal) refusals.push(refusal)
      busy.value--
    }
    return refusals
  }

  return {
    busy,
    add: (files, role, origin) => {
      busy.value += files.length
      const arrivals = files.map(heldUntilItsTurn)
      const added = adding.then(() => acceptArrivals(arrivals, role, origin))
      adding = added
      return added
    },
    remove: async (hash) => {
      const at = draft.photos.findIndex((photo) => photo.hash === hash)
      const [gone] = at < 0 ? [] : draft.photos.splice(at, 1)
      await keep?.()
      return async () => {
        if (gone && !draft.photos.some((photo) => photo.hash === hash))
          draft.photos.splice(at, 0, gone)
        await keep?.()
      }
    },
    settled: () => adding,
  }
}
