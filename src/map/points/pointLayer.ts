import {
  DomUtil,
  Renderer,
  type LeafletEventHandlerFn,
  type Map as LeafletMap,
  type Point,
} from 'leaflet'
import type { XY } from '#geo/plane.ts'
import { sizedCanvas } from '../sizedCanvas.ts'
import { drawMarks } from './drawMarks.ts'
import { aloneOf, gatherMarks } from './gatherMarks.ts'
import { markBeside, markUnder } from './markUnder.ts'
import { membersOf, type Mark } from './marks.ts'
import { zoomToPart } from './zoomToPart.ts'
import type { PinSet } from './pinSet.ts'
import { PinSprites } from './pinSprites.ts'
import { SelectedPin } from './selectedPin.ts'
import type { PinStyle } from './pinStyle.ts'

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
    const alone = aloneOf(this.pins, this.apart())
    const members = membersOf(this.pins, mark, { zoom: map.getZoom(), alone })
    if (members.length === 0) return
    if (zoomToPart(map, members)) return
    // Nothing parts them, so they step aside.
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
    const ctx = sizedCanvas(this._container, this._bounds.getSize(), density)
    DomUtil.setPosition(this._container, min)
    if (!ctx) return
    this.drawn = this.gather(map.getZoom())
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

  private gather(zoom: number): Mark[] {
    if (this.spread && this.spread.zoom !== zoom) this.spread = null
    const [min, max] = [this._bounds.min!, this._bounds.max!]
    return gatherMarks(this.pins, {
      zoom,
      view: { minX: min.x, minY: min.y, maxX: max.x, maxY: max.y },
      origin: this.originNow(),
      ...this.apart(),
    })
  }

  private apart() {
    return { spreadIds: this.spread?.ids ?? [], selectedId: this.selectedId }
  }

  private originNow(): Point {
    return this._map.getPixelOrigin()
  }
}
