// Which tile is drawn next. What was asked for last is what the person looks at now, so it goes
// first; one at a time, because a tile begun takes the whole processor.

export interface TileQueue<T> {
  add(id: number, what: T): void
  /** Nothing happens where it is drawn already, or being drawn. */
  cancel(id: number): void
}

/** @param draw never rejects. */
export function tileQueue<T>(draw: (id: number, what: T) => Promise<void>): TileQueue<T> {
  const waiting = new Map<number, T>()
  let isDrawing = false

  async function drawAll(): Promise<void> {
    if (isDrawing) return
    isDrawing = true
    // Those asked for in one go are all there before the first is taken.
    await Promise.resolve()
    for (let last = lastOf(waiting); last; last = lastOf(waiting)) {
      waiting.delete(last[0])
      await draw(...last)
    }
    isDrawing = false
  }

  return {
    add(id, what) {
      waiting.set(id, what)
      void drawAll()
    },
    cancel: (id) => void waiting.delete(id),
  }
}

const lastOf = <T>(waiting: ReadonlyMap<number, T>): [number, T] | undefined => [...waiting].at(-1)
