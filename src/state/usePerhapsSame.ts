// Which of the reports at this desk are perhaps of one thing, and the word of a person that two of
// them are not.
import { defineStore } from 'pinia'
import { ref, watch } from 'vue'
import { fault } from '#domain/fault.ts'
import type { ChangeId } from '#domain/ids.ts'
import { newId } from '#domain/newId.ts'
import { type Other, PerhapsSame, type Sighting } from '#domain/perhapsSame.ts'
import type { Report } from '#domain/report.ts'
import { fail, type Result, succeed } from '#domain/result.ts'
import { meaningOf } from '#domain/status.ts'
import { thingOf } from '#kinds/isTheSame.ts'
import { useDevice } from './device.ts'
import { type ReportView, useReports } from './useReports.ts'
import { useRights } from './useRights.ts'
import { useSaveChange } from './useSaveChange.ts'

export const usePerhapsSame = defineStore('perhapsSame', () => {
  const device = useDevice()
  const reports = useReports()
  const rights = useRights()
  const saveChange = useSaveChange()
  const known = new PerhapsSame()
  /** Moves on with each change of what is known. */
  const version = ref(0)

  watch(
    () => reports.all,
    (all) => {
      if (known.replace(sightingsIn(all))) version.value++
    },
    { immediate: true },
  )

  const whyNot = (report: Report, other: Report) =>
    rights.whyNotAlter(report, { add: { notSameAs: [{ id: other.id }] } })
  /** Either may name the other: a report next door can be seen and not altered. */
  const namer = ([report, other]: readonly [Report, Report]): [Report, Report] | null =>
    !whyNot(report, other) ? [report, other] : !whyNot(other, report) ? [other, report] : null

  return {
    has: (id: string): boolean => version.value >= 0 && known.has(id),
    of: (id: string): Other[] => (version.value >= 0 ? known.of(id) : []),
    maySayNotSame: (...pair: readonly [Report, Report]): boolean => namer(pair) !== null,
    /** Gives the change it became; for a moment it can be taken back. */
    sayNotSame: async (...pair: readonly [Report, Report]): Promise<Result<ChangeId>> => {
      const [report, other] = namer(pair) ?? []
      if (!report || !other) return fail(fault('notYours'))
      const id = newId<ChangeId>(device.environment.now(), crypto)
      const add = { notSameAs: [{ id: other.id }] }
      const kept = await saveChange({ id, t: 'report', row: report.id, op: 'patch', add }, [], {
        isRecallable: true,
      })
      return kept.ok ? succeed(id) : kept
    },
  }
})

/** What was parked is decided on first. */
function* sightingsIn(all: readonly ReportView[]): Generator<Sighting> {
  for (const { report, isParked } of all) {
    if (isParked || meaningOf(report.standing).group === 'done') continue
    const thing = thingOf(report)
    if (thing !== undefined) yield { thing, report }
  }
}
