// At which edge of the screen the toasts are, so that they cover nothing that is being used.

export interface Span {
  top: number
  bottom: number
}

export interface InUse {
  /** The text field that is being written in. */
  field: Span | null
  /** What can be pressed in whatever lies on top of the screen. */
  buttons: readonly Span[]
  /** What can be seen of the page: a keyboard takes some of it. */
  seen: Span
}

export type ToastSide = 'bottom' | 'top'

export interface ToastStand {
  side: ToastSide
  /** There, nothing that is being used is under them. */
  isFree: boolean
}

const doMeet = (a: Span, b: Span): boolean => a.top < b.bottom && b.top < a.bottom

/** @param at where the toasts would be. */
export function toastSide(
  at: Record<ToastSide, Span>,
  { field, buttons, seen }: InUse,
): ToastStand {
  const harmAt = (span: Span): number =>
    (span.bottom > seen.bottom || span.top < seen.top ? 2000 : 0) +
    (field && doMeet(span, field) ? 1000 : 0) +
    buttons.filter((button) => doMeet(span, button)).length
  const harm = { top: harmAt(at.top), bottom: harmAt(at.bottom) }
  const side = harm.top < harm.bottom ? 'top' : 'bottom'
  return { side, isFree: harm[side] === 0 }
}
