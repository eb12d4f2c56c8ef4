// The envelope of everything captured. What it holds inside is its kind's business (kinds/).
import type { GridId, Instant, MemberId, PatrolId, PhotoHash, PlaceId, ReportId } from './ids.ts'
import type { PhotoRef } from './photo.ts'
import type { Position } from './position.ts'
import { meaningOf } from './status.ts'
import type { Status, Step } from './step.ts'
import type { VoiceRef } from './voice.ts'

export interface Report<Body = Record<string, unknown>> {
  id: ReportId
  kind: string
  by: MemberId
  /** By the phone's clock when the form was begun. */
  capturedAt: Instant
  /** By the server's clock; absent while only on this phone. */
  receivedAt?: Instant
  gridId: GridId
  placeId?: PlaceId
  position?: Position
  note: string
  photos: PhotoRef[]
  /** May stand instead of the note; absent of reports by older apps. */
  voice?: VoiceRef[]
  /** The patrol on which it was found, the visit that led to it. */
  patrolId?: PatrolId
  foundOn?: ReportId
  body: Body
  steps: Step[]
  standing: Status
  /**
   * Of the photos and voice notes named here, those whose bytes the server has; written by the
   * server alone.
   */
  arrived?: PhotoHash[]
  /**
   * By its position it may lie in these grids and not in its own, in none where it is empty;
   * written by the server alone.
   */
  gridDoubt?: GridId[]
  /**
   * Reports nearby of which its author, or who reviews it, has said that they are of another thing.
   */
  notSameAs?: { id: ReportId }[]
}

export const reportLimits = {
  noteCharacters: 4000,
  commentCharacters: 1000,
  notSameAs: 100,
  changeBytes: 65_536,
} as const

/** The last time somebody was named to handle it, if any. */
export const handlingOf = (
  report: Pick<Report, 'steps'>,
): { handlerId?: MemberId; dueAt?: Instant } => {
  const dispatch = report.steps.findLast((step) => step.type === 'dispatch')
  return dispatch ? { handlerId: dispatch.handlerId, dueAt: dispatch.dueAt } : {}
}

/** The return that waits for the author, if it still does. */
export const openReturnOf = (report: Pick<Report, 'steps' | 'standing'>): Step | undefined =>
  report.standing === 'returned'
    ? report.steps.findLast((step) => step.type === 'return')
    : undefined

/**
 * A return that its author has answered, and the answer, while nobody has decided on that: it is
 * not looked at like one that is new.
 */
export function answeredReturnOf({
  steps,
}: {
  steps: readonly Step[]
}): { returned: Step; answer: Step } | undefined {
  const answer = steps.findLast((step) => step.type !== 'note')
  if (answer?.type !== 'amend' || answer.from !== 'returned') return undefined
  const returned = steps.slice(0, steps.indexOf(answer)).findLast(({ type }) => type === 'return')
  return returned && { returned, answer }
}

/** Until it is accepted the author may amend or withdraw it. */
export const isInAuthorsHands = (report: Pick<Report, 'standing'>): boolean =>
  meaningOf(report.standing).isInAuthorsHands === true

/** By the server's clock where it has spoken. */
export const arrivedAt = (report: Pick<Report, 'capturedAt' | 'receivedAt'>): Instant =>
  report.receivedAt ?? report.capturedAt

/** When it was accepted last, by the server's clock where it has spoken; null before. */
export function acceptedAt(report: Pick<Report, 'steps'>): Instant | null {
  const step = report.steps.findLast((each) => each.type === 'accept')
  return step ? (step.receivedAt ?? step.at) : null
}

/** Every voice note a report and its steps name. */
export const voiceOf = (report: Pick<Report, 'voice' | 'steps'>): VoiceRef[] => [
  ...(report.voice ?? []),
  ...report.steps.flatMap((step) => step.voice ?? []),
]

/** Every photo a report and its steps name. */
export const photosOf = (report: Pick<Report, 'photos' | 'steps'>): PhotoRef[] => [
  ...report.photos,
  ...report.steps.flatMap((step) => step.photos ?? []),
]
