import type { IconName } from '#parts/icons.ts'

/**
 * How far the limit of a report has been used: within, soon, over; null when it has no limit to
 * show.
 */
export type PinLamp = 'green' | 'amber' | 'red' | null

export interface LatLon {
  lat: number
  lon: number
}

/** A report as the map shows it. */
export interface MapPin extends LatLon {
  id: string
  icon: IconName
  lamp: PinLamp
  /** Fills the dial of the lamp as far; without it the dial shows the lamp's own usual share. */
  usedShare?: number
  /** Reported by the person looking. */
  isMine?: boolean
  /** Spoken and shown as a tip; plain text, never read as HTML. */
  title: string
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
