// Point in polygon by ray casting, on [lon, lat] rings small enough to treat as flat.

export function isInside(
  point: { lat: number; lon: number },
  ring: readonly (readonly [number, number])[],
): boolean {
  let inside = false
  for (let i = 0, j = ring.length - 1; i < ring.length; j = i++) {
    const [xi, yi] = ring[i]!
    const [xj, yj] = ring[j]!
    if (
      yi > point.lat !== yj > point.lat &&
      point.lon < ((xj - xi) * (point.lat - yi)) / (yj - yi) + xi
    )
      inside = !inside
  }
  return inside
}
