// Fills the form of a step in with parked content; what somebody has half written there already is left as it is.
import { keepDraft } from '#device/draft.ts'
import type { Change } from '#domain/change.ts'
import type { ReportId } from '#domain/ids.ts'
import type { StepType } from '#domain/step.ts'
import { useDevice } from './device.ts'
import { stepDraftFrom } from './parkedDraft.ts'
import { usePerson } from './usePerson.ts'

/** False when there was something half written. */
export function useSeedStep(): (change: Change | null, report: ReportId, type: StepType) => Promise<boolean> {
  const device = useDevice()
  const person = usePerson()
  return async (change, report, type) => {
    const db = person.person?.capture
    const draft = stepDraftFrom(change, report, type, device.environment.now())
    if (!db || (await db.draft.get(draft.id))) return false
    await keepDraft(db, JSON.parse(JSON.stringify(draft)) as typeof draft)
    return true
  }
}
