// Work that is done in turn: each waits for the end of the one before, however that ended.

export interface OneAtATime {
  add<T>(work: () => Promise<T>): Promise<T>
  /** When all that was added is done. */
  ended(): Promise<unknown>
}

export function oneAtATime(): OneAtATime {
  let last: Promise<unknown> = Promise.resolve()
  return {
    add: (work) => {
      const turn = last.then(work)
      last = turn.catch(() => undefined)
      return turn
    },
    ended: () => last,
  }
}
