// The way back from an act that was just saved, for as long as it has not left this phone.
import { outboxOf } from '#client/phone/outbox.ts'
import { recallMs } from '#client/outbox/recall.ts'
import { fault } from '#domain/fault.ts'
import type { ChangeId } from '#domain/ids.ts'
import { fail, type Result } from '#domain/result.ts'
import { useDevice } from './device.ts'
import { useSession } from './useSession.ts'
import { useSync } from './useSync.ts'

export const recallSeconds = recallMs / 1000

export function useTakeBack(): (id: ChangeId) => Promise<Result<null>> {
  const device = useDevice()
  const session = useSession()
  const sync = useSync()
  return async (id) => {
    const current = session.current
    if (!current) return fail(fault('signedOut'))
    const taken = await outboxOf(current, device.environment).takeBack(id)
    // What was saved after it need not wait any longer.
    sync.syncSoon()
    return taken
  }
}
