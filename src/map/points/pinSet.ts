// The pins of a map, changed one at a time: whoever feeds it says what came, moved or went, and
// nothing is reckoned anew for the others.
import { deadlineLevel } from '#parts/deadlineLevel.ts'
import type { MapPin } from '../mapPin.ts'
import { WorldCells, worldOf, type WorldPoint } from './worldCells.ts'

interface Placed extends WorldPoint {
  pin: MapPin
}

/** More scales than these are not looked at in turn; the one not used for longest is dropped. */
const mostDepths = 4
/** A pie is drawn in so many parts; a smaller change of the share is not seen. */
export const pieParts = 24

export class PinSet {
  private readonly numbers = new Map<string, number>()
  private readonly placed: (Placed | undefined)[] = []
  private readonly free: number[] = []
  /** The one used last stands last. */
  private kept: WorldCells[] = []
  private readonly listeners = new Set<() => void>()

  get size(): number {
    return this.numbers.size
  }

  *[Symbol.iterator](): Generator<MapPin> {
    for (const each of this.placed) if (each) yield each.pin
  }

  /** Where they lie on the world map, without their names. */
  *spots(): Generator<WorldPoint> {
    for (const each of this.placed) if (each) yield each
  }

  get(id: string): MapPin | undefined {
    return this.placed[this.numbers.get(id) ?? -1]?.pin
  }

  numberOf(id: string): number | undefined {
    return this.numbers.get(id)
  }

  /** @throws RangeError for a number that no pin has. */
  placedAt(number: number): Placed {
    const found = this.placed[number]
    if (!found) throw new RangeError(`no pin has number ${number}`)
    return found
  }

  /** New, moved, or of another look; the same again changes nothing. */
  put(pin: MapPin): void {
    if (this.putSilently(pin)) this.tell()
  }

  remove(id: string): void {
    if (this.removeSilently(id)) this.tell()
  }

  /** These and no others; told once, and only where anything has changed. */
  replace(pins: Iterable<MapPin>): void {
    const named = new Set<string>()
    let isChanged = false
    for (const pin of pins) {
      named.add(pin.id)
      isChanged = this.putSilently(pin) || isChanged
    }
    if (named.size < this.numbers.size)
      for (const id of this.numbers.keys())
        if (!named.has(id)) isChanged = this.removeSilently(id) || isChanged
    if (isChanged) this.tell()
  }

  /** Calls back after each change, until the function that comes back is called. */
  listen(changed: () => void): () => void {
    this.listeners.add(changed)
    return () => this.listeners.delete(changed)
  }

  /** Made when first asked for: O(n) once, then kept up change by change. */
  cellsAt(depth: number): WorldCells {
    let cells = this.kept.find((each) => each.depth === depth)
    if (!cells) {
      cells = new WorldCells(depth)
      for (const [number, each] of this.placed.entries()) if (each) cells.put(number, each)
    }
    this.kept = [...this.kept.filter((each) => each !== cells), cells].slice(-mostDepths)
    return cells
  }

  get depthsKept(): readonly number[] {
    return this.kept.map(({ depth }) => depth)
  }

  private putSilently(pin: MapPin): boolean {
    const known = this.numbers.get(pin.id)
    const before = known === undefined ? undefined : this.placed[known]
    if (before && looksAlike(before.pin, pin)) return false
    const number = known ?? this.free.pop() ?? this.placed.length
    const after: Placed = { ...worldOf(pin), level: deadlineLevel(pin.usedShare ?? null), pin }
    for (const cells of this.kept) {
      if (before) cells.take(number, before)
      cells.put(number, after)
    }
    this.placed[number] = after
    this.numbers.set(pin.id, number)
    return true
  }

  private removeSilently(id: string): boolean {
    const number = this.numbers.get(id)
    if (number === undefined) return false
    const before = this.placedAt(number)
    for (const cells of this.kept) cells.take(number, before)
    this.placed[number] = undefined
    this.numbers.delete(id)
    this.free.push(number)
    return true
  }

  private tell(): void {
    for (const listener of this.listeners) listener()
  }
}

function looksAlike(a: MapPin, b: MapPin): boolean {
  return (
    a.lat === b.lat &&
    a.lon === b.lon &&
    a.icon === b.icon &&
    (a.isMine ?? false) === (b.isMine ?? false) &&
    deadlineLevel(a.usedShare ?? null) === deadlineLevel(b.usedShare ?? null) &&
    piePartOf(a) === piePartOf(b)
  )
}

/** Of the pie that fills: 1 to 24, 0 where no limit runs. */
export const piePartOf = ({ usedShare }: Pick<MapPin, 'usedShare'>): number =>
  usedShare == null ? 0 : Math.round(Math.min(1, Math.max(1 / pieParts, usedShare)) * pieParts)
