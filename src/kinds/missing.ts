// What a report is still without: asked by its form before it is saved, and by the server before it
// is accepted (whyIncomplete.ts).
import type { Fault } from '#domain/fault.ts'
import type { PhotoRef } from '#domain/photo.ts'
import type { Report } from '#domain/report.ts'

/** What there is of a report: its body may not have its shape yet. */
export interface Content extends Pick<Report, 'placeId' | 'position' | 'voice'> {
  photos: readonly Pick<PhotoRef, 'role'>[]
  body: Readonly<Record<string, unknown>>
}

export interface Missing {
  /** Which part of the form: its `data-field`. */
  field: string
  /** Key of the message that names it. */
  wordKey: string
  /**
   * Why the server refuses a report without it. Absent for what only the form asks: released apps
   * have saved without it, and what they send is work all the same.
   */
  fault?: Fault
}

export const hasWords = (value: unknown): boolean =>
  typeof value === 'string' && value.trim() !== ''
