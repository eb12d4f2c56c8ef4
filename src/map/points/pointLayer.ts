import {
  DomUtil,
  latLngBounds,
  point,
  Renderer,
  type LeafletEventHandlerFn,
  type Map as LeafletMap,
  type Point,
} from 'leaflet'
import type { MapPin } from '../mapPin.ts'
import type { XY } from '#geo/plane.ts'
import { drawMarks } from './drawMarks.ts'
import { markBeside, markUnder } from './markUnder.ts'
import { markOfPin, marksIn, membersOf, worldPixelsAt, type Mark } from './marks.ts'
import type { PinSet } from './pinSet.ts'
import { PinSprites } from './pinSprites.ts'
import { SelectedPin } from './selectedPin.ts'
import type { PinStyle } from './pinStyle.ts'
import { spreadOffsets } from './spreadOffsets.ts'

/** Members of one spot lie nearer than this at the closest zoom. */
const sameSpotPixels = 16
const spreadGapPixels = 30
/** Beside what is drawn, marks whose middle lies outside reach in. */
const overhangPixels = 50

/**
 * Pins and clusters on one canvas that Leaflet moves and scales. It is wider than the view by a
 * quarter on each side, and drawn anew only when the view leaves it, the zoom changes or a pin
 * does. The selected pin is left to an element of its own.
 */
export class PointLayer extends Renderer {
  private readonly pins: PinSet
  private readonly stopListening: () => void
  private style: PinStyle
  private sprites: PinSprites | null = null
  private selectedId: string | undefined
  private readonly selectedPin: SelectedPin
  private focusKey: string | null = null
  private spread: { ids: ReadonlySet<string>; zoom: number } | null = null
  private drawnFrom: { origin: Point; zoom: number } | null = null
  private isStale = false
  private drawn: readonly Mark[] = []
  private frame = 0

  constructor(pins: PinSet, style: PinStyle, pane: string, selectedPin: SelectedPin) {
    super({ padding: 0.25, pane })
    this.pins = pins
    this.style = style
    this.selectedPin = selectedPin
    this.stopListening = pins.listen(() => this.drawSoon())
  }

  select(id: string | undefined): void {
    if (this.selectedId === id) return
    this.selectedId = id
    this.drawNow()
  }

  restyle(style: PinStyle): void {
    this.style = style
    this.sprites = null
    this.drawNow()
  }

  /** The keyboard is on this mark, or on none. */
  focus(key: string | null): void {
    if (this.focusKey === key) return
    this.focusKey = key
    this.drawNow()
  }

  get focused(): Mark | null {
    return this.drawn.find(({ key }) => key === this.focusKey) ?? null
  }

  /** @param at in layer pixels, as Leaflet's mouse events tell it. */
  markAt(at: XY): Mark | null {
    return markUnder(this.drawn, at)
  }

  /** The next mark in view to the right or to the left of the one the keyboard is on. */
  beside(by: 1 | -1): Mark | null {
    const corner = this._map.containerPointToLayerPoint([0, 0])
    const { x, y } = this._map.getSize()
    return markBeside(
      this.drawn.filter(
        (mark) =>
          mark.x >= corner.x &&
          mark.x <= corner.x + x &&
          mark.y >= corner.y &&
          mark.y <= corner.y + y,
      ),
      this.focusKey,
      by,
    )
  }

  /** Brings the members of a cluster apart: by a closer look, or aside where none parts them. */
  open(mark: Mark): void {
    const map = this._map
    const alone = this.alone()
    const members = membersOf(this.pins, mark, { zoom: map.getZoom(), alone })
    if (members.length === 0) return
    const bounds = latLngBounds(members.map(({ lat, lon }) => [lat, lon]))
    const closest = map.getMaxZoom()
    const size = map
      .project(bounds.getSouthEast(), closest)
      .subtract(map.project(bounds.getNorthWest(), closest))
    if (Math.max(size.x, size.y) > sameSpotPixels && map.getZoom() < closest) {
      map.fitBounds(bounds, {
        padding: point(70, 70),
        maxZoom: Math.max(map.getZoom() + 1, map.getBoundsZoom(bounds) - 0.5),
      })
      return
    }
    // The very same spot, such as several floors of one stairwell: no scale parts them, so they
    // step aside.
    this.spread = { ids: new Set(members.map(({ id }) => id)), zoom: map.getZoom() }
    this.drawNow()
  }

  override getEvents(): Record<string, LeafletEventHandlerFn> {
    return {
      ...super.getEvents(),
      // The middle of the map has jumped: what is drawn hangs on where it was before.
      viewreset: () => this.drawNow(),
      // While fingers part, the canvas is scaled as it is.
      move: () => this.drawnFrom?.zoom === this._map.getZoom() && this.drawIfOutside(),
    }
  }

  override onRemove(map: LeafletMap): this {
    this.stopListening()
    cancelAnimationFrame(this.frame)
    this.selectedPin.remove()
    return super.onRemove(map)
  }

  // Called by Leaflet's Renderer.
  protected _initContainer(): void {
    this._container = document.createElement('canvas')
    this._container.setAttribute('aria-hidden', 'true')
  }

