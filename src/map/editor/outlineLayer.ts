// The outline under a person's hands: a mark on each corner in sight, a handle amid each edge that
// is long enough for one. Finger, mouse and keys do the same; what is edited is told, not kept.
import { point, type LatLng, type LatLngTuple, type LeafletMouseEvent, type Map } from 'leaflet'
import type { Corner } from '#geo/corner.ts'
import type { XY } from '#geo/plane.ts'
import { isSameCorner, middleOf } from '#geo/ringEdits.ts'
import { addCorner, dropCorner, sharersOf, shiftCorner, splitEdge } from '#geo/sharedCorners.ts'
import type { Outline } from '#geo/sharedCorners.ts'
import { snapCorner } from '#geo/snapCorner.ts'
import { middleElement } from './outlineElements.ts'
import { OutlineLines, toLatLng } from './outlineLines.ts'
import { OutlineMark } from './outlineMark.ts'
import type { OutlineHands, OutlinePoint, OutlineView } from './outlineView.ts'

const reachPixels = 12
/** An edge shorter than this has no handle: it would lie under the marks at its ends. */
const handlePixels = 72
/** From so many corners on, those closer together than this wait for a closer look. */
const manyCorners = 200
const apartPixels = 22
const stepPixels: Record<string, [number, number]> = {
  ArrowLeft: [-4, 0],
  ArrowRight: [4, 0],
  ArrowUp: [0, -4],
  ArrowDown: [0, 4],
}
const shiftTimes = 5

const keyOf = ({ kind, index }: OutlinePoint): string => `${kind} ${index}`

/** A corner that a finger holds: the outline as it was when it was taken, and where it is now. */
interface Held {
  start: Outline
  index: number
  now: Outline
}

export class OutlineLayer {
  private readonly map: Map
  private readonly hands: OutlineHands
  private readonly lines: OutlineLines
  private readonly marks = new globalThis.Map<string, OutlineMark>()
  private readonly middle = middleElement()
  private view: OutlineView
  private held: Held | null = null
  /** The one tab stop among the marks. */
  private roving: OutlinePoint = { kind: 'corner', index: 0 }
  private toFocus: OutlinePoint | null = null
  private readonly zoomedByDoubleTap: boolean

  constructor(map: Map, view: OutlineView, hands: OutlineHands) {
    this.map = map
    this.hands = hands
    this.view = view
    this.lines = new OutlineLines(map)
    // Two corners set in haste are no wish to come closer.
    this.zoomedByDoubleTap = map.doubleClickZoom.enabled()
    map.doubleClickZoom.disable()
    map.on('click', this.onTap)
    map.on('moveend zoomend', this.placeMarks)
    map.getContainer().addEventListener('keydown', this.onMapKey)
    map.getContainer().append(this.middle)
    this.show(view)
  }

  show(view: OutlineView): void {
    this.view = view
    if (view.selected !== null && !this.held) this.roving = { kind: 'corner', index: view.selected }
    this.lines.show(view)
    this.middle.classList.toggle('is-shown', view.isDrawing)
    this.placeMarks()
  }

  /** Puts a corner in the middle of the map, where one may be added. */
  addInMiddle(): void {
    if (this.view.isDrawing) this.add(this.map.latLngToLayerPoint(this.map.getCenter()))
  }

  /** Moves the map until the corner is in sight. */
  reveal(index: number): void {
    const corner = this.view.outline.ring[index]
    if (corner) this.map.panInside(toLatLng(corner), { padding: [60, 60], animate: false })
  }

  remove(): void {
    this.map.off('click', this.onTap)
    this.map.off('moveend zoomend', this.placeMarks)
    this.map.getContainer().removeEventListener('keydown', this.onMapKey)
    this.middle.remove()
    for (const mark of this.marks.values()) mark.remove()
    this.lines.remove()
    if (this.zoomedByDoubleTap) this.map.doubleClickZoom.enable()
  }

  private readonly toPoint = ([lon, lat]: Corner): XY => this.map.latLngToLayerPoint([lat, lon])

  private readonly toCorner = ({ x, y }: XY): Corner => {
    const { lat, lng } = this.map.layerPointToLatLng([x, y])
    return [lng, lat]
  }

