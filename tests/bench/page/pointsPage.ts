// Tens of thousands of points on a map: the app's own layer, and beside it leaflet.markercluster as
// its handbook shows it. The page has no policy: its cluster icons are HTML.
import * as leaflet from 'leaflet'
import leafletCss from 'leaflet/dist/leaflet.css?inline'
import tokensCss from '../../../src/parts/tokens.css?inline'
import type { MapPin } from '#map/mapPin.ts'
import { PinSet } from '#map/points/pinSet.ts'
import { PinsOnMap } from '#map/points/pinsOnMap.ts'
import { readPinStyle } from '#map/points/pinStyle.ts'

export interface PointTimes {
  /** From the rows to the second frame after them. */
  firstMs: number
  /** Of frames while the map glides: the gap to the one before. */
  gapsMs: number[]
  oneRowMs: number
  hundredRowsMs: number
}

interface Shown {
  add(pins: readonly MapPin[]): void
  remove(): void
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

const middle = { lat: 30.59, lon: 114.3 }
const degree = 111_320
const zoom = 14

/** Forty hot spots, and three in ten spread evenly over six kilometres; the same for a seed. */
export function somePins(count: number, seed: number): MapPin[] {
  const next = numbersFrom(seed)
  /** Nearly normal, with a spread of 200 m. */
  const normal = (): number => (next() + next() + next() + next() - 2) * 346
  const even = (): number => (next() - 0.5) * 6000
  const spots = Array.from({ length: 40 }, () => [even(), even()] as const)
  return Array.from({ length: count }, (_, n): MapPin => {
    const spot = spots[Math.floor(next() * spots.length)]!
    const [east, north] = next() < 0.3 ? [even(), even()] : [spot[0] + normal(), spot[1] + normal()]
    return {
      id: `${seed}-${n}`,
      lat: middle.lat + north / degree,
      lon: middle.lon + east / (degree * Math.cos((middle.lat * Math.PI) / 180)),
      icon: (['flame', 'bike', 'trash-2', 'droplets'] as const)[n % 4]!,
      usedShare: n % 3 === 0 ? null : next() * 1.2,
      isMine: n % 5 === 0,
    }
  })
}

export async function pointTimes(
  who: 'ours' | 'markercluster',
  count: number,
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

  const gapsMs = await whileGliding(map)
  const oneRowMs = await busy(() => shown.add(one))
  const hundredRowsMs = await busy(() => shown.add(hundred))
  shown.remove()
  map.remove()
  return { firstMs, gapsMs, oneRowMs, hundredRowsMs }
}

function ourPins(map: leaflet.Map, all: readonly MapPin[]): Shown {
  const pins = new PinSet()
  pins.replace(all)
  const words = { titleOf: String, levelWord: String, clusterWords: String, noneWords: String }
  const ears = { opened: () => undefined, spoken: () => undefined }
  const onMap = new PinsOnMap(map, pins, readPinStyle(map.getContainer()), words, ears)
  return {
    add: (more) => {
      for (const pin of more) pins.put(pin)
    },
    remove: () => onMap.remove(),
  }
}

function clusters(map: leaflet.Map, all: readonly MapPin[]): Shown {
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

/** As after a finger: Leaflet moves the map in each frame and says once that it has ended. */
async function whileGliding(map: leaflet.Map): Promise<number[]> {
  const gaps: number[] = []
  let isOver = false
  let last = performance.now()
  const look = (now: number): void => {
    gaps.push(now - last)
    last = now
    if (!isOver) requestAnimationFrame(look)
  }
  requestAnimationFrame((now) => {
    last = now
    requestAnimationFrame(look)
  })
  for (const by of [
    [300, 0],
    [0, 500],
    [-600, 0],
    [0, -900],
    [300, 400],
  ] as const) {
    const ended = new Promise<void>((resolve) => map.once('moveend', () => resolve()))
    map.panBy([by[0], by[1]], { animate: true, duration: 0.6, easeLinearity: 1 })
    await ended
  }
  isOver = true
  await frames(1)
  return gaps
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

async function frames(count: number): Promise<void> {
  for (let n = 0; n < count; n++) await new Promise(requestAnimationFrame)
}

/** Numbers from 0 to 1 (mulberry32). */
function numbersFrom(seed: number): () => number {
  let state = seed
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296
  }
}

const style = document.createElement('style')
style.textContent = leafletCss + tokensCss
document.head.append(style)
// It hangs itself on a global one, which a module cannot be.
window.L = { ...leaflet }
await import('leaflet.markercluster')
window.pointTimes = pointTimes
