// Parked content as a form to go on with: by its author, who takes it up again, or by a supervisor
// who puts it right.
import type { DraftPurpose, DraftWords } from '#client/db/tables.ts'
import type { Change } from '#domain/change.ts'
import type { ReportId } from '#domain/ids.ts'
import type { PhotoRef } from '#domain/photo.ts'
import type { Report } from '#domain/report.ts'
import type { StepType } from '#domain/step.ts'
import type { VoiceRef } from '#domain/voice.ts'
import { kindOf } from '#kinds/kinds.ts'
import { parse } from '#protocol/parse.ts'

/** A report as far as it goes: any of its fields may be missing. */
export type ParkedReport = Partial<Report> & Pick<Report, 'kind' | 'body'>

/**
 * The report that a create meant to make, where its kind can read it; null for every other change.
 */
export function reportIn(change: Change | null): ParkedReport | null {
  if (change?.op !== 'create' || change.t !== 'report') return null
  const { kind, body } = change.set
  const known = typeof kind === 'string' ? kindOf(kind) : undefined
  if (typeof kind !== 'string' || !known || !parse(known.schema, body).ok) return null
  return { ...(change.set as Partial<Report>), kind, body: body as Report['body'] }
}

/** The report that a step or an amendment was meant for. */
export const alteredReportIn = (change: Change | null): ReportId | null =>
  change?.op === 'patch' && change.t === 'report' ? (change.row as ReportId) : null

/** Photos that can be shown: what is no photo is left out. */
export const photosIn = (value: unknown): PhotoRef[] =>
  Array.isArray(value)
    ? (value as PhotoRef[]).filter((photo) => photo?.hash && photo.thumb?.hash)
    : []

/** Voice notes that can be played. */
export const voiceIn = (value: unknown): VoiceRef[] =>
  Array.isArray(value)
    ? (value as VoiceRef[]).filter((note) => note?.hash && Number.isFinite(note.seconds))
    : []

/** A form without any names none. */
const definedVoice = (voice: VoiceRef[]): Pick<DraftWords, 'voice'> =>
  voice.length > 0 ? { voice } : {}

export function draftFrom(report: ParkedReport): DraftWords {
  const { note, placeId, position, photos, voice, body, patrolId, foundOn } = report
  return {
    note: typeof note === 'string' ? note : '',
    placeId,
    position,
    photos: photosIn(photos),
    ...definedVoice(voiceIn(voice)),
    body: { ...body },
    patrolId,
    foundOn,
    intent: null,
  }
}

/**
 * What a person wrote, shot and spoke in a change to a report: the words of the step, or of the
 * note that was altered.
 */
export function stepContentIn(change: Change | null): {
  comment: string
  photos: PhotoRef[]
  voice: VoiceRef[]
} {
  if (change?.op !== 'patch') return { comment: '', photos: [], voice: [] }
  const { step, set, add } = change
  const note = typeof set?.note === 'string' ? set.note : ''
  return {
    comment: step?.comment ?? note,
    photos: [...photosIn(step?.photos), ...photosIn(add?.photos)],
    voice: [...voiceIn(step?.voice), ...voiceIn(add?.voice)],
  }
}

export function stepDraftFrom(
  change: Change | null,
  report: ReportId,
  type: StepType,
): { purpose: DraftPurpose; words: DraftWords } {
  const step = change?.op === 'patch' ? change.step : undefined
  const { comment, photos, voice } = stepContentIn(change)
  const body = { marks: step?.marks, handlerId: step?.handlerId, dueAt: step?.dueAt }
  return {
    purpose: { kind: `step:${type}`, amends: report },
    words: {
      note: comment,
      photos: type === 'note' ? [] : photos,
      ...definedVoice(voice),
      body,
      intent: null,
    },
  }
}
