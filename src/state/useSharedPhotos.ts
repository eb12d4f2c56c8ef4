// Photos that another app has handed to this one and that wait for a person.
import { onScopeDispose, shallowRef } from 'vue'
import {
  dropShare,
  photosOfShare,
  type SharedPhoto,
  takeOutOfShare,
  type WaitingShare,
  waitingShares,
} from '#client/db/sharedPhotos.ts'
import { useDevice } from './device.ts'

export type { SharedPhoto, WaitingShare } from '#client/db/sharedPhotos.ts'

/** One share, for the form that its photos go into. */
export function useShare(id: string) {
  const { environment } = useDevice()
  return {
    photos: (): Promise<SharedPhoto[]> => photosOfShare(environment, id),
    /** The photo is in the form, or will never be. */
    takeOut: (index: number): Promise<void> => takeOutOfShare(environment, id, index),
  }
}

/** All that wait; looked at again whenever the page comes into sight. */
export function useSharedPhotos() {
  const { environment } = useDevice()
  const shares = shallowRef<readonly WaitingShare[]>([])

  async function look(): Promise<void> {
    // Where they cannot be read, Today has more to say than that.
    shares.value = await waitingShares(environment).catch(() => [])
  }
  async function drop(id: string): Promise<void> {
    await dropShare(environment, id)
    await look()
  }
  const lookAgain = (): void => void (document.visibilityState === 'visible' && look())
  document.addEventListener('visibilitychange', lookAgain)
  onScopeDispose(() => document.removeEventListener('visibilitychange', lookAgain))
  void look()
  return { shares, drop }
}
