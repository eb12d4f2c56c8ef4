// Fills the form of a step in with parked content; what somebody has half written there already is
// left as it is.
import { newDraft, writeDraft } from '#client/drafts/draft.ts'
import { findDraft } from '#client/drafts/findDraft.ts'
import type { Change } from '#domain/change.ts'
import type { ReportId } from '#domain/ids.ts'
import type { StepType } from '#domain/step.ts'
import { useDevice } from './device.ts'
import { stepDraftFrom } from './parkedDraft.ts'
import { useSession } from './useSession.ts'

/** False when there was something half written. */
export function useSeedStep(): (
  change: Change | null,
  report: ReportId,
  type: StepType,
) => Promise<boolean> {
  const device = useDevice()
  const session = useSession()
  return async (change, report, type) => {
    const db = session.current?.capture
    const { purpose, words } = stepDraftFrom(change, report, type)
    const now = device.environment.now()
    if (!db || (await findDraft(db, purpose, now))) return false
    const draft = newDraft(purpose, JSON.parse(JSON.stringify(words)) as typeof words, now, report)
    return (await writeDraft(db, draft, now)).is === 'kept'
  }
}
