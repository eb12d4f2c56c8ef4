import { type Coords, type DoneCallback, GridLayer } from 'leaflet'
import type { BaseMapLook, BaseMapTrouble, TileAddress } from './baseMapMessages.ts'
import { type BaseMapPainter, baseMapPainter } from './baseMapPainter.ts'
import { tilePixels } from './tilePlane.ts'

interface ShownTile {
  at: TileAddress
  cancel: () => void
  /** Leaflet hides it until it has been told. */
  done: (isDrawn: boolean) => void
}

/** Streets and water below the plan, drawn elsewhere and shown here tile by tile. */
export class BaseMapLayer extends GridLayer {
  private readonly painter: BaseMapPainter
  private readonly shown = new Map<HTMLCanvasElement, ShownTile>()

  constructor(archive: Blob, look: BaseMapLook, failed: (trouble: BaseMapTrouble) => void) {
    super({ tileSize: tilePixels, updateWhenZooming: false, keepBuffer: 2, className: 'base-map' })
    this.painter = baseMapPainter(archive, look, {
      opened: () => undefined,
      stale: (at) => this.drawAgain(at),
      failed,
    })
    this.on('tileunload', ({ tile }) => this.forget(tile))
    this.on('remove', () => this.painter.close())
  }

  restyle(look: BaseMapLook): void {
    this.painter.restyle(look)
    for (const canvas of this.shown.keys()) this.draw(canvas)
  }

  // Called by Leaflet's GridLayer.
  protected override createTile({ x, y, z }: Coords, tell: DoneCallback): HTMLElement {
    const canvas = document.createElement('canvas')
    canvas.setAttribute('aria-hidden', 'true')
    this.shown.set(canvas, {
      at: { z, x, y },
      cancel: () => undefined,
      done: (isDrawn) => tell(isDrawn ? undefined : new Error('not drawn'), canvas),
    })
    this.draw(canvas)
    return canvas
  }

  private draw(canvas: HTMLCanvasElement): void {
    const tile = this.shown.get(canvas)
    if (!tile) return
    tile.cancel()
    tile.cancel = this.painter.ask(tile.at, (picture) => {
      if (picture) {
        canvas.width = picture.width
        canvas.height = picture.height
        canvas.getContext('bitmaprenderer')?.transferFromImageBitmap(picture)
      }
      tile.done(picture !== null)
      tile.done = () => undefined
    })
  }

  private drawAgain(stale: readonly TileAddress[]): void {
    for (const [canvas, { at }] of this.shown)
      if (stale.some(({ z, x, y }) => z === at.z && x === at.x && y === at.y)) this.draw(canvas)
  }

  private forget(tile: HTMLElement): void {
    if (!(tile instanceof HTMLCanvasElement)) return
    this.shown.get(tile)?.cancel()
    this.shown.delete(tile)
  }
}
