// For the photos of the invented community: bends cables, bags and bodies that would look sawn as
// straight lines.
import type { Point } from './canvas.ts'

/** A smooth line through the points (Catmull-Rom). */
export function curve(through: readonly Point[], perPart = 10): Point[] {
  const at = (i: number): Point => through[Math.max(0, Math.min(through.length - 1, i))]!
  const drawn: Point[] = []
  for (let i = 0; i < through.length - 1; i++) {
    for (let k = 0; k < perPart; k++) {
      const t = k / perPart
      const mix = (axis: 0 | 1): number => {
        const [a, b, c, d] = [at(i - 1)[axis], at(i)[axis], at(i + 1)[axis], at(i + 2)[axis]]
        return (
          0.5 *
          (2 * b +
            (c - a) * t +
            (2 * a - 5 * b + 4 * c - d) * t * t +
            (3 * b - a - 3 * c + d) * t * t * t)
        )
      }
      drawn.push([mix(0), mix(1)])
    }
  }
  return [...drawn, at(through.length - 1)]
}
