// The reports a map shows: where each lies, which pass the filter, which is nearest.
import { computed, reactive } from 'vue'
import { useI18n } from 'vue-i18n'
import { distanceMetres } from '#domain/position.ts'
import { useNow } from '#state/useNow.ts'
import { useReference } from '#state/useReference.ts'
import { type ReportView, useReports } from '#state/useReports.ts'
import { usedShareOf } from '../handling.ts'
import type { LatLon, MapPin, PinLamp } from '../map/mapPin.ts'
import { reportIcon, reportTitleKey } from '../reportTitleKey.ts'
import { statusGroupOf, type StatusGroup } from './statusGroups.ts'

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
    filter.groups.includes(statusGroupOf(view.report.standing)) &&
    (!filter.isMineOnly || view.isMine)
  const shown = computed(() => placed.value.filter(passes))
  const nearest = computed(() => [...shown.value].sort((a, b) => (a.metres ?? 0) - (b.metres ?? 0)))

  const lampOf = (share: number | null): PinLamp =>
    share === null ? null : share > 1 ? 'red' : share >= 0.8 ? 'amber' : 'green'
  const pins = computed<MapPin[]>(() =>
    shown.value.map(({ view, at }) => {
      const usedShare = usedShareOf(view.report, now.value)
      return {
        id: view.report.id,
        ...at,
        icon: reportIcon(view.report),
        lamp: lampOf(usedShare),
        ...(usedShare === null ? {} : { usedShare }),
        isMine: view.isMine,
        title: `${t(reportTitleKey(view.report))} · ${reference.placeTitle(view.report)}`,
      }
    }),
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
