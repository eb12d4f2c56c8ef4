// The marks of an outline on the map: those in sight, of very many only as many as can be told
// apart, and always the one tab stop among them.
import type { LatLngTuple, Map as LeafletMap } from 'leaflet'
import type { Corner } from '#geo/corner.ts'
import type { XY } from '#geo/plane.ts'
import { middleOf } from '#geo/ringEdits.ts'
import { sharersOf } from '#geo/sharedCorners.ts'
import { toLatLng } from './outlineLines.ts'
import { OutlineMark, type MarkHands } from './outlineMark.ts'
import type { OutlinePoint, OutlineView } from './outlineView.ts'

/** An edge shorter than this has no handle: it would lie under the marks at its ends. */
const handlePixels = 72
/** From so many corners on, those closer together than this wait for a closer look. */
const manyCorners = 200
const apartPixels = 22

const keyOf = ({ kind, index }: OutlinePoint): string => `${kind} ${index}`

export class MarkBoard {
  private readonly map: LeafletMap
  private readonly hands: MarkHands
  private readonly labelOf: (point: OutlinePoint) => string
  private readonly marks = new Map<string, OutlineMark>()
  private view: OutlineView
  private roving: OutlinePoint = { kind: 'corner', index: 0 }
  private toFocus: OutlinePoint | null = null

  constructor(
    map: LeafletMap,
    view: OutlineView,
    hands: MarkHands,
    labelOf: (point: OutlinePoint) => string,
  ) {
    this.map = map
    this.view = view
    this.hands = hands
    this.labelOf = labelOf
  }

  show(view: OutlineView): void {
    this.view = view
    const points = this.pointsToShow()
    const wanted = new Set(points.map(keyOf))
    for (const [key, mark] of this.marks) {
      if (wanted.has(key)) continue
      mark.remove()
      this.marks.delete(key)
    }
    for (const shown of points) this.showMark(shown)
    if (!this.toFocus) return
    const mark = this.marks.get(keyOf(this.toFocus))
    this.toFocus = null
    mark?.focus()
  }

  /** The tab stop from now on. */
  stopAt(point: OutlinePoint): void {
    this.roving = point
  }

  /** As soon as it is shown. */
  focusSoon(point: OutlinePoint): void {
    this.toFocus = point
  }

  focusStop(): void {
    this.toFocus = this.view.outline.ring.length > 0 ? this.roving : null
    this.show(this.view)
  }

  /** To the next mark round the ring, or to the one before it. */
  rove(by: 1 | -1): void {
    const points = this.everyPoint()
    if (points.length === 0) return
    const at = points.findIndex((shown) => keyOf(shown) === keyOf(this.roving))
    const next = points[(at + by + points.length) % points.length]!
    this.toFocus = next
    this.map.panInside(this.placeOf(next), { padding: [60, 60], animate: false })
    this.show(this.view)
  }

  remove(): void {
    for (const mark of this.marks.values()) mark.remove()
  }

  private showMark(shown: OutlinePoint): void {
    const key = keyOf(shown)
    const at = this.placeOf(shown)
    let mark = this.marks.get(key)
    if (!mark) {
      mark = new OutlineMark(this.map, shown, at, this.hands)
      this.marks.set(key, mark)
    }
    const isCorner = shown.kind === 'corner'
    const corner = this.view.outline.ring[shown.index]!
    mark.show({
      at,
      label: this.labelOf(shown),
      isTabStop: key === keyOf(this.roving),
      isSelected: isCorner && shown.index === this.view.selected,
      isClosing: isCorner && shown.index === 0 && this.view.mayClose,
      isShared: isCorner && sharersOf(this.view.outline, corner).length > 0,
    })
  }

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

  private toPoint([lon, lat]: Corner): XY {
    return this.map.latLngToLayerPoint([lat, lon])
  }
}
