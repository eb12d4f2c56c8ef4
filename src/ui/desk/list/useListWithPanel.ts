import { type ComputedRef, nextTick, watch } from 'vue'
import type { RouteLocationRaw } from 'vue-router'
import type { StepType } from '#domain/step.ts'
import type { PlainAct } from './deskKeys.ts'
import { rowAfter } from './reportFilter.ts'
import { useDeskKeys } from './useDeskKeys.ts'
import { useOpenRow } from './useOpenRow.ts'

interface ListWithPanel {
  ids: ComputedRef<readonly string[]>
  /** Of the list with this row open, or with none. */
  addressOf(id: string | null): RouteLocationRaw
  /** Of the open row; true when there was one to leave. */
  leaveForm(): boolean | undefined
  /** The key of a step was pressed; true when it was something that could be done. */
  choose(step: StepType): boolean
  /** What this list does beyond moving, opening and leaving; what is not named does nothing. */
  answers?: Partial<Record<PlainAct, () => boolean>>
  /** A number was pressed; true when the open form suggests that many. */
  pick?(nth: number): boolean
  /** Whether a row waits for this person, so that it may come next; absent where all of them do. */
  waits?(id: string): boolean
}

/** A list whose rows open in a panel beside it, walked and decided with the keys of the desk. */
export function useListWithPanel({
  ids,
  addressOf,
  leaveForm,
  choose,
  answers,
  pick,
  waits,
}: ListWithPanel) {
  const rows = useOpenRow(ids, addressOf)

  // Decided from the order as it stood when the decision was begun: the list may have shed the row
  // by then.
  let orderSeen: readonly string[] = []
  watch(
    [rows.openId, ids],
    () => {
      if (rows.openId.value && ids.value.includes(rows.openId.value)) orderSeen = ids.value
    },
    { immediate: true },
  )
  const openNext = (id: string): void => rows.open(rowAfter(orderSeen, id, waits))

  const acts: ListWithPanel['answers'] = { ...rows.keysOfRows(leaveForm), ...answers }
  useDeskKeys((key) => {
    if (key.act === 'pick') return pick?.(key.nth) ?? false
    if (key.act !== 'step') return acts[key.act]?.() ?? false
    if (!choose(key.step)) return false
    void nextTick(() =>
      document
        .querySelector<HTMLElement>(
          '.panel-room form :is([role=radio][tabindex="0"], textarea, select, input)',
        )
        ?.focus(),
    )
    return true
  })

  const { openId, cursorId, open, move, hrefOf } = rows
  return { openId, cursorId, open, openNext, move, hrefOf }
}
