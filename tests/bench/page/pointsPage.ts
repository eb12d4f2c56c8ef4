// Tens of thousands of points on a map: the app's own layer, and beside it leaflet.markercluster as
// its handbook shows it. The page has no policy: its cluster icons are HTML.
import * as leaflet from 'leaflet'
import leafletCss from 'leaflet/dist/leaflet.css?inline'
import tokensCss from '../../../src/parts/tokens.css?inline'
import type { MapPin } from '#map/mapPin.ts'
import { frames, whileGliding } from './gliding.ts'
import { middle, ourPins, type ShownPins, somePins } from './somePins.ts'

export interface PointTimes {
  /** From the rows to the second frame after them. */
  firstMs: number
  /** Of frames while the map glides, if it does: the gap to the one before. */
  gapsMs: number[]
  oneRowMs: number
  hundredRowsMs: number
}

interface ClusterGroup extends leaflet.FeatureGroup {
  addLayers(markers: leaflet.Marker[]): this
}
type WithClusters = typeof leaflet & {
  markerClusterGroup(options: object): ClusterGroup
}
declare global {
  interface Window {
    L?: object
    pointTimes: typeof pointTimes
  }
}

const zoom = 14

export async function pointTimes(
  who: 'ours' | 'markercluster',
  count: number,
  isGliding: boolean,
): Promise<PointTimes> {
  const pins = somePins(count, 1)
  const [one, hundred] = [somePins(1, 2), somePins(100, 3)]
  const host = document.createElement('div')
  host.className = 'plan-map'
  Object.assign(host.style, { width: '412px', height: '800px' })
  document.body.replaceChildren(host)
  const map = leaflet.map(host, { attributionControl: false, zoomControl: false, maxZoom: 21 })
  map.setView([middle.lat, middle.lon], zoom, { animate: false })
  await new Promise((resolve) => setTimeout(resolve, 300))

  const startedAt = performance.now()
  const shown = who === 'ours' ? ourPins(map, pins) : clusters(map, pins)
  await frames(2)
  const firstMs = performance.now() - startedAt

  const gapsMs = isGliding ? await whileGliding(map) : []
  const oneRowMs = await busy(() => shown.add(one))
  const hundredRowsMs = await busy(() => shown.add(hundred))
  shown.remove()
  map.remove()
  return { firstMs, gapsMs, oneRowMs, hundredRowsMs }
}

function clusters(map: leaflet.Map, all: readonly MapPin[]): ShownPins {
  const group = (window.L as WithClusters).markerClusterGroup({ animate: false })
  const markerOf = ({ lat, lon }: MapPin): leaflet.Marker =>
    leaflet.marker([lat, lon], { icon: leaflet.divIcon({ html: '', iconSize: [36, 45] }) })
  group.addLayers(all.map(markerOf))
  group.addTo(map)
  return {
    add: (more) => {
      if (more.length === 1) group.addLayer(markerOf(more[0]!))
      else group.addLayers(more.map(markerOf))
    },
    remove: () => group.remove(),
  }
}

/** What the page works for it: at once, and in the next frame before it is painted. */
async function busy(work: () => void): Promise<number> {
  await frames(2)
  let frameMs = 0
  let from = 0
  requestAnimationFrame(() => (from = performance.now()))
  const startedAt = performance.now()
  work()
  const atOnceMs = performance.now() - startedAt
  await new Promise<void>((resolve) =>
    requestAnimationFrame(() => {
      frameMs = performance.now() - from
      resolve()
    }),
  )
  return atOnceMs + frameMs
}

const style = document.createElement('style')
style.textContent = leafletCss + tokensCss
document.head.append(style)
// It hangs itself on a global one, which a module cannot be.
window.L = { ...leaflet }
await import('leaflet.markercluster')
window.pointTimes = pointTimes
