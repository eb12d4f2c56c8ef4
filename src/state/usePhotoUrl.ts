// An address an <img> can show for a photo, wherever its bytes are; given back when nobody looks
// any more.
import { type MaybeRefOrGetter, onScopeDispose, ref, type Ref, toValue, watch } from 'vue'
import { photoStore } from '#client/phone/photoStore.ts'
import { showable } from '#client/photos/showable.ts'
import type { PhotoHash } from '#domain/ids.ts'
import { useDevice } from './device.ts'
import { useConflicts } from './useConflicts.ts'
import { useSession } from './useSession.ts'
import { useReports } from './useReports.ts'

/** `unshown`: its bytes are here, and nothing here can decode them yet. */
export type PhotoUrlState = 'loading' | 'here' | 'elsewhere' | 'lost' | 'unshown'

export function usePhotoUrl(hash: MaybeRefOrGetter<PhotoHash | undefined>): {
  url: Ref<string | undefined>
  state: Ref<PhotoUrlState>
} {
  const device = useDevice()
  const session = useSession()
  const reports = useReports()
  const conflicts = useConflicts()
  const url = ref<string>()
  const state = ref<PhotoUrlState>('loading')
  let asked = 0

  const release = (): void => {
    if (url.value) URL.revokeObjectURL(url.value)
    url.value = undefined
  }

  async function look(wanted: PhotoHash | undefined): Promise<void> {
    const turn = ++asked
    if (!wanted || !session.current) return
    const found = await photoStore(session.current).lookUp(wanted, {
      transport: device.transport,
      now: device.environment.now,
    })
    const blob = found.state === 'here' ? await showable(found.blob) : null
    if (turn !== asked) return
    release()
    if (blob) url.value = URL.createObjectURL(blob)
    state.value = found.state === 'here' && !blob ? 'unshown' : found.state
  }

  watch(
    () => toValue(hash),
    (wanted) => {
      release()
      state.value = 'loading'
      void look(wanted)
    },
    { immediate: true },
  )
  // What had not arrived is looked for again when a row says that it has.
  watch([() => reports.arrived, () => conflicts.arrived], (arrived) => {
    const wanted = toValue(hash)
    if (state.value === 'elsewhere' && wanted && arrived.some((each) => each.has(wanted)))
      void look(wanted)
  })
  onScopeDispose(() => {
    asked++
    release()
  })
  return { url, state }
}
