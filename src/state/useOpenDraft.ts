// Opens the draft of a form in the store of whoever uses this phone, and looks after the storage
// where it refuses.
import { onScopeDispose, watch } from 'vue'
import type { DraftSession, DraftSessionOptions } from '#client/drafts/draftSession.ts'
import { useDevice } from './device.ts'
import { useDraftStore } from './useDraftStore.ts'
import { useSession } from './useSession.ts'
import { useStorageTrouble } from './useStorageTrouble.ts'

export function useOpenDraft(): (
  options: Omit<DraftSessionOptions, 'capture' | 'aside' | 'now'>,
) => DraftSession {
  const { now } = useDevice().environment
  const drafts = useDraftStore()
  const session = useSession()
  const storage = useStorageTrouble()
  let open: DraftSession | undefined
  watch(
    () => storage.trouble,
    (trouble) => trouble && open?.putAside(),
    { flush: 'sync' },
  )
  onScopeDispose(() => (open = undefined))

  return (options) => {
    open = drafts.open({
      ...options,
      now,
      heard: {
        ...options.heard,
        fault: (fault) => {
          options.heard?.fault?.(fault)
          if (fault?.code === 'storageLost' && session.current) void storage.lookAt(session.current)
        },
      },
    })
    return open
  }
}
