// What went wrong in the invented community: steps nobody could carry out, a phone that still holds
// work, one that was lost with some on it. drawDemo.ts draws it; loadDemo.ts lets it come in
// after all the rest.
import type { Instant, MemberId, ReportId } from '#domain/ids.ts'
import { newId } from '#domain/newId.ts'
import type { Report } from '#domain/report.ts'
import type { Step } from '#domain/step.ts'
import { cast } from './demoMembers.ts'
import type { SeededRandom } from './seededRandom.ts'

export interface Unsent {
  by: MemberId
  waitingChanges: number
  waitingPhotos: number
}

export interface DemoTrouble {
  /** Heard of last, and each of them parked. */
  late: { report: ReportId; step: Step }[]
  /** What a phone said at its last contact that it still holds. */
  unsent: Unsent
  /** Revoked with work on it. */
  lostPhone: Unsent & { label: string; seenAt: Instant }
}

const dayMs = 86_400_000

export function demoTrouble(
  random: SeededRandom,
  now: Instant,
  reports: readonly Report[],
): DemoTrouble {
  const reportAt = (by: MemberId, placeId: string, standing: Report['standing']): Report => {
    const found = reports.find(
      (report) => report.by === by && report.placeId === placeId && report.standing === standing,
    )
    if (!found) throw new Error(`No ${standing} report at ${placeId} in the demo`)
    return found
  }
  const cleared = reportAt(cast.volunteer3, 'p-3-2', 'accepted')
  const sign = reportAt(cast.worker2, 'p-S-05', 'dispatched')
  const stepOn = (at: Instant, step: Omit<Step, 'id' | 'at'>): Step => ({
    id: newId<string>(at, random),
    at,
    ...step,
  })
  // Written on the way, before the report was accepted; heard of after.
  const beforeAccepted = Math.round((cleared.capturedAt + cleared.steps[0]!.at) / 2)
  return {
    late: [
      {
        report: cleared.id,
        step: stepOn(beforeAccepted, {
          type: 'withdraw',
          by: cast.volunteer3,
          from: 'reported',
          to: 'withdrawn',
          comment: '回头再看，纸箱已经搬走了',
        }),
      },
      {
        report: sign.id,
        step: stepOn(Math.round((sign.steps.at(-1)!.at + now) / 2), {
          type: 'start',
          by: cast.property,
          from: 'dispatched',
          to: 'inProgress',
          comment: '路过看到，先绑牢了，由我来修',
        }),
      },
    ],
    unsent: { by: cast.worker4, waitingChanges: 3, waitingPhotos: 5 },
    lostPhone: {
      by: cast.worker2,
      waitingChanges: 2,
      waitingPhotos: 4,
      label: '示例旧手机',
      seenAt: now - 3 * dayMs,
    },
  }
}
