import { DomUtil, Renderer, type Map as LeafletMap } from 'leaflet'
import { channels, tokensOf } from '../mapColours.ts'
import { binsIn, colourIn, fewestForHeat, paletteOf } from './heatBins.ts'
import { worldPixelsAt } from './marks.ts'
import type { PinSet } from './pinSet.ts'

/** A pixel of the canvas covers so many of the screen, each way: heat has no edges to be sharp. */
const shrink = 4
const radiusPixels = 32
/** One alone is still to be seen. */
const leastShare = 0.15

/** The colours of a scale, from thin to dense, in the theme around the map. */
export function readHeatPalette(host: Element): Uint8ClampedArray {
  const token = tokensOf(host)
  return paletteOf(['step-3', 'step-4', 'step-5'].map((name) => channels(token(name))))
}

/**
 * How densely points lie, on one small canvas that Leaflet moves and scales; drawn when a movement
 * has ended, when a point comes or goes and when the theme changes.
 */
export class HeatLayer extends Renderer {
  private readonly points: PinSet
  private readonly stopListening: () => void
  private palette: Uint8ClampedArray
  private sprite: HTMLCanvasElement | null = null
  private frame = 0

  constructor(points: PinSet, palette: Uint8ClampedArray, pane: string) {
    super({ padding: 0.1, pane })
    this.points = points
    this.palette = palette
    this.stopListening = points.listen(() => this.drawSoon())
  }

  restyle(palette: Uint8ClampedArray): void {
    this.palette = palette
    this.drawSoon()
  }

  override onRemove(map: LeafletMap): this {
    this.stopListening()
    cancelAnimationFrame(this.frame)
    return super.onRemove(map)
  }

  // Called by Leaflet's Renderer.
  protected _initContainer(): void {
    this._container = document.createElement('canvas')
    this._container.setAttribute('aria-hidden', 'true')
    this._container.className = 'map-heat'
  }

  // Called by Leaflet's Renderer.
  protected _destroyContainer(): void {
    this._container.remove()
  }

  /** Leaflet asks when a movement has ended. */
  override _update(): void {
    if (this._map._animatingZoom && this._bounds) return
    super._update()
    this.draw()
  }

  private drawSoon(): void {
    cancelAnimationFrame(this.frame)
    this.frame = requestAnimationFrame(() => this._map && this._update())
  }

  private draw(): void {
    const [min, size] = [this._bounds.min!, this._bounds.getSize()]
    const canvas = this._container
    canvas.width = Math.ceil(size.x / shrink)
    canvas.height = Math.ceil(size.y / shrink)
    canvas.style.width = `${canvas.width * shrink}px`
    canvas.style.height = `${canvas.height * shrink}px`
    DomUtil.setPosition(canvas, min)
    const ctx = canvas.getContext('2d', { willReadFrequently: true })
    if (!ctx || this.points.size < fewestForHeat) return
    const corner = min.add(this._map.getPixelOrigin())
    const box = {
      minX: corner.x - radiusPixels,
      minY: corner.y - radiusPixels,
      maxX: corner.x + size.x + radiusPixels,
      maxY: corner.y + size.y + radiusPixels,
    }
    const worldPixels = worldPixelsAt(this._map.getZoom())
    const bins = binsIn(this.points.spots(), { worldPixels, box })
    const most = bins.reduce((count, bin) => Math.max(count, bin.count), 1)
    const sprite = (this.sprite ??= aSprite())
    for (const { x, y, count } of bins) {
      ctx.globalAlpha = Math.max(leastShare, count / most)
      ctx.drawImage(
        sprite,
        (x - corner.x - radiusPixels) / shrink,
        (y - corner.y - radiusPixels) / shrink,
      )
    }
    if (bins.length === 0) return
    const image = ctx.getImageData(0, 0, canvas.width, canvas.height)
    colourIn(image.data, this.palette)
    ctx.putImageData(image, 0, 0)
  }
}

/** Dense in the middle and nothing at the edge. */
function aSprite(): HTMLCanvasElement {
  const canvas = document.createElement('canvas')
  const radius = radiusPixels / shrink
  canvas.width = canvas.height = 2 * radius
  const ctx = canvas.getContext('2d')
  if (!ctx) return canvas
  const gradient = ctx.createRadialGradient(radius, radius, 0, radius, radius, radius)
  gradient.addColorStop(0, 'rgb(0 0 0 / 0.7)')
  gradient.addColorStop(0.5, 'rgb(0 0 0 / 0.25)')
  gradient.addColorStop(1, 'rgb(0 0 0 / 0)')
  ctx.fillStyle = gradient
  ctx.fillRect(0, 0, 2 * radius, 2 * radius)
  return canvas
}
