// An address an <img> can show for a photo, or an <audio> play for a voice note, wherever its bytes
// are; given back when nobody looks any more.
import { type MaybeRefOrGetter, onScopeDispose, ref, type Ref, toValue, watch } from 'vue'
import { photoStore } from '#client/phone/photoStore.ts'
import type { PhotoLook } from '#client/photos/photoBytes.ts'
import { showable } from '#client/photos/showable.ts'
import type { AttachmentField } from '#domain/attachment.ts'
import type { PhotoHash } from '#domain/ids.ts'
import { useDevice } from './device.ts'
import { useConflicts } from './useConflicts.ts'
import { useSession } from './useSession.ts'
import { useReports } from './useReports.ts'
import { useSync } from './useSync.ts'

/** What they are, and as what a browser is given them; null where it can make nothing of them. */
export interface AsShown {
  medium: AttachmentField
  made: (blob: Blob) => Promise<Blob | null>
}

/**
 * `unshown`: its bytes are here, and nothing here can decode them yet. `elsewhere`: the server does
 * not have it either. `offline`, `unseen`: it does; this phone is out of reach of it, or it has not
 * given it.
 */
export type PhotoUrlState =
  'loading' | 'here' | 'elsewhere' | 'offline' | 'unseen' | 'lost' | 'unshown'

export function usePhotoUrl(
  hash: MaybeRefOrGetter<PhotoHash | undefined>,
  { medium, made }: AsShown = { medium: 'photos', made: showable },
): {
  url: Ref<string | undefined>
  state: Ref<PhotoUrlState>
} {
  const device = useDevice()
  const session = useSession()
  const reports = useReports()
  const conflicts = useConflicts()
  const sync = useSync()
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
    const found = await photoStore(session.current).lookUp(
      wanted,
      { transport: device.transport, now: device.environment.now },
      medium,
    )
    const blob = found.state === 'here' ? await made(found.blob) : null
    if (turn !== asked) return
    release()
    if (blob) url.value = URL.createObjectURL(blob)
    state.value = stateOf(wanted, found, blob !== null)
  }

  function stateOf(wanted: PhotoHash, found: PhotoLook, isShown: boolean): PhotoUrlState {
    if (found.state === 'here') return isShown ? 'here' : 'unshown'
    if (found.state === 'lost') return 'lost'
    const isThere = found.isReceived || reports.arrived.has(wanted) || conflicts.arrived.has(wanted)
    if (!isThere) return 'elsewhere'
    return found.isCutOff ? 'offline' : 'unseen'
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
  // What had not arrived is looked for again when a row says that it has; what could not be
  // fetched, when there is a connection.
  watch([() => reports.arrived, () => conflicts.arrived], (arrived) => {
    const wanted = toValue(hash)
    if (state.value === 'elsewhere' && wanted && arrived.some((each) => each.has(wanted)))
      void look(wanted)
  })
  watch(
    () => sync.connection,
    (connection) => {
      if (connection === 'online' && (state.value === 'offline' || state.value === 'unseen'))
        void look(toValue(hash))
    },
  )
  onScopeDispose(() => {
    asked++
    release()
  })
  return { url, state }
}
