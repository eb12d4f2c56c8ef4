// The order of a round: from the westernmost point always on to the nearest one not yet passed.
import type { Place } from './place.ts'
import { distanceMetres } from '#geo/distanceMetres.ts'

export function walkingOrder(places: readonly Place[]): Place[] {
  const left = [...places].sort(
    (a, b) => a.lon - b.lon || b.lat - a.lat || a.code.localeCompare(b.code),
  )
  const order: Place[] = []
  for (let here = left.shift(); here;) {
    order.push(here)
    let nearest = -1
    let least = Infinity
    for (const [i, place] of left.entries()) {
      const metres = distanceMetres(here, place)
      if (metres < least) [nearest, least] = [i, metres]
    }
    here = nearest < 0 ? undefined : left.splice(nearest, 1)[0]
  }
  return order
}
