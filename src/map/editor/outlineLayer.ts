// The outline under a person's hands: a mark on each corner in sight, a handle amid each edge that
// is long enough for one. Finger, mouse and keys do the same; what is edited is told, not kept.
import type { LatLng, LatLngTuple, LeafletMouseEvent, Map } from 'leaflet'
import type { XY } from '#geo/plane.ts'
import { snapTargets } from '#geo/outlineRings.ts'
import { isSameCorner } from '#geo/ringEdits.ts'
import { addCorner, dropCorner, shiftCorner, splitEdge } from '#geo/sharedCorners.ts'
import type { Outline } from '#geo/sharedCorners.ts'
import { snapAt, stepFrom, stepOf } from './cornerSteps.ts'
import { MarkBoard } from './markBoard.ts'
import { middleElement } from './outlineElements.ts'
import { OutlineLines, toLatLng } from './outlineLines.ts'
import type { OutlineHands, OutlinePoint, OutlineView } from './outlineView.ts'

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
  private readonly board: MarkBoard
  private readonly middle = middleElement()
  private view: OutlineView
  private held: Held | null = null
  private readonly zoomedByDoubleTap: boolean

  constructor(map: Map, view: OutlineView, hands: OutlineHands) {
    this.map = map
    this.hands = hands
    this.view = view
    this.lines = new OutlineLines(map)
    this.board = new MarkBoard(map, view, this.markHands, (point) => hands.labelOf(point))
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
    if (view.selected !== null && !this.held)
      this.board.stopAt({ kind: 'corner', index: view.selected })
    this.lines.show(view)
    this.middle.classList.toggle('is-shown', view.isDrawing)
    this.placeMarks()
  }

  /** Puts a corner in the middle of the map, where one may be added. */
  addInMiddle(): void {
    if (this.view.isDrawing) this.add(this.map.latLngToLayerPoint(this.map.getCenter()))
  }

  focusMap(): void {
    this.map.getContainer().focus({ preventScroll: true })
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
    this.board.remove()
    this.lines.remove()
    if (this.zoomedByDoubleTap) this.map.doubleClickZoom.enable()
  }

  private readonly onTap = (event: LeafletMouseEvent): void => {
    if (this.view.isDrawing) this.add(event.layerPoint)
    else this.hands.selected(null)
  }

  private add(at: XY): void {
    const { outline } = this.view
    const { lat, lng } = this.map.layerPointToLatLng([at.x, at.y])
    const corner = snapAt(this.map, at, snapTargets(outline))?.corner ?? [lng, lat]
    const last = outline.ring.at(-1)
    if (last && isSameCorner(last, corner)) return
    this.hands.edited(addCorner(outline, corner), outline.ring.length)
  }

  private readonly placeMarks = (): void => {
    if (!this.held) this.board.show(this.view)
  }

  private readonly markHands = {
    tapped: (tapped: OutlinePoint): void => this.use(tapped),
    focused: (focused: OutlinePoint): void => {
      this.board.stopAt(focused)
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
      const snap = snapAt(this.map, at, snapTargets(held.start), from)
      const corner = snap?.corner ?? [to.lng, to.lat]
      held.now = shiftCorner(held.start, held.index, corner)
      this.hands.previewed(held.now)
      return toLatLng(corner)
    },
    dragEnded: (): void => {
      const held = this.held
      this.held = null
      this.map.getContainer().classList.remove('is-shaping')
      if (!held) return
      this.board.focusSoon({ kind: 'corner', index: held.index })
      this.hands.edited(held.now, held.index)
    },
  }

  /** Tapped, or Enter: the first corner closes, a handle becomes a corner. */
  private use(used: OutlinePoint): void {
    this.board.stopAt(used)
    this.board.focusSoon(used)
    if (used.kind === 'edge') {
      this.board.focusSoon({ kind: 'corner', index: used.index + 1 })
      this.hands.edited(splitEdge(this.view.outline, used.index), used.index + 1)
    } else if (used.index === 0 && this.view.mayClose) this.hands.closed()
    else {
      this.hands.selected(used.index)
      this.placeMarks()
    }
  }

  private onMarkKey(pressed: OutlinePoint, event: KeyboardEvent): void {
    if (event.ctrlKey || event.metaKey || event.altKey) return
    const step = stepOf(event)
    const isCorner = pressed.kind === 'corner'
    if (step) {
      if (isCorner) this.moveByKey(pressed.index, step)
    } else if (event.key === 'Enter' || event.key === ' ') this.use(pressed)
    else if (event.key === 'Delete' || event.key === 'Backspace') {
      if (isCorner) this.drop(pressed.index)
    } else if (event.key === ']' || event.key === 'PageDown') this.board.rove(1)
    else if (event.key === '[' || event.key === 'PageUp') this.board.rove(-1)
    else return
    event.preventDefault()
    // Otherwise the map pans along with the corner.
    event.stopPropagation()
  }

  private moveByKey(index: number, step: XY): void {
    const { outline } = this.view
    const to = stepFrom(this.map, outline.ring[index]!, step, snapTargets(outline))
    this.hands.edited(shiftCorner(outline, index, to), index, `move ${index}`)
    this.reveal(index)
  }

  private drop(index: number): void {
    const left = dropCorner(this.view.outline, index)
    const next = left.ring.length === 0 ? null : Math.min(index, left.ring.length - 1)
    if (next === null) this.map.getContainer().focus()
    else this.board.focusSoon({ kind: 'corner', index: next })
    this.hands.edited(left, next)
  }

  private readonly onMapKey = (event: KeyboardEvent): void => {
    if (event.target !== this.map.getContainer()) return
    if (event.ctrlKey || event.metaKey || event.altKey) return
    if (event.key === 'Enter' && this.view.isDrawing) this.addInMiddle()
    else if (event.key === ']' || event.key === '[') this.board.focusStop()
    else return
    event.preventDefault()
  }
}
