// What was before each edit, and what was undone.

export interface EditHistory<T> {
  past: readonly T[]
  now: T
  future: readonly T[]
  /** The run of small edits that the last one belongs to; null where it stands alone. */
  run: string | null
}

/** As many steps as may be undone. */
export const historyLimit = 50

export const startHistory = <T>(now: T): EditHistory<T> => ({
  past: [],
  now,
  future: [],
  run: null,
})

/** Edits of one run, such as the presses of an arrow key at one corner, are undone together. */
export const recordEdit = <T>(
  history: EditHistory<T>,
  now: T,
  run: string | null = null,
): EditHistory<T> => ({
  past:
    run !== null && run === history.run
      ? history.past
      : [...history.past, history.now].slice(-historyLimit),
  now,
  future: [],
  run,
})

/** The next edit is a step of its own. */
export const endRun = <T>(history: EditHistory<T>): EditHistory<T> =>
  history.run === null ? history : { ...history, run: null }

/** The same history where there is nothing to undo. */
export const undoEdit = <T>({ past, now, future, run }: EditHistory<T>): EditHistory<T> =>
  past.length === 0
    ? { past, now, future, run }
    : { past: past.slice(0, -1), now: past.at(-1)!, future: [now, ...future], run: null }

/** The same history where nothing was undone. */
export const redoEdit = <T>({ past, now, future, run }: EditHistory<T>): EditHistory<T> =>
  future.length === 0
    ? { past, now, future, run }
    : { past: [...past, now], now: future[0]!, future: future.slice(1), run: null }
