import { reactive, readonly } from 'vue'
import type { IconName } from './icons.ts'

export interface Toast {
  id: number
  text: string
  icon?: IconName
  tone: 'info' | 'attention'
  actionWord?: string
  action?: () => void
  seconds: number
  until?: number
}

export interface ToastOptions {
  text: string
  icon?: IconName
  tone?: 'info' | 'attention'
  actionWord?: string
  action?: () => void
  /** How long it stays; longer by default when there is something to press. */
  seconds?: number
  /**
   * When what it offers is over: it does not wait its turn, for it would be over before anybody
   * has seen it.
   */
  until?: number
}

/** More than two hide what they are about; one where there is no room beside what is in use. */
let mostShown = 2
/** While others wait, each is there long enough to be read and pressed. */
const leastSeconds = 4

// One list for the page: whoever has something to say adds to it, GwToastHost reads it out.
const toasts = reactive<Toast[]>([])
let waiting: Toast[] = []
const shownAt = new Map<number, number>()
const timers = new Map<number, ReturnType<typeof setTimeout>>()
const held = new Set<number>()
let lastId = 0

const secondsLeft = ({ until = Infinity }: Toast): number => (until - Date.now()) / 1000

function stopTimer(id: number): void {
  clearTimeout(timers.get(id))
  timers.delete(id)
}

/** Those in sight go when their time is over, which is sooner while others wait. */
function plan(): void {
  for (const toast of toasts) {
    stopTimer(toast.id)
    if (held.has(toast.id)) continue
    const isHurried = waiting.length > 0 && toast.until === undefined
    const stay = isHurried ? Math.min(toast.seconds, leastSeconds) : toast.seconds
    const seen = (Date.now() - (shownAt.get(toast.id) ?? 0)) / 1000
    const left = Math.max(0, Math.min(stay - seen, secondsLeft(toast)))
    timers.set(
      toast.id,
      setTimeout(() => dismiss(toast.id), left * 1000),
    )
  }
}

function putUp(toast: Toast): void {
  shownAt.set(toast.id, Date.now())
  toasts.push(toast)
}

function takeDown(id: number): Toast | undefined {
  stopTimer(id)
  shownAt.delete(id)
  held.delete(id)
  const index = toasts.findIndex((toast) => toast.id === id)
  return index < 0 ? undefined : toasts.splice(index, 1)[0]
}

function dismiss(id: number): void {
  takeDown(id)
  waiting = waiting.filter((toast) => toast.id !== id && secondsLeft(toast) > 0)
  fill()
}

function fill(): void {
  while (toasts.length < mostShown && waiting.length > 0) putUp(waiting.shift()!)
  plan()
}

/** It stays while someone points at it. */
function hold(id: number): void {
  held.add(id)
  stopTimer(id)
}

function release(id: number): void {
  if (!held.delete(id)) return
  shownAt.set(id, Date.now())
  plan()
}

/** Who has to be seen now takes the place of one that can wait, else of the oldest. */
function giveWay(): void {
  const free = toasts.filter((toast) => !held.has(toast.id))
  const last = free.find((toast) => toast.until === undefined) ?? free[0] ?? toasts[0]
  const gone = last && takeDown(last.id)
  if (gone) waiting.unshift(gone)
}

/** What is said already is said for longer, not twice; what can be pressed is an act of its own. */
function sayAgain({ text, tone = 'info', action }: ToastOptions): Toast | undefined {
  const same = [...toasts, ...waiting].find((toast) => toast.text === text && toast.tone === tone)
  if (!same || same.action || action) return undefined
  if (shownAt.has(same.id)) shownAt.set(same.id, Date.now())
  return same
}

function show(options: ToastOptions): number {
  const { text, icon, tone = 'info', actionWord, action, seconds, until } = options
  const said = sayAgain(options)
  if (said) {
    plan()
    return said.id
  }
  const id = ++lastId
  const toast: Toast = {
    id,
    text,
    icon,
    tone,
    actionWord,
    action,
    seconds: seconds ?? (until ? Infinity : action ? 9 : 6),
    until,
  }
  if (until !== undefined && toasts.length >= mostShown) giveWay()
  if (toasts.length < mostShown) putUp(toast)
  else waiting.push(toast)
  plan()
  return id
}

/** Whoever has no room any more waits: one that can, else the oldest. */
function limit(most: 1 | 2): void {
  if (most === mostShown) return
  mostShown = most
  while (toasts.length > mostShown) giveWay()
  fill()
}

/** What was said to one person is none of the next one's business. */
function clear(): void {
  waiting = []
  for (const { id } of [...toasts]) takeDown(id)
}

export const useToast = () => ({
  toasts: readonly(toasts),
  show,
  dismiss,
  hold,
  release,
  limit,
  clear,
})