  private snapAt(at: XY, from?: Corner) {
    const { neighbours } = this.view.outline
    return snapCorner(at, neighbours, {
      toPoint: this.toPoint,
      reachPixels,
      ...(from && { from }),
    })
  }

  private readonly onTap = (event: LeafletMouseEvent): void => {
    if (this.view.isDrawing) this.add(event.layerPoint)
    else this.hands.selected(null)
  }

  private add(at: XY): void {
    const { outline } = this.view
    const corner = this.snapAt(at)?.corner ?? this.toCorner(at)
    const last = outline.ring.at(-1)
    if (last && isSameCorner(last, corner)) return
    this.hands.edited(addCorner(outline, corner), outline.ring.length)
  }

  private readonly placeMarks = (): void => {
    if (this.held) return
    const points = this.pointsToShow()
    const wanted = new Set(points.map(keyOf))
    for (const [key, mark] of this.marks) {
      if (wanted.has(key)) continue
      mark.remove()
      this.marks.delete(key)
    }
    for (const shown of points) {
      const key = keyOf(shown)
      const at = this.placeOf(shown)
      let mark = this.marks.get(key)
      if (!mark) {
        mark = new OutlineMark(this.map, shown, at, this.markHands)
        this.marks.set(key, mark)
      }
      const isCorner = shown.kind === 'corner'
      const corner = this.view.outline.ring[shown.index]!
      mark.show({
        at,
        label: this.hands.labelOf(shown),
        isTabStop: key === keyOf(this.roving),
        isSelected: isCorner && shown.index === this.view.selected,
        isClosing: isCorner && shown.index === 0 && this.view.mayClose,
        isShared: isCorner && sharersOf(this.view.outline, corner).length > 0,
      })
    }
    if (!this.toFocus) return
    const mark = this.marks.get(keyOf(this.toFocus))
    this.toFocus = null
    mark?.focus()
  }

  /** Those in sight, of very many only as many as can be told apart, and always the tab stop. */
  private pointsToShow(): OutlinePoint[] {
    const points = this.everyPoint()
    if (!points.some((shown) => keyOf(shown) === keyOf(this.roving)))
      this.roving = { kind: 'corner', index: 0 }
    const kept = new Set([keyOf(this.roving), ...(this.toFocus ? [keyOf(this.toFocus)] : [])])
    const inSight = this.map.getBounds().pad(0.2)
    const areMany = this.view.outline.ring.length > manyCorners
    let last: XY | null = null
    return points.filter((shown) => {
      if (kept.has(keyOf(shown))) return true
      const place = this.placeOf(shown)
      if (!inSight.contains(place)) return false
      if (!areMany) return true
      const at = this.map.latLngToLayerPoint(place)
      if (last && Math.hypot(at.x - last.x, at.y - last.y) < apartPixels) return false
      last = at
      return true
    })
  }

  /** In the order of the ring: a corner, the handle after it, the next corner. */
  private everyPoint(): OutlinePoint[] {
    const { ring, isClosed } = this.view.outline
    return ring.flatMap((corner, index): OutlinePoint[] => {
      const next = ring[index + 1] ?? (isClosed ? ring[0] : undefined)
      const own: OutlinePoint = { kind: 'corner', index }
      if (!next) return [own]
      const [a, b] = [this.toPoint(corner), this.toPoint(next)]
      const hasRoom = Math.hypot(b.x - a.x, b.y - a.y) >= handlePixels
      return hasRoom ? [own, { kind: 'edge', index }] : [own]
    })
  }

  private placeOf({ kind, index }: OutlinePoint): LatLngTuple {
    const { ring } = this.view.outline
    const corner = ring[index]!
    return toLatLng(kind === 'corner' ? corner : middleOf(corner, ring[(index + 1) % ring.length]!))
  }

