// What a key does at the desk. Never while somebody types, and never with a modifier, but for undo:
// those belong to the browser.
import type { StepType } from '#domain/step.ts'

/** Where Ctrl is called ⌘. */
export const isMac = typeof navigator !== 'undefined' && /Mac|iP/.test(navigator.platform)

/** Each step has a key of its own; the button of the step shows it. */
export const stepKeys: Partial<Record<StepType, string>> = {
  accept: 'a',
  return: 'b',
  reject: 'w',
  dispatch: 'd',
  start: 's',
  resolve: 'v',
  close: 'c',
  rework: 'r',
  followUp: 'f',
  note: 'n',
}

export type DeskKey =
  | { act: 'down' | 'up' | 'open' | 'leave' | 'select' | 'undo' | 'edit' | 'search' | 'help' }
  | { act: 'step'; step: StepType }
  /** The first, second … of what an open form suggests. */
  | { act: 'pick'; nth: number }

/** An act that needs nothing but its name. */
export type PlainAct = Exclude<DeskKey['act'], 'step' | 'pick'>

const acts: Record<string, PlainAct> = {
  j: 'down',
  ArrowDown: 'down',
  k: 'up',
  ArrowUp: 'up',
  Enter: 'open',
  Escape: 'leave',
  x: 'select',
  z: 'undo',
  e: 'edit',
  '/': 'search',
  '?': 'help',
}
const stepOf = new Map(Object.entries(stepKeys).map(([step, key]) => [key, step as StepType]))

interface Press {
  key: string
  hasModifier: boolean
  /** The system's own key for it. */
  isUndo?: boolean
  /** Into a field, or with a menu or dialog before it. */
  isTaken: boolean
  /** On something that Enter and the arrows already work. */
  isOnControl: boolean
}

export function deskKeyOf(press: Press): DeskKey | null {
  if (press.isTaken) return null
  if (press.isUndo) return { act: 'undo' }
  if (press.hasModifier) return null
  if (press.isOnControl && (press.key === 'Enter' || press.key.startsWith('Arrow'))) return null
  const act = acts[press.key]
  if (act) return { act }
  const step = stepOf.get(press.key)
  if (step) return { act: 'step', step }
  return /^[1-9]$/.test(press.key) ? { act: 'pick', nth: Number(press.key) } : null
}

export function pressOf(event: KeyboardEvent): Press {
  const target = event.target instanceof Element ? event.target : null
  return {
    key: event.key,
    isUndo:
      event.key.toLowerCase() === 'z' &&
      event.ctrlKey !== event.metaKey &&
      !event.altKey &&
      !event.shiftKey &&
      !event.defaultPrevented,
    hasModifier: event.ctrlKey || event.metaKey || event.altKey || event.defaultPrevented,
    isTaken:
      target?.closest(
        'input:not([type=checkbox]), textarea, select, [contenteditable], [role=dialog], [role=alertdialog], [role=menu]',
      ) != null,
    isOnControl: target?.closest('button, a[href], [role=radio], .leaflet-container') != null,
  }
}
