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
}

export interface ToastOptions {
  text: string
  icon?: IconName
  tone?: 'info' | 'attention'
  actionWord?: string
  action?: () => void
  /** How long it stays; longer by default when there is something to press. */
  seconds?: number
}

// One list for the page: whoever has something to say adds to it, GwToastHost reads it out.
const toasts = reactive<Toast[]>([])
const timers = new Map<number, ReturnType<typeof setTimeout>>()
let lastId = 0

function dismiss(id: number) {
  hold(id)
  const index = toasts.findIndex((toast) => toast.id === id)
  if (index >= 0) toasts.splice(index, 1)
}

/** It stays while someone points at it. */
function hold(id: number) {
  clearTimeout(timers.get(id))
  timers.delete(id)
}

function release(id: number) {
  const toast = toasts.find((each) => each.id === id)
  if (!toast) return
  hold(id)
  timers.set(
    id,
    setTimeout(() => dismiss(id), toast.seconds * 1000),
  )
}

function show({ text, icon, tone = 'info', actionWord, action, seconds }: ToastOptions): number {
  const id = ++lastId
  while (toasts.length >= 3 && toasts[0]) dismiss(toasts[0].id)
  toasts.push({ id, text, icon, tone, actionWord, action, seconds: seconds ?? (action ? 9 : 6) })
  release(id)
  return id
}

export const useToast = () => ({ toasts: readonly(toasts), show, dismiss, hold, release })
