// A tied plastic bag standing on (x, y), and a cardboard box.
import type { Canvas } from '../canvas.ts'
import { curve } from '../curve.ts'

export function drawBag(canvas: Canvas, x: number, y: number, size: number, colour: string): void {
  canvas.shadow(x, y, size * 0.72, size * 0.12, 0.45)
  canvas.polygon(
    curve(
      [
        [x - size * 0.1, y - size * 0.72],
        [x - size * 0.42, y - size * 0.5],
        [x - size * 0.56, y - size * 0.16],
        [x - size * 0.4, y],
        [x + size * 0.42, y],
        [x + size * 0.56, y - size * 0.2],
        [x + size * 0.38, y - size * 0.52],
        [x + size * 0.1, y - size * 0.72],
        [x - size * 0.1, y - size * 0.72],
      ],
      8,
    ),
    { top: colour },
  )
  canvas.polygon(
    curve(
      [
        [x - size * 0.5, y - size * 0.16],
        [x, y - size * 0.1],
        [x + size * 0.52, y - size * 0.2],
        [x + size * 0.4, y],
        [x - size * 0.38, y],
        [x - size * 0.5, y - size * 0.16],
      ],
      6,
    ),
    { top: '#000000', alpha: 0.14 },
  )
  canvas.polygon(
    [
      [x - size * 0.1, y - size * 0.7],
      [x - size * 0.26, y - size * 0.92],
      [x - size * 0.02, y - size * 0.8],
      [x + size * 0.16, y - size * 0.96],
      [x + size * 0.1, y - size * 0.7],
    ],
    { top: colour },
  )
  for (const fold of [-0.22, 0.04, 0.26])
    canvas.line(
      curve(
        [
          [x + fold * 0.3 * size, y - size * 0.66],
          [x + fold * size * 0.9, y - size * 0.4],
          [x + fold * 1.2 * size, y - size * 0.2],
        ],
        5,
      ),
      size * 0.022,
      { top: '#000000', alpha: 0.18 },
    )
  canvas.line(
    curve(
      [
        [x - size * 0.3, y - size * 0.5],
        [x - size * 0.42, y - size * 0.32],
      ],
      4,
    ),
    size * 0.04,
    { top: '#ffffff', alpha: 0.3 },
  )
}

export function drawBox(
  canvas: Canvas,
  x: number,
  y: number,
  width: number,
  height: number,
  turn: number,
): void {
  const slant = width * turn
  canvas.polygon(
    [
      [x, y - height],
      [x + slant, y - height - width * 0.22],
      [x + width + slant, y - height - width * 0.22],
      [x + width, y - height],
    ],
    { top: '#d8ac70' },
  )
  canvas.rect(x, y - height, width, height, { top: '#c4935a', bottom: '#a3763f' })
  canvas.rect(x + width * 0.42, y - height, width * 0.15, height, { top: '#8d6334', alpha: 0.8 })
  canvas.polygon(
    [
      [x + width * 0.42, y - height],
      [x + width * 0.42 + slant, y - height - width * 0.22],
      [x + width * 0.57 + slant, y - height - width * 0.22],
      [x + width * 0.57, y - height],
    ],
    { top: '#9c7040', alpha: 0.8 },
  )
  canvas.rect(x + width * 0.08, y - height * 0.3, width * 0.2, height * 0.16, {
    top: '#f0e2c6',
    alpha: 0.75,
  })
  canvas.rect(x + width, y - height, 5, height, { top: '#7d5a30', alpha: 0.9 })
}
