import type { IconName } from '#parts/icons.ts'

export interface LatLon {
  lat: number
  lon: number
}

/** A report as the map shows it. What it is called is asked for when it is opened or spoken. */
export interface MapPin extends LatLon {
  id: string
  icon: IconName
  /** How much of its time limit is used, over 1 when overdue; null or none where none runs. */
  usedShare?: number | null
  /** Reported by the person looking. */
  isMine?: boolean
}

/**
 * Room the parent covers with bars and sheets, in CSS pixels; fitting and locating keep clear of
 * it.
 */
export interface MapInsets {
  top?: number
  right?: number
  bottom?: number
  left?: number
}
