import {
  DomUtil,
  Renderer,
  type Bounds,
  type LeafletEventHandlerFn,
  type Map as LeafletMap,
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
 * The plan as one canvas that Leaflet moves and scales; drawn anew after each move, not while a
 * zoom runs.
 */
export class PlanLayer extends Renderer {
  private shapes: PlanShapes = planShapesOf([], [])
  private style: PlanStyle

  constructor(style: PlanStyle) {
    super({ padding: 0.25 })
    this.style = style
  }

  show(shapes: PlanShapes): void {
    this.shapes = shapes
    if (this._map) this._update()
  }

  restyle(style: PlanStyle): void {
    this.style = style
    if (this._map) this._update()
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

  override _update(): void {
    if (this._map._animatingZoom && this._bounds) return
    super._update()
    const min = this._bounds.min!
    const max = this._bounds.max!
    const size = this._bounds.getSize()
    const density = Math.min(3, Math.max(1, window.devicePixelRatio))
    const canvas = this._container
    canvas.width = Math.round(size.x * density)
    canvas.height = Math.round(size.y * density)
    canvas.style.width = `${size.x}px`
    canvas.style.height = `${size.y}px`
    DomUtil.setPosition(canvas, min)
    const ctx = canvas.getContext('2d')
    if (!ctx) return
    ctx.setTransform(density, 0, 0, density, -min.x * density, -min.y * density)
    const view = { minX: min.x, minY: min.y, maxX: max.x, maxY: max.y }
    drawPlan(
      {
        ctx,
        toPoint: this.toPoint,
        pixelsPerMetre: pixelsPerMetreOf(this._map),
        view,
        ...this.style,
      },
      this.shapes,
    )
  }

  private readonly toPoint = (lat: number, lon: number): XY =>
    this._map.latLngToLayerPoint([lat, lon])

  private readonly toLatLon = ({ x, y }: XY): LatLon => {
    const { lat, lng } = this._map.layerPointToLatLng([x, y])
    return { lat, lon: lng }
  }

  private drawWhatWasOutside(): void {
    const map = this._map
    if (!this._bounds || map._animatingZoom) return
    const size = map.getSize()
    const seen = [
      map.containerPointToLayerPoint([0, 0]),
      map.containerPointToLayerPoint(size),
    ] as const
    if (!this._bounds.contains(seen[0]) || !this._bounds.contains(seen[1])) this._update()
  }
}

/** Web-Mercator: the scale at the middle of the view, which is all of a community. */
export function pixelsPerMetreOf(map: LeafletMap): number {
  const equatorMetres = 40_075_016.7
  return (
    (256 * 2 ** map.getZoom()) / (equatorMetres * Math.cos((map.getCenter().lat * Math.PI) / 180))
  )
}
