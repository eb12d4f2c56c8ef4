// Opens the draft of a form on this person's database, with the second store beside it.
import { onScopeDispose, watch } from 'vue'
import {
  type DraftSession,
  type DraftSessionOptions,
  openDraftSession,
} from '#device/draftSession.ts'
import { draftsAside, dropDraftAside, keepDraftAside } from '#device/lastSaved.ts'
import { useDevice } from './device.ts'
import { usePerson } from './usePerson.ts'
import { useStorageTrouble } from './useStorageTrouble.ts'

export function useOpenDraft(): (
  options: Omit<DraftSessionOptions, 'capture' | 'aside' | 'now'>,
) => DraftSession {
  const device = useDevice()
  const person = usePerson()
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
      capture: () => person.person?.capture ?? null,
      aside: {
        all: () => (person.member ? draftsAside(local, person.member.id) : {}),
        keep: (draft) => person.member && keepDraftAside(local, person.member.id, draft),
        drop: (id) => person.member && dropDraftAside(local, person.member.id, id),
      },
      heard: {
        ...options.heard,
        fault: (fault) => {
          options.heard?.fault?.(fault)
          if (fault?.code === 'storageLost' && person.person) void storage.lookAt(person.person)
        },
      },
    })
    return open
  }
}
