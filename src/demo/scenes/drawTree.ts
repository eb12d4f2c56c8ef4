// A tree whose trunk stands on (x, y): a crown of a few overlapping rounds, darker below.
import type { Canvas } from '../canvas.ts'
import type { SeededRandom } from '../seededRandom.ts'

export function drawTree(
  canvas: Canvas,
  random: SeededRandom,
  x: number,
  y: number,
  size: number,
  leaf = '#4d7a52',
  dark = '#36593f',
): void {
  canvas.shadow(x, y, size * 0.5, size * 0.06, 0.35)
  canvas.polygon(
    [
      [x - size * 0.05, y],
      [x - size * 0.03, y - size * 0.6],
      [x + size * 0.03, y - size * 0.6],
      [x + size * 0.06, y],
    ],
    { top: '#5b4a3a', bottom: '#46382c' },
  )
  const rounds = Array.from({ length: 7 }, (_, i) => ({
    dx: Math.cos(i * 0.9) * size * 0.26 + random.between(-0.04, 0.04) * size,
    dy: Math.sin(i * 0.9) * size * 0.2 - size * 0.78,
    radius: size * random.between(0.2, 0.27),
  }))
  for (const { dx, dy, radius } of rounds)
    canvas.circle(x + dx + size * 0.03, y + dy + size * 0.04, radius, { top: dark })
  for (const { dx, dy, radius } of rounds)
    canvas.circle(x + dx, y + dy, radius * 0.88, { top: leaf })
}
