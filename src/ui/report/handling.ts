import type { MemberId } from '#domain/ids.ts'
import { handlingOf, isInAuthorsHands, openReturnOf, type Report } from '#domain/report.ts'
import type { Status, Step, StepType } from '#domain/step.ts'
import { awaitedStepOf } from '#kinds/awaits.ts'
import { formsOf } from '#kinds/forms.ts'
import type { ReportView } from '#state/useReports.ts'
import { formRoute } from '#ui/routes/formRoute.ts'
import type { RouteLocationRaw } from 'vue-router'

/** A handler is waited for: to take it up, or to report it done. */
const isOpenWork = (report: Report): boolean =>
  ['start', 'resolve'].includes(awaitedStepOf(report) ?? '')

export const waitsForHandler = (report: Report, memberId: MemberId | undefined): boolean =>
  isOpenWork(report) && handlingOf(report).handlerId === memberId

/**
 * Its author may put it right as long as nobody has taken it up. What this version has no form for
 * it cannot amend.
 */
export const mayAmend = ({ report, isMine, isParked }: ReportView): boolean =>
  isMine && !isParked && isInAuthorsHands(report) && formsOf(report.kind) !== undefined

const isReopening = (type: StepType, from: Status): boolean =>
  type === 'rework' && from !== 'resolved'

/**
 * Only after a return is amending a step of its own, which reports it again; rework of what had
 * ended reopens it.
 */
export function stepWordKey(report: Report, type: StepType): string {
  if (type === 'amend' && report.standing !== 'returned') return 'field.returned.amend'
  return isReopening(type, report.standing) ? 'field.reopen.act' : `step.${type}`
}

export const stepDoneKey = (step: Pick<Step, 'type' | 'from'>): string =>
  isReopening(step.type, step.from) ? 'field.reopen.done' : `stepDone.${step.type}`

/** What the field for words asks for. */
export const stepSayKey = (report: Report, type: StepType): string =>
  `field.stepSay.${isReopening(type, report.standing) ? 'reopen' : type}`

/** The form that a report of this kind was captured with, opened to amend it. */
export const amendRoute = (report: Report): RouteLocationRaw =>
  formRoute(report.kind, { amend: report.id, ...(wantsPhoto(report) ? { camera: '1' } : {}) })

/** Whether a photo is all that was asked for: nothing else need be looked at before it is sent. */
export function wantsPhotoOnly(report: Report): boolean {
  const marks = openReturnOf(report)?.marks
  return wantsPhoto(report) && marks?.fields.every((field) => field === 'photos') === true
}

/** Whether it was sent back for a photo: its form begins with the camera then. */
export function wantsPhoto(report: Report): boolean {
  const marks = openReturnOf(report)?.marks
  return Boolean(marks?.photos.length || marks?.fields.includes('photos'))
}
