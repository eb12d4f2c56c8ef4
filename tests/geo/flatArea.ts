// One plane for all that is compared: `areaOf` measures each ring in a plane of its own.
import type { Corner } from '#geo/corner.ts'

/** Square metres of polygons, each its outer ring and then its holes, about 30.6° north. */
export const flatArea = (polygons: readonly (readonly Corner[][])[]): number =>
  polygons
    .flatMap((rings) => rings.map((ring, at) => (at === 0 ? 1 : -1) * Math.abs(flatOf(ring))))
    .reduce((sum, area) => sum + area, 0)

function flatOf(ring: readonly Corner[]): number {
  const flat = ring.map(([lon, lat]) => [(lon - 114.3) * 95_900, (lat - 30.6) * 110_860] as const)
  return flat.reduce((sum, [x, y], at) => {
    const [nextX, nextY] = flat[(at + 1) % flat.length]!
    return sum + (x * nextY - nextX * y) / 2
  }, 0)
}
