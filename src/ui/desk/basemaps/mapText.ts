// What a person says of a base map, as it stands in the fields.
import type { Basemap } from '#domain/basemap.ts'
import type { BasemapAlteration } from '#state/useDeskBasemaps.ts'
import { dayFromInput, dayInputOf } from './dataDay.ts'

export interface MapText {
  name: string
  attribution: string
  approvalNumber: string
  /** As a field of dates holds it; empty where it is unknown. */
  dataDay: string
  isUsual: boolean
}

export const mapTextOf = (map: Basemap): MapText => ({
  name: map.name,
  attribution: map.attribution,
  approvalNumber: map.approvalNumber,
  dataDay: dayInputOf(map.dataDate),
  isUsual: map.isUsual,
})

export const isComplete = ({ name, attribution }: MapText): boolean =>
  name.trim() !== '' && attribution.trim() !== ''

export const toldOf = ({ name, attribution, approvalNumber, dataDay, isUsual }: MapText) => ({
  name: name.trim(),
  attribution: attribution.trim(),
  approvalNumber: approvalNumber.trim(),
  dataDate: dayFromInput(dataDay),
  isUsual,
})

/** Only what differs; a day that was not touched keeps its hour. */
export function alteredText(before: Basemap, text: MapText): BasemapAlteration {
  const was = mapTextOf(before)
  const told = toldOf(text)
  return {
    ...(told.name === was.name ? {} : { name: told.name }),
    ...(told.attribution === was.attribution ? {} : { attribution: told.attribution }),
    ...(told.approvalNumber === was.approvalNumber ? {} : { approvalNumber: told.approvalNumber }),
    ...(text.dataDay === was.dataDay ? {} : { dataDate: told.dataDate }),
    ...(told.isUsual === was.isUsual ? {} : { isUsual: told.isUsual }),
  }
}