  // Called by Leaflet's Renderer.
  protected _destroyContainer(): void {
    this._container.remove()
  }

  /** Leaflet asks after each move; what is drawn already is not drawn again. */
  override _update(): void {
    this.drawIfOutside()
  }

  private drawIfOutside(): void {
    if (this._map._animatingZoom && this.drawnFrom) return
    const { zoom, origin } = this.drawnFrom ?? {}
    const isSameGround =
      zoom === this._map.getZoom() && origin !== undefined && this.originNow().equals(origin)
    if (this.isStale || !isSameGround || !this.isViewDrawn()) this.draw()
  }

  private drawSoon(): void {
    if (!this._map || this.frame) return
    this.frame = requestAnimationFrame(() => this.drawNow())
  }

  private drawNow(): void {
    cancelAnimationFrame(this.frame)
    this.frame = 0
    if (!this._map) return
    // A canvas that is being scaled is not drawn on; the end of the zoom draws it.
    if (this._map._animatingZoom) this.isStale = true
    else this.draw()
  }

  private isViewDrawn(): boolean {
    const map = this._map
    return (
      this._bounds.contains(map.containerPointToLayerPoint([0, 0])) &&
      this._bounds.contains(map.containerPointToLayerPoint(map.getSize()))
    )
  }

  private draw(): void {
    super._update()
    const map = this._map
    const [min, max] = [this._bounds.min!, this._bounds.max!]
    this.drawnFrom = { origin: this.originNow(), zoom: map.getZoom() }
    this.isStale = false
    const density = Math.min(3, Math.max(1, window.devicePixelRatio))
    this.sprites ??= new PinSprites(this.style, density)
    const ctx = this.sizedCanvas(density)
    if (!ctx) return
    this.drawn = this.gather()
    ctx.setTransform(density, 0, 0, density, -min.x * density, -min.y * density)
    ctx.clearRect(min.x, min.y, max.x - min.x, max.y - min.y)
    drawMarks(ctx, this.drawn, this.style, this.sprites, {
      focusKey: this.focusKey,
      elementId: this.selectedId,
    })
    const selected = this.drawn.find(({ pin }) => pin && pin.id === this.selectedId)
    if (selected?.pin) this.selectedPin.show(map, selected.pin, selected)
    else this.selectedPin.remove()
  }

  /** A size set anew gives a canvas a new memory, so it is set only when it changes. */
  private sizedCanvas(density: number): CanvasRenderingContext2D | null {
    const size = this._bounds.getSize()
    const canvas = this._container
    const [wide, high] = [Math.round(size.x * density), Math.round(size.y * density)]
    if (canvas.width !== wide || canvas.height !== high) {
      canvas.width = wide
      canvas.height = high
      canvas.style.width = `${size.x}px`
      canvas.style.height = `${size.y}px`
    }
    DomUtil.setPosition(canvas, this._bounds.min!)
    return canvas.getContext('2d')
  }

  /** In layer pixels, from north to south. */
  private gather(): Mark[] {
    const zoom = this._map.getZoom()
    if (this.spread && this.spread.zoom !== zoom) this.spread = null
    const origin = this.originNow()
    const [min, max] = [this._bounds.min!.add(origin), this._bounds.max!.add(origin)]
    const box = {
      minX: min.x - overhangPixels,
      minY: min.y - overhangPixels,
      maxX: max.x + overhangPixels,
      maxY: max.y + overhangPixels,
    }
    const marks = marksIn(this.pins, { zoom, box, alone: this.alone() })
    return [...marks, ...this.marksAlone(zoom)]
      .map((mark) => ({ ...mark, x: mark.x - origin.x, y: mark.y - origin.y }))
      .sort((a, b) => a.y - b.y)
  }

  private alone(): Set<number> {
    const ids = [...(this.spread?.ids ?? []), ...(this.selectedId ? [this.selectedId] : [])]
    return new Set(ids.flatMap((id) => this.pins.numberOf(id) ?? []))
  }

  private marksAlone(zoom: number): Mark[] {
    const pixels = worldPixelsAt(zoom)
    const at = (pin: MapPin): XY => {
      const { x, y } = this.pins.placedAt(this.pins.numberOf(pin.id)!)
      return { x: x * pixels, y: y * pixels }
    }
    const spread = [...(this.spread?.ids ?? [])].flatMap((id) => this.pins.get(id) ?? [])
    const spots = spread.map(at)
    const middle = {
      x: spots.reduce((sum, { x }) => sum + x, 0) / spots.length,
      y: spots.reduce((sum, { y }) => sum + y, 0) / spots.length,
    }
    const offsets = spreadOffsets(spread.length, spreadGapPixels)
    const marks = spread.map((pin, index) =>
      markOfPin(pin, { x: middle.x + offsets[index]!.x, y: middle.y + offsets[index]!.y }),
    )
    const selected = this.selectedId ? this.pins.get(this.selectedId) : undefined
    if (selected && !this.spread?.ids.has(selected.id))
      marks.push(markOfPin(selected, at(selected)))
    return marks
  }

  private originNow(): Point {
    return this._map.getPixelOrigin()
  }
}
