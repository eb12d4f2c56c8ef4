// The reports a map shows: where each lies, which pass the filter, which are nearest.
import { computed, reactive } from 'vue'
import { useI18n } from 'vue-i18n'
import { distanceMetres } from '#geo/distanceMetres.ts'
import { nearestTo } from '#domain/nearestTo.ts'
import { meaningOf, type StatusGroup } from '#domain/status.ts'
import { reportTitle } from '#ui/words/reportTitle.ts'
import { useNow } from '#state/useNow.ts'
import { useReference } from '#state/useReference.ts'
import { type ReportView, useReports } from '#state/useReports.ts'
import type { LatLon } from '#map/mapPin.ts'
import { useReportPins } from '#ui/report/useReportPins.ts'

export interface AroundFilter {
  kind: string
  groups: StatusGroup[]
  isMineOnly: boolean
}

export interface Near {
  view: ReportView
  metres: number | null
}

const usual = (): AroundFilter => ({
  kind: 'all',
  groups: ['open', 'working', 'returned'],
  isMineOnly: false,
})

/** @param most how many of the nearest are listed. */
export function useAround(from: () => LatLon | null, most: number) {
  const { t } = useI18n()
  const now = useNow()
  const reports = useReports()
  const reference = useReference()
  const filter = reactive(usual())

  const passing = computed(() =>
    reports.all.filter(
      ({ report, isMine }) =>
        (filter.kind === 'all' || report.kind === filter.kind) &&
        filter.groups.includes(meaningOf(report.standing).group) &&
        (!filter.isMineOnly || isMine),
    ),
  )
  const { pins, version } = useReportPins(
    () => passing.value,
    () => now.value,
  )

  function nearOf(id: string): Near | undefined {
    const [view, pin, centre] = [reports.byId(id), pins.get(id), from()]
    return view && pin && { view, metres: centre && distanceMetres(centre, pin) }
  }
  const known = <T>(worked: () => T): T => (version.value, worked())
  const count = computed(() => known(() => pins.size))
  /** Where nobody knows from where, the newest. */
  const nearest = computed(() =>
    known(() => {
      const centre = from()
      const ids = centre
        ? nearestTo(centre, [...pins], most).map(({ id }) => id)
        : firstOf(passing.value, most, ({ report }) => pins.get(report.id)?.id)
      return ids.flatMap((id) => nearOf(id) ?? [])
    }),
  )

  function titleOf(id: string): string {
    const report = reports.byId(id)?.report
    if (!report) return ''
    const words = [reportTitle(report, t), reference.placeTitle(report)]
    return [...words, t(`status.${report.standing}`)].filter(Boolean).join(' · ')
  }

  /** How many of the filter's choices differ from the usual. */
  const changedCount = computed(() => {
    const before = usual()
    return (
      Number(filter.kind !== before.kind) +
      Number(filter.isMineOnly) +
      Number([...filter.groups].sort().join() !== [...before.groups].sort().join())
    )
  })
  const reset = () => Object.assign(filter, usual())

  return { filter, pins, count, nearest, nearOf, titleOf, changedCount, reset }
}

/** Of the first so many that have one. */
function firstOf<T, R>(all: readonly T[], most: number, of: (each: T) => R | undefined): R[] {
  const found: R[] = []
  for (const each of all) {
    if (found.length === most) break
    const one = of(each)
    if (one !== undefined) found.push(one)
  }
  return found
}
