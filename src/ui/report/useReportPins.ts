// The pins of the reports a map shows, kept up row by row: no words are made here, and a report
// that comes or changes touches one pin.
import { ref, watch, type Ref } from 'vue'
import type { Instant } from '#domain/ids.ts'
import type { Report } from '#domain/report.ts'
import { isPlaced } from '#domain/place.ts'
import { deadlineOf, usedShareOf } from '#kinds/deadline.ts'
import type { MapPin } from '#map/mapPin.ts'
import { PinSet } from '#map/points/pinSet.ts'
import { useReference } from '#state/useReference.ts'
import { reportIcon } from './reportIcon.ts'

export interface PinnedReport {
  report: Report
  isMine?: boolean
}

/** `version` moves on with each change of the pins, for what is worked out from them. */
export function useReportPins(
  reports: () => readonly PinnedReport[],
  now: () => Instant,
): { pins: PinSet; version: Ref<number> } {
  const reference = useReference()
  const pins = new PinSet()
  const version = ref(0)
  pins.listen(() => version.value++)

  function* pinned(): Generator<MapPin> {
    for (const { report, isMine } of reports()) {
      const place = report.placeId ? reference.placeById(report.placeId) : undefined
      const at = report.position ?? (place && isPlaced(place) ? place : undefined)
      if (!at) continue
      yield {
        id: report.id,
        lat: at.lat,
        lon: at.lon,
        icon: reportIcon(report),
        usedShare: usedShareOf(deadlineOf(report), now()),
        isMine: isMine ?? false,
      }
    }
  }
  watch([reports, now, () => reference.places], () => pins.replace(pinned()), { immediate: true })
  return { pins, version }
}
