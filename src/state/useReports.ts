// Reports as this person may see them: the server's rows with their own unacknowledged work on
// top.
import { defineStore } from 'pinia'
import { computed } from 'vue'
import { type LocalReport, localReports } from '#client/queries/localReports.ts'
import type { MemberId } from '#domain/ids.ts'
import { reportNumber } from '#domain/reportNumber.ts'
import { nearestSeen, type Seeing } from '#domain/seenAlready.ts'
import { meaningOf } from '#domain/status.ts'
import { isTheSame } from '#kinds/isTheSame.ts'
import type { Kind } from '#kinds/kind.ts'
import { useDevice } from './device.ts'
import { useCachedRows } from './useCachedRows.ts'
import { useLive } from './useLive.ts'
import { useSession } from './useSession.ts'

export interface ReportView extends LocalReport {
  /** Short and sayable, e.g. `1120-7F3A`. */
  number: string
}

export const useReports = defineStore('reports', () => {
  const device = useDevice()
  const session = useSession()
  const { rows, isLoaded } = useCachedRows('report', 300)
  const own = useLive(
    () => session.current,
    (phone) => phone.onPhone(),
    { entries: [], photos: new Map(), safe: new Set<string>(), clockOff: 0 },
  )

  const all = computed<ReportView[]>(() =>
    localReports(rows.value, own.value.value, (session.member?.id ?? '') as MemberId).map(
      (view) => ({
        ...view,
        number: reportNumber(view.report),
      }),
    ),
  )
  /** Photos whose bytes the server has, of all reports shown. */
  const arrived = computed(() => new Set(all.value.flatMap((view) => view.report.arrived ?? [])))
  const byIds = computed(() => new Map(all.value.map((view) => [view.report.id as string, view])))
  const mine = computed(() => all.value.filter((view) => view.isMine))

  /**
   * The nearest open reports of what is perhaps the same thing as one of this kind, with this body.
   * None of what is said of people, which is never one thing.
   */
  const nearbyOpen = (
    kind: Kind,
    body: Record<string, unknown>,
    seeing: Omit<Seeing, 'now'>,
  ): ReportView[] =>
    kind.dataClass === 'care'
      ? []
      : nearestSeen(
          all.value.filter(
            ({ report }) =>
              isTheSame(kind, body, report) && meaningOf(report.standing).group !== 'done',
          ),
          { ...seeing, now: device.environment.now() },
        )

  return {
    all,
    arrived,
    mine,
    isLoaded: computed(() => isLoaded.value && own.isLoaded.value),
    returnedToMe: computed(() => mine.value.filter((view) => view.report.standing === 'returned')),
    byId: (id: string): ReportView | undefined => byIds.value.get(id),
    nearbyOpen,
  }
})
