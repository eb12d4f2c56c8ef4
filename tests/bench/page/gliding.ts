// A map under a finger, and how far its frames come apart.
import type { Map as LeafletMap } from 'leaflet'

/** As after a finger: Leaflet moves the map in each frame and says once that it has ended. */
export async function whileGliding(map: LeafletMap): Promise<number[]> {
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

export async function frames(count: number): Promise<void> {
  for (let n = 0; n < count; n++) await new Promise(requestAnimationFrame)
}
