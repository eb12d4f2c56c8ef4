// Invented pins, and the app's own layer with them on a map.
import type { Map as LeafletMap } from 'leaflet'
import type { MapPin } from '#map/mapPin.ts'
import { PinSet } from '#map/points/pinSet.ts'
import { PinsOnMap } from '#map/points/pinsOnMap.ts'
import { readPinStyle } from '#map/points/pinStyle.ts'

export interface ShownPins {
  add(pins: readonly MapPin[]): void
  remove(): void
}

export const middle = { lat: 30.59, lon: 114.3 }
const degree = 111_320

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

export function ourPins(map: LeafletMap, all: readonly MapPin[]): ShownPins {
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
