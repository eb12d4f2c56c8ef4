import {
  DomUtil,
  Renderer,
  type Bounds,
  type LeafletEventHandlerFn,
  type Map as LeafletMap,
  type Point,
} from 'leaflet'
import type { Place } from '#domain/place.ts'
import { drawPlan } from './drawPlan.ts'
import { isSpotShown } from './drawSpots.ts'
import type { Lettering } from './labelBoard.ts'
import type { MapColours } from './mapColours.ts'
import type { LatLon } from './mapPin.ts'
import { placeUnder } from './placeUnder.ts'
import type { XY } from '#geo/plane.ts'
import { planShapesOf, type PlanShapes } from './planShapes.ts'
import { sizedCanvas } from './sizedCanvas.ts'

// What Leaflet 1.9.4 leaves to a renderer of one's own; its types do not name it.
declare module 'leaflet' {
  interface Renderer {
    _container: HTMLCanvasElement
    _bounds: Bounds
    _update(): void
    getEvents(): Record<string, LeafletEventHandlerFn>
  }
  interface Map {
    _animatingZoom?: boolean
  }
}

export interface PlanStyle {
  colours: MapColours
  lettering: Lettering
  /** A base map lies below: ground is left free for it. */
  isOverMap?: boolean
}

/**
 * The plan as one canvas that Leaflet moves and scales. It is wider than the view by a quarter on
 * each side, and drawn anew when the view leaves it or the zoom has changed.
 */
export class PlanLayer extends Renderer {
  private shapes: PlanShapes = planShapesOf([], [])
  private style: PlanStyle
  private drawnFrom: { origin: Point; zoom: number } | null = null

  constructor(style: PlanStyle) {
    super({ padding: 0.25 })
    this.style = style
  }

  show(shapes: PlanShapes): void {
    this.shapes = shapes
    this.drawAnew()
  }

  restyle(style: PlanStyle): void {
    this.style = style
    this.drawAnew()
  }

  /** The place under a finger: the nearest lamp-post or point within reach, else the building. */
  placeAt(at: XY, reachPixels = 22): Place | null {
    return placeUnder(this.shapes, {
      at,
      reachPixels,
      areSpotsShown: isSpotShown(pixelsPerMetreOf(this._map)),
      toPoint: this.toPoint,
      toLatLon: this.toLatLon,
    })
  }

  override getEvents(): Record<string, LeafletEventHandlerFn> {
    return { ...super.getEvents(), move: this.drawWhatWasOutside }
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
    const map = this._map
    if (map._animatingZoom && this._bounds) return
    const { origin, zoom } = this.drawnFrom ?? {}
    const isSameGround =
      zoom === map.getZoom() && origin !== undefined && map.getPixelOrigin().equals(origin)
    if (!isSameGround || !this.isViewDrawn()) this.draw()
  }

  private drawAnew(): void {
    // A canvas that is being scaled is not drawn on; the end of the zoom draws it.
    this.drawnFrom = null
    if (this._map) this._update()
  }

  private draw(): void {
    super._update()
    const map = this._map
    const [min, max] = [this._bounds.min!, this._bounds.max!]
    this.drawnFrom = { origin: map.getPixelOrigin(), zoom: map.getZoom() }
    const density = Math.min(3, Math.max(1, window.devicePixelRatio))
    const ctx = sizedCanvas(this._container, this._bounds.getSize(), density)
    DomUtil.setPosition(this._container, min)
    if (!ctx) return
    ctx.save()
    ctx.setTransform(density, 0, 0, density, -min.x * density, -min.y * density)
    ctx.clearRect(min.x, min.y, max.x - min.x, max.y - min.y)
    drawPlan(
      {
        ctx,
        toPoint: this.toPoint,
        pixelsPerMetre: pixelsPerMetreOf(map),
        view: { minX: min.x, minY: min.y, maxX: max.x, maxY: max.y },
        ...this.style,
      },
      this.shapes,
    )
    ctx.restore()
  }

  private readonly toPoint = (lat: number, lon: number): XY =>
    this._map.latLngToLayerPoint([lat, lon])

  private readonly toLatLon = ({ x, y }: XY): LatLon => {
    const { lat, lng } = this._map.layerPointToLatLng([x, y])
    return { lat, lon: lng }
  }

  private drawWhatWasOutside(): void {
    if (this._bounds && !this._map._animatingZoom && !this.isViewDrawn()) this.draw()
  }

  private isViewDrawn(): boolean {
    const map = this._map
    return (
      this._bounds.contains(map.containerPointToLayerPoint([0, 0])) &&
      this._bounds.contains(map.containerPointToLayerPoint(map.getSize()))
    )
  }
}

/** Web-Mercator: the scale at the middle of the view, which is all of a community. */
export function pixelsPerMetreOf(map: LeafletMap): number {
  const equatorMetres = 40_075_016.7
  return (
    (256 * 2 ** map.getZoom()) / (equatorMetres * Math.cos((map.getCenter().lat * Math.PI) / 180))
  )
}
