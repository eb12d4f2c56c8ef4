import {
  DomUtil,
  Layer,
  type LeafletEventHandlerFn,
  type Map as LeafletMap,
  type Point,
  type ZoomAnimEvent,
} from 'leaflet'
import { type Affine, fitPicture } from '#geo/pictureFit.ts'
import type { ShownPicture } from './shownPicture.ts'

// Above the base map and under the plan.
const picturePane = 'picturePane'

/** A picture shifted, turned and stretched to where its points lie; Leaflet moves and scales it. */
export class PictureLayer extends Layer {
  readonly bytes: Blob
  private readonly image = document.createElement('img')
  private matrix: Affine | null = null

  constructor(picture: ShownPicture) {
    super()
    this.bytes = picture.bytes
    const { image } = this
    image.className = 'leaflet-image-layer leaflet-zoom-animated plan-picture'
    image.alt = ''
    image.draggable = false
    image.setAttribute('aria-hidden', 'true')
    image.style.transformOrigin = '0 0'
    this.take(picture)
  }

  take({ width, height, points, opacity }: ShownPicture): void {
    const fit = fitPicture(points)
    this.matrix = typeof fit === 'string' ? null : fit.matrix
    const { style } = this.image
    style.width = `${width}px`
    style.height = `${height}px`
    style.opacity = String(opacity)
    if (this._map) this.place()
  }

  override onAdd(map: LeafletMap): this {
    let pane = map.getPane(picturePane)
    if (!pane) {
      pane = map.createPane(picturePane)
      pane.style.zIndex = '300'
      pane.style.pointerEvents = 'none'
      pane.setAttribute('aria-hidden', 'true')
    }
    this.image.src = URL.createObjectURL(this.bytes)
    pane.append(this.image)
    this.place()
    return this
  }

  override onRemove(): this {
    this.image.remove()
    URL.revokeObjectURL(this.image.src)
    return this
  }

  override getEvents(): Record<string, LeafletEventHandlerFn> {
    return {
      zoom: () => this.place(),
      viewreset: () => this.place(),
      zoomanim: (event) => this.follow(event as ZoomAnimEvent),
    }
  }

  private place(): void {
    this.put(this._map.getZoom(), this._map.getPixelOrigin())
  }

  /** To where it will lie when the zoom has run; the page's own style glides. */
  private follow({ center, zoom }: ZoomAnimEvent): void {
    const map = this._map
    const origin = map
      .project(center, zoom)
      .subtract(map.getSize().divideBy(2))
      .add(DomUtil.getPosition(map.getPane('mapPane')!))
      .round()
    this.put(zoom, origin)
  }

  private put(zoom: number, origin: Point): void {
    const { style } = this.image
    style.visibility = this.matrix ? '' : 'hidden'
    if (!this.matrix) return
    const scale = this._map.options.crs!.scale(zoom)
    const [a, b, c, d, e, f] = this.matrix
    const turned = [a, b, c, d].map((value) => value * scale)
    const shifted = [e * scale - origin.x, f * scale - origin.y]
    style.transform = `matrix(${[...turned, ...shifted].join(',')})`
  }
}
