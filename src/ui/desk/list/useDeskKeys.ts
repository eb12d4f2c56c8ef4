import { onScopeDispose } from 'vue'
import { type DeskKey, deskKeyOf, pressOf } from './deskKeys.ts'

/** `answer` says whether it took the key; what it did not take stays the browser's. */
export function useDeskKeys(answer: (key: DeskKey) => boolean): void {
  const onKey = (event: KeyboardEvent) => {
    const key = deskKeyOf(pressOf(event))
    if (key && answer(key)) event.preventDefault()
  }
  window.addEventListener('keydown', onKey)
  onScopeDispose(() => window.removeEventListener('keydown', onKey))
}
