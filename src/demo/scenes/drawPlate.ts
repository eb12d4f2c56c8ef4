// Number plates. The figures are strokes on a field of 4 by 6, for there is no font here.
import type { Canvas, Paint, Point } from '../canvas.ts'

const strokes: Record<string, Point[][]> = {
  '0': [
    [
      [0, 1],
      [1, 0],
      [3, 0],
      [4, 1],
      [4, 5],
      [3, 6],
      [1, 6],
      [0, 5],
      [0, 1],
    ],
  ],
  '1': [
    [
      [0.8, 1.2],
      [2.2, 0],
      [2.2, 6],
    ],
  ],
  '2': [
    [
      [0, 1.2],
      [1, 0],
      [3, 0],
      [4, 1],
      [4, 2.3],
      [0, 6],
      [4, 6],
    ],
  ],
  '3': [
    [
      [0, 0.8],
      [1, 0],
      [3, 0],
      [4, 1],
      [4, 2],
      [3, 2.9],
      [1.6, 2.9],
    ],
    [
      [3, 2.9],
      [4, 3.8],
      [4, 5],
      [3, 6],
      [1, 6],
      [0, 5.2],
    ],
  ],
  '4': [
    [
      [3, 6],
      [3, 0],
      [0, 4.2],
      [4.2, 4.2],
    ],
  ],
  '5': [
    [
      [3.8, 0],
      [0.5, 0],
      [0.2, 2.7],
      [2.8, 2.5],
      [4, 3.5],
      [4, 5],
      [3, 6],
      [1, 6],
      [0, 5.2],
    ],
  ],
  '6': [
    [
      [3.6, 0.4],
      [2, 0],
      [0.6, 1],
      [0, 3],
      [0, 5],
      [1, 6],
      [3, 6],
      [4, 5],
      [4, 3.6],
      [3, 2.7],
      [1, 2.8],
      [0, 3.8],
    ],
  ],
  '7': [
    [
      [0, 0],
      [4, 0],
      [1.6, 6],
    ],
  ],
  '8': [
    [
      [1, 2.8],
      [0, 1.9],
      [0, 0.9],
      [1, 0],
      [3, 0],
      [4, 0.9],
      [4, 1.9],
      [3, 2.8],
      [1, 2.8],
      [0, 3.8],
      [0, 5.1],
      [1, 6],
      [3, 6],
      [4, 5.1],
      [4, 3.8],
      [3, 2.8],
    ],
  ],
  '9': [
    [
      [4, 2.4],
      [3, 3.3],
      [1, 3.3],
      [0, 2.4],
      [0, 1],
      [1, 0],
      [3, 0],
      [4, 1],
      [4, 3],
      [3.2, 5.2],
      [1.6, 6],
    ],
  ],
  '-': [
    [
      [0.6, 3.1],
      [3.2, 3.1],
    ],
  ],
  W: [
    [
      [-0.5, 0],
      [0.8, 6],
      [2, 1.6],
      [3.2, 6],
      [4.5, 0],
    ],
  ],
}

/** Writes `text` centred on a point; `height` is that of a figure. */
export function drawFigures(
  canvas: Canvas,
  text: string,
  cx: number,
  cy: number,
  height: number,
  paint: Paint,
): void {
  const unit = height / 6
  const advance = unit * 6
  const left = cx - (text.length * advance - unit * 2) / 2
  Array.from(text).forEach((figure, i) => {
    for (const stroke of strokes[figure] ?? []) {
      canvas.line(
        stroke.map(([x, y]) => [left + i * advance + x * unit, cy - height / 2 + y * unit]),
        Math.max(2, height * 0.17),
        paint,
      )
    }
  })
}

export function drawPlate(
  canvas: Canvas,
  text: string,
  cx: number,
  cy: number,
  width: number,
  height: number,
): void {
  if (!text) return
  canvas.roundRect(cx - width / 2 + 3, cy - height / 2 + 5, width, height, 5, {
    top: '#000000',
    alpha: 0.25,
  })
  canvas.roundRect(cx - width / 2, cy - height / 2, width, height, 5, {
    top: '#2268b4',
    bottom: '#194f8d',
  })
  const figures = Math.min(height * 0.5, (width * 0.8) / text.length)
  drawFigures(canvas, text, cx, cy, figures, { top: '#f6f9fb' })
}
