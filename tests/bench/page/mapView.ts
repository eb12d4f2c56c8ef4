// A map as the screen of it has it (map/PlanMap.vue): base map, plan, a thousand points.
import * as leaflet from 'leaflet'
import leafletCss from 'leaflet/dist/leaflet.css?inline'
import tokensCss from '../../../src/parts/tokens.css?inline'
import type { Grid } from '#domain/grid.ts'
import type { Place } from '#domain/place.ts'
import { readBaseMapColours } from '#map/baseMap/baseMapColours.ts'
import { BaseMapLayer } from '#map/baseMap/baseMapLayer.ts'
import { letteringOf } from '#map/labelBoard.ts'
import { readMapColours } from '#map/mapColours.ts'
import { PlanLayer } from '#map/planLayer.ts'
import { planShapesOf } from '#map/planShapes.ts'
import { whileGliding } from './gliding.ts'
import { middle, ourPins, somePins } from './somePins.ts'

export interface ViewTimes {
  /** From asking for the base map to its first tile, and to all of the view. */
  firstMs: number
  allMs: number
  gapsMs: number[]
  longTasksMs: number[]
}

const zoom = 16
const pinCount = 1000

const style = document.createElement('style')
style.textContent = leafletCss + tokensCss
document.head.append(style)

export class MapView {
  private readonly map: leaflet.Map
  private readonly archive: Blob
  private readonly host = document.createElement('div')
  private readonly pins: { remove(): void }

  constructor(archive: Blob) {
    this.archive = archive
    this.host.className = 'plan-map'
    Object.assign(this.host.style, { width: '412px', height: '800px' })
    document.body.replaceChildren(this.host)
    this.map = leaflet.map(this.host, {
      attributionControl: false,
      zoomControl: false,
      zoomSnap: 0.25,
      fadeAnimation: false,
      minZoom: 11,
      maxZoom: 21,
    })
    this.map.setView([middle.lat, middle.lon], zoom, { animate: false })
    const look = { colours: readMapColours(this.host), lettering: letteringOf(this.host) }
    new PlanLayer({ ...look, isOverMap: true }).addTo(this.map).show(planShapesOf(...aPlan()))
    this.pins = ourPins(this.map, somePins(pinCount, 1))
  }

  drawn(): Promise<Pick<ViewTimes, 'firstMs' | 'allMs'>> {
    return new Promise((resolve, reject) => {
      const startedAt = performance.now()
      let firstMs = 0
      const layer = new BaseMapLayer(
        this.archive,
        {
          ...letteringOf(this.host),
          colours: readBaseMapColours(this.host),
          language: 'zh',
          density: 2,
          housesElsewhere: [],
        },
        (trouble) => reject(new Error(trouble)),
      )
      layer.on('tileerror', () => reject(new Error('a tile was not drawn')))
      layer.on('tileload', () => (firstMs ||= performance.now() - startedAt))
      layer.on('load', () => resolve({ firstMs, allMs: performance.now() - startedAt }))
      layer.addTo(this.map)
    })
  }

  async glide(): Promise<Pick<ViewTimes, 'gapsMs' | 'longTasksMs'>> {
    const longTasksMs: number[] = []
    const watch = new PerformanceObserver((list) =>
      longTasksMs.push(...list.getEntries().map(({ duration }) => duration)),
    )
    watch.observe({ type: 'longtask' })
    const gapsMs = await whileGliding(this.map)
    await new Promise((resolve) => setTimeout(resolve, 200))
    watch.disconnect()
    return { gapsMs, longTasksMs }
  }

  remove(): void {
    this.pins.remove()
    this.map.remove()
  }
}

/** Four hundred houses in rows, in a grid with a border. */
function aPlan(): [Grid[], Place[]] {
  const metre = 1 / 111_320
  const box = (x: number, y: number, wide: number, high: number): [number, number][] =>
    [
      [x, y],
      [x + wide, y],
      [x + wide, y + high],
      [x, y + high],
    ].map(([east, north]) => [middle.lon + east! * metre, middle.lat + north! * metre])
  const places = Array.from({ length: 400 }, (_, n) => {
    const [x, y] = [(n % 20) * 60 - 600, Math.floor(n / 20) * 34 - 340]
    const [[lon, lat] = [0, 0]] = box(x + 22, y + 6, 1, 1)
    const outline = box(x, y, 44, 12)
    return {
      ...{ id: `p-${n}`, type: 'building', code: String(n), name: `${n}号楼`, gridId: 'g' },
      ...{ parentId: null, lat, lon, outline },
    } as Place
  })
  const border = box(-620, -360, 1240, 720)
  const grid = {
    id: 'g',
    name: '示例网格',
    level: 'grid',
    parentId: null,
    border,
  } as unknown as Grid
  return [[grid], places]
}
