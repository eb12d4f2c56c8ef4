// A canvas of the layer's size. A size set anew gives it a new memory, so that is done only when it
// changes.
import type { XY } from '#geo/plane.ts'

/** @param size in pixels of the page; `density` pixels of the canvas to each */
export function sizedCanvas(
  canvas: HTMLCanvasElement,
  size: XY,
  density: number,
): CanvasRenderingContext2D | null {
  const [wide, high] = [Math.round(size.x * density), Math.round(size.y * density)]
  if (canvas.width !== wide || canvas.height !== high) {
    canvas.width = wide
    canvas.height = high
    canvas.style.width = `${size.x}px`
    canvas.style.height = `${size.y}px`
  }
  return canvas.getContext('2d')
}
