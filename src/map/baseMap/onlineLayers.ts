import { type Bounds, DomUtil, LatLng, type Map as LeafletMap, Point, TileLayer } from 'leaflet'
import type { OnlineMap } from '#domain/onlineMap.ts'
import { inGcj02, layerShift, leastShiftedZoom } from './layerShift.ts'

declare module 'leaflet' {
  interface GridLayer {
    /** Which part of the world at the zoom of its tiles is to be loaded. */
    _getTiledPixelBounds(middle: LatLng): Bounds
  }
}

/** Asks for the pictures of where they are drawn, which is not where they say they are. */
class ShiftedTiles extends TileLayer {
  override _getTiledPixelBounds(middle: LatLng): Bounds {
    const { lat, lon } = inGcj02({ lat: middle.lat, lon: middle.lng })
    return super._getTiledPixelBounds(new LatLng(lat, lon))
  }
}

const paneName = 'online-map'

/**
 * Pictures of another provider below the plan, fetched by the browser as they are looked at. Points
 * are never converted: where the pictures lie in GCJ-02, they are moved.
 */
export class OnlineLayers {
  private readonly map: LeafletMap
  private readonly pane: HTMLElement
  private readonly layers: TileLayer[]
  private readonly stops: (() => void)[] = []

  /** @param tell hears whether there is nothing to be had for this view. */
  constructor(map: LeafletMap, online: OnlineMap, tell: (isAway: boolean) => void) {
    this.map = map
    this.pane = map.createPane(paneName, map.getPane('tilePane'))
    const isShifted = online.system === 'gcj02'
    this.layers = online.layers.map((template, i) => {
      const layer = new (isShifted ? ShiftedTiles : TileLayer)(template, {
        pane: paneName,
        minZoom: isShifted ? Math.max(online.minZoom, leastShiftedZoom) : online.minZoom,
        maxNativeZoom: online.maxZoom,
        maxZoom: 22,
        updateWhenZooming: false,
        keepBuffer: 2,
        // Our pages say nothing of where they are; some providers answer nobody but who does.
        referrerPolicy: 'origin',
      })
      // What lies on it says nothing alone.
      if (i === 0) watch(layer, tell)
      return layer.addTo(map)
    })
    if (isShifted) {
      const move = (): void => this.move()
      map.on('moveend', move)
      this.stops.push(() => map.off('moveend', move))
      this.move()
    }
    const again = (): void => this.layers.forEach((layer) => layer.redraw())
    window.addEventListener('online', again)
    this.stops.push(() => window.removeEventListener('online', again))
  }

  remove(): void {
    for (const stop of this.stops) stop()
    for (const layer of this.layers) {
      layer.off()
      layer.remove()
    }
    this.pane.remove()
  }

  private move(): void {
    const { lat, lng } = this.map.getCenter()
    const { x, y } = layerShift({ lat, lon: lng }, (at) =>
      this.map.project(new LatLng(at.lat, at.lon)),
    )
    DomUtil.setPosition(this.pane, new Point(x, y))
  }
}

function watch(layer: TileLayer, tell: (isAway: boolean) => void): void {
  let shown = 0
  let failed = 0
  layer.on('loading', () => (shown = failed = 0))
  layer.on('tileload', () => shown++)
  layer.on('tileerror', () => failed++)
  layer.on('load', () => tell(failed > 0 && shown === 0))
}
