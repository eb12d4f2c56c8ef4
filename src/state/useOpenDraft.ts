// Opens the draft of a form on this person's database, with the local fallback beside it.
import { onScopeDispose, watch } from 'vue'
import {
  type DraftSession,
  type DraftSessionOptions,
  openDraftSession,
} from '#client/drafts/draftSession.ts'
import { draftsAside, dropDraftAside, keepDraftAside } from '#client/db/localFallback.ts'
import { useDevice } from './device.ts'
import { useSession } from './useSession.ts'
import { useStorageTrouble } from './useStorageTrouble.ts'

export function useOpenDraft(): (
  options: Omit<DraftSessionOptions, 'capture' | 'aside' | 'now'>,
) => DraftSession {
  const device = useDevice()
  const session = useSession()
  const storage = useStorageTrouble()
  const { local, now } = device.environment
  let open: DraftSession | undefined
  watch(
    () => storage.trouble,
    (trouble) => trouble && open?.putAside(),
    { flush: 'sync' },
  )
  onScopeDispose(() => (open = undefined))

  return (options) => {
    open = openDraftSession({
      ...options,
      now,
      capture: () => session.current?.capture ?? null,
      aside: {
        all: () => (session.member ? draftsAside(local, session.member.id) : {}),
        keep: (draft) => session.member && keepDraftAside(local, session.member.id, draft),
        drop: (id) => session.member && dropDraftAside(local, session.member.id, id),
      },
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
