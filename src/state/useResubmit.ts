// A person resubmits parked work of theirs: the form comes back filled in, photos and all, and
// what was parked stays as it is.
import { hasContent } from '#client/drafts/draft.ts'
import type { ReportId } from '#domain/ids.ts'
import type { StepType } from '#domain/step.ts'
import { useDevice } from './device.ts'
import { draftFrom, reportIn, stepContentIn } from './parkedDraft.ts'
import { useStepActions } from './useStepActions.ts'
import type { ParkedWork } from './useConflicts.ts'
import { useSession } from './useSession.ts'
import { useReports } from './useReports.ts'
import { useRights } from './useRights.ts'
import { useDraftStore } from './useDraftStore.ts'
import { useSeedStep } from './useSeedStep.ts'

/** Where it goes on: in the form of its kind, or in a step on its report. */
export type Resubmission =
  { to: 'form'; kind: string } | { to: 'step'; report: ReportId; type: StepType }

export function useResubmit() {
  const device = useDevice()
  const session = useSession()
  const reports = useReports()
  const stepActions = useStepActions()
  const rights = useRights()
  const seedStep = useSeedStep()
  const drafts = useDraftStore()

  /**
   * Null where this person cannot do it again: the right is missing, or there is nothing to take
   * up.
   */
  function wayOf({ change }: ParkedWork): Resubmission | null {
    const report = reportIn(change)
    if (report) return rights.mayMake(report.kind) ? { to: 'form', kind: report.kind } : null
    if (change?.op !== 'patch' || change.t !== 'report') return null
    const view = reports.byId(change.row)
    const { comment, photos, voice } = stepContentIn(change)
    if (!view || view.isParked || (!comment && photos.length + voice.length === 0)) return null
    const open = stepActions.openStepsFor(view.report)
    const type =
      change.step && open.includes(change.step.type) && change.step.type !== 'amend'
        ? change.step.type
        : 'note'
    return open.includes(type) && (type !== 'note' || comment || voice.length > 0)
      ? { to: 'step', report: view.report.id, type }
      : null
  }

  /** False when a half-written form stands in the way: nothing of it is overwritten. */
  async function resubmit(work: ParkedWork, way: Resubmission): Promise<boolean> {
    if (!session.current) return false
    if (way.to === 'step') return seedStep(work.change, way.report, way.type)
    const now = device.environment.now()
    const open = await drafts.find({ kind: way.kind }, now)
    if (open && (open.isHeld || hasContent(open))) return false
    const report = reportIn(work.change)!
    return drafts.put({ kind: way.kind }, draftFrom(report), now, { startedAt: report.capturedAt })
  }

  return { wayOf, resubmit }
}
