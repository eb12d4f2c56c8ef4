// The reports a map shows: where each lies, which pass the filter, which is nearest.
import { computed, reactive } from 'vue'
import { useI18n } from 'vue-i18n'
import { distanceMetres } from '#geo/distanceMetres.ts'
import { meaningOf, type StatusGroup } from '#domain/status.ts'
import { deadlineOf, usedShareOf } from '#kinds/deadline.ts'
import { reportTitle } from '#ui/words/reportTitle.ts'
import { useNow } from '#state/useNow.ts'
import { useReference } from '#state/useReference.ts'
import { type ReportView, useReports } from '#state/useReports.ts'
import type { LatLon, MapPin } from '#map/mapPin.ts'
import { reportIcon } from '#ui/report/reportIcon.ts'

export interface AroundFilter {
  kind: string
  groups: StatusGroup[]
  isMineOnly: boolean
}

export interface Near {
  view: ReportView
  at: LatLon
  metres: number | null
}

const usual = (): AroundFilter => ({
  kind: 'all',
  groups: ['open', 'working', 'returned'],
  isMineOnly: false,
})

export function useAround(from: () => LatLon | null) {
  const { t } = useI18n()
  const now = useNow()
  const reports = useReports()
  const reference = useReference()
  const filter = reactive(usual())

  const placed = computed<Near[]>(() =>
    reports.all.flatMap((view) => {
      const { position, placeId } = view.report
      const place = placeId ? reference.placeById(placeId) : undefined
      const at = position ?? place
      if (!at) return []
      const centre = from()
      return [
        {
          view,
          at: { lat: at.lat, lon: at.lon },
          metres: centre ? distanceMetres(centre, at) : null,
        },
      ]
    }),
  )
  const passes = ({ view }: Near): boolean =>
    (filter.kind === 'all' || view.report.kind === filter.kind) &&
    filter.groups.includes(meaningOf(view.report.standing).group) &&
    (!filter.isMineOnly || view.isMine)
  const shown = computed(() => placed.value.filter(passes))
  const nearest = computed(() => [...shown.value].sort((a, b) => (a.metres ?? 0) - (b.metres ?? 0)))

  const pins = computed<MapPin[]>(() =>
    shown.value.map(({ view, at }) => ({
      id: view.report.id,
      ...at,
      icon: reportIcon(view.report),
      usedShare: usedShareOf(deadlineOf(view.report), now.value),
      isMine: view.isMine,
      title: `${reportTitle(view.report, t)} · ${reference.placeTitle(view.report)}`,
    })),
  )
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

  return { filter, placed, shown, nearest, pins, changedCount, reset }
}