  private readonly markHands = {
    tapped: (tapped: OutlinePoint): void => this.use(tapped),
    focused: (focused: OutlinePoint): void => {
      this.roving = focused
      if (focused.kind === 'corner') this.hands.selected(focused.index)
    },
    pressed: (pressed: OutlinePoint, event: KeyboardEvent): void => this.onMarkKey(pressed, event),
    dragStarted: ({ kind, index }: OutlinePoint): void => {
      const { outline } = this.view
      const start = kind === 'corner' ? outline : splitEdge(outline, index)
      this.held = { start, index: kind === 'corner' ? index : index + 1, now: start }
      this.map.getContainer().classList.add('is-shaping')
    },
    dragged: (to: LatLng): LatLngTuple => {
      const held = this.held
      if (!held) return [to.lat, to.lng]
      const from = held.start.ring[held.index]!
      const at = this.map.latLngToLayerPoint(to)
      const corner = this.snapAt(at, from)?.corner ?? [to.lng, to.lat]
      held.now = shiftCorner(held.start, held.index, corner)
      this.hands.previewed(held.now)
      return toLatLng(corner)
    },
    dragEnded: (): void => {
      const held = this.held
      this.held = null
      this.map.getContainer().classList.remove('is-shaping')
      if (!held) return
      this.toFocus = { kind: 'corner', index: held.index }
      this.hands.edited(held.now, held.index)
    },
  }

  /** Tapped, or Enter: the first corner closes, a handle becomes a corner. */
  private use(used: OutlinePoint): void {
    this.roving = used
    this.toFocus = used
    if (used.kind === 'edge') {
      this.toFocus = { kind: 'corner', index: used.index + 1 }
      this.hands.edited(splitEdge(this.view.outline, used.index), used.index + 1)
    } else if (used.index === 0 && this.view.mayClose) this.hands.closed()
    else {
      this.hands.selected(used.index)
      this.placeMarks()
    }
  }

  private onMarkKey(pressed: OutlinePoint, event: KeyboardEvent): void {
    if (event.ctrlKey || event.metaKey || event.altKey) return
    const step = stepPixels[event.key]
    const isCorner = pressed.kind === 'corner'
    if (step) {
      if (isCorner) this.moveByKey(pressed.index, step, event.shiftKey)
    } else if (event.key === 'Enter' || event.key === ' ') this.use(pressed)
    else if (event.key === 'Delete' || event.key === 'Backspace') {
      if (isCorner) this.drop(pressed.index)
    } else if (event.key === ']' || event.key === 'PageDown') this.rove(1)
    else if (event.key === '[' || event.key === 'PageUp') this.rove(-1)
    else return
    event.preventDefault()
    // Otherwise the map pans along with the corner.
    event.stopPropagation()
  }

  private moveByKey(index: number, [dx, dy]: [number, number], isLong: boolean): void {
    const { outline } = this.view
    const from = outline.ring[index]!
    const times = isLong ? shiftTimes : 1
    // In parts of a pixel: a layer point is a whole one, and steps there and back would drift.
    const zoom = this.map.getZoom()
    const before = this.map.project(toLatLng(from), zoom)
    const there = this.map.unproject(before.add(point(dx * times, dy * times)), zoom)
    const near = this.snapAt(this.toPoint([there.lng, there.lat]), from)
    const was = this.snapAt(this.toPoint(from), from)
    // A step away from what holds it is not held again.
    const isNearing = near && (!was || near.pixels < was.pixels)
    const to: Corner = isNearing ? near.corner : [there.lng, there.lat]
    this.hands.edited(shiftCorner(outline, index, to), index, `move ${index}`)
    this.reveal(index)
  }

  private drop(index: number): void {
    const left = dropCorner(this.view.outline, index)
    const next = left.ring.length === 0 ? null : Math.min(index, left.ring.length - 1)
    if (next === null) this.map.getContainer().focus()
    else this.toFocus = { kind: 'corner', index: next }
    this.hands.edited(left, next)
  }

  private rove(by: number): void {
    const points = this.everyPoint()
    if (points.length === 0) return
    const at = points.findIndex((shown) => keyOf(shown) === keyOf(this.roving))
    const next = points[(at + by + points.length) % points.length]!
    this.toFocus = next
    this.map.panInside(this.placeOf(next), { padding: [60, 60], animate: false })
    this.placeMarks()
  }

  private readonly onMapKey = (event: KeyboardEvent): void => {
    if (event.target !== this.map.getContainer()) return
    if (event.ctrlKey || event.metaKey || event.altKey) return
    if (event.key === 'Enter' && this.view.isDrawing) this.addInMiddle()
    else if (event.key === ']' || event.key === '[') {
      this.toFocus = this.view.outline.ring.length > 0 ? this.roving : null
      this.placeMarks()
    } else return
    event.preventDefault()
  }
}
