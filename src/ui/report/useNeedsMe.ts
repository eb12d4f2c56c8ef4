import { computed, type ComputedRef } from 'vue'
import { useReports } from '#state/useReports.ts'
import { useSession } from '#state/useSession.ts'
import { useSync } from '#state/useSync.ts'
import { waitsForHandler } from './handling.ts'

/** How much waits for this person: sent back or dispatched to them, or not to be sent as it is. */
export function useNeedsMe(): ComputedRef<number> {
  const session = useSession()
  const reports = useReports()
  const sync = useSync()
  return computed(
    () =>
      reports.returnedToMe.length +
      reports.all.filter(({ report }) => waitsForHandler(report, session.member?.id)).length +
      (sync.waiting?.attention ?? 0),
  )
}
