// The types to put on the first buttons: what is met most often here, then what is met most often
// anywhere.
import { hazardTypeOf, hazardTypes } from './hazardTypes.ts'

/** Before a grid has a history of its own. */
const usualAnywhere: readonly string[] = [
  'flying_wire_charging',
  'corridor_clutter',
  'light_out',
  'exposed_garbage',
  'fire_equipment_fault',
  'ebike_indoor',
  'fire_lane_blocked',
  'bike_misparked',
  'car_misparked',
  'manhole',
  'sewage_overflow',
  'leak',
]

/** `counts`: how often each type was reported here. */
export function usualTypes(counts: Readonly<Record<string, number>>, n: number): string[] {
  const rest = [...usualAnywhere, ...hazardTypes.map((type) => type.key)]
  const used = Object.entries(counts)
    .filter(([key, count]) => count > 0 && hazardTypeOf(key))
    .sort(([a, countA], [b, countB]) => countB - countA || rest.indexOf(a) - rest.indexOf(b))
    .map(([key]) => key)
  return [...new Set([...used, ...rest])].slice(0, n)
}
