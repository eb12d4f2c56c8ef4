// Fills the form of a step in with parked content; what somebody has half written there already is
// left as it is.
import type { Change } from '#domain/change.ts'
import type { ReportId } from '#domain/ids.ts'
import type { StepType } from '#domain/step.ts'
import { useDevice } from './device.ts'
import { stepDraftFrom } from './parkedDraft.ts'
import { useDraftStore } from './useDraftStore.ts'

/** False when there was something half written. */
export function useSeedStep(): (
  change: Change | null,
  report: ReportId,
  type: StepType,
) => Promise<boolean> {
  const device = useDevice()
  const drafts = useDraftStore()
  return async (change, report, type) => {
    const { purpose, words } = stepDraftFrom(change, report, type)
    const now = device.environment.now()
    if (await drafts.find(purpose, now)) return false
    return drafts.put(purpose, words, now, { record: report })
  }
}
