/**
 * The first few of many in an order, of equals those that came first: one pass that sorts nothing
 * but what is kept. Made for a screenful (some tens); an item that gets in costs a walk along it.
 */
export class Shortlist<T> {
  readonly kept: T[] = []
  private readonly room: number
  private readonly compare: (a: T, b: T) => number

  constructor(room: number, compare: (a: T, b: T) => number) {
    this.room = room
    this.compare = compare
  }

  /** What has to be beaten to get in; nothing while there is room. */
  get last(): T | undefined {
    return this.kept.length < this.room ? undefined : this.kept.at(-1)
  }

  offer(item: T): void {
    let at = this.kept.length
    while (at > 0 && this.compare(item, this.kept[at - 1]!) < 0) at--
    if (at >= this.room) return
    this.kept.splice(at, 0, item)
    if (this.kept.length > this.room) this.kept.pop()
  }
}
