import { shallowRef } from 'vue'
import { useI18n } from 'vue-i18n'
import type { ChangeId } from '#domain/ids.ts'
import type { Result } from '#domain/result.ts'
import { useToast } from '#parts/toast.ts'
import { recallSeconds, useTakeBack } from '#state/useTakeBack.ts'
import { useFaultMessage } from '../words/useFaultMessage.ts'

interface Undoable {
  toast: number
  undo: () => Promise<void>
}

// The newest last. One list for the page: a key takes back what was done last, wherever that was.
const undoables = shallowRef<readonly Undoable[]>([])
const without = (toast: number): readonly Undoable[] =>
  undoables.value.filter((each) => each.toast !== toast)

/** Says what was done and offers the way back from it, for as long as there is one. */
export function useUndo() {
  const { t } = useI18n()
  const toast = useToast()
  const takeBack = useTakeBack()
  const { notify } = useFaultMessage()

  /**
   * @param ids of the changes it was, in the order in which they were saved.
   * @param more.since before the first of several: all go back or none, so the way back ends with
   *   the first.
   */
  function offer(
    text: string,
    ids: readonly ChangeId[],
    more: { isMixed?: boolean; onUndone?: () => void; since?: number } = {},
  ): void {
    async function undo(): Promise<void> {
      undoables.value = without(shown)
      toast.dismiss(shown)
      // Backwards: what was built on something goes before it.
      for (const id of ids.toReversed()) if (!notify(await takeBack(id))) return
      toast.show({ text: t('parts.undone'), icon: 'undo-2' })
      more.onUndone?.()
    }
    const until = (more.since ?? Date.now()) + recallSeconds * 1000
    const shown: number = toast.show({
      text,
      actionWord: t('parts.undo'),
      action: () => void undo(),
      until,
      ...(more.isMixed ? { icon: 'circle-alert', tone: 'attention' } : {}),
    })
    undoables.value = [...undoables.value, { toast: shown, undo }]
    setTimeout(() => (undoables.value = without(shown)), until - Date.now())
  }

  /** True when there was something to take back. */
  function undoLast(): boolean {
    const last = undoables.value.at(-1)
    if (last) void last.undo()
    return last !== undefined
  }

  /** True when it went well: it is said, with the way back. Otherwise the fault has been told. */
  function notifyUndoable(result: Result<ChangeId>, done: string, onUndone?: () => void): boolean {
    if (!notify(result)) return false
    offer(done, [result.value], { onUndone })
    return true
  }

  return { offer, undoLast, notifyUndoable }
}
