// The one way from a screen to the outbox. Only acts of a person call it, never a watcher. The
// versions a person saw come with what they did.
import { outboxOf } from '#client/phone/outbox.ts'
import type { SaveInput } from '#client/outbox/saveChange.ts'
import type { Attachment } from '#domain/attachment.ts'
import type { NewChange } from '#domain/change.ts'
import { schemaOf } from '#domain/change.ts'
import { fault } from '#domain/fault.ts'
import type { ChangeId } from '#domain/ids.ts'
import { newId } from '#domain/newId.ts'
import { fail, type Result, succeed } from '#domain/result.ts'
import { useDevice } from './device.ts'
import { useForeseen } from './useForeseen.ts'
import { useSession } from './useSession.ts'
import { useStorageHealth } from './useStorageHealth.ts'
import { useStorageTrouble } from './useStorageTrouble.ts'
import { useSync } from './useSync.ts'

type Intent<C extends NewChange = NewChange> = C extends NewChange
  ? Omit<C, 'id' | 'by' | 'at' | 'schema'> & { id?: ChangeId }
  : never

export function useSaveChange(): (
  intent: Intent,
  attachments?: readonly Attachment[],
  manner?: Pick<SaveInput, 'draft' | 'isRecallable'>,
) => Promise<Result<null>> {
  const device = useDevice()
  const session = useSession()
  const sync = useSync()
  const storage = useStorageTrouble()
  const health = useStorageHealth()
  const foreseen = useForeseen()
  return async (intent, attachments = [], manner = {}) => {
    const current = session.current
    if (!current) return fail(fault('signedOut'))
    const now = device.environment.now()
    const change = {
      schema: schemaOf(intent),
      by: current.memberId,
      at: now,
      ...intent,
      id: intent.id ?? newId<ChangeId>(now, crypto),
    }
    // Through JSON: what goes into the outbox is what goes over the wire, free of reactive proxies.
    const plain = JSON.parse(JSON.stringify(change)) as NewChange
    const outbox = outboxOf(current, device.environment)
    const kept = await outbox.save({ change: plain, photos: attachments, ...manner, now })
    if (!kept.ok) {
      if (kept.fault.code === 'storageLost') void storage.lookAt(current)
      return kept
    }
    // It is saved whatever is foreseen, so nobody waits for this and nothing depends on it.
    outbox.foresee(plain, now).then(
      (fault) => foreseen.tell(plain.id, fault),
      (error: unknown) => console.error('foreseen', error),
    )
    void health.askInPassing()
    sync.syncSoon()
    return succeed(null)
  }
}
