// The lane kept free for fire engines, between two buildings; before: a car stands on it.
import type { Canvas, Point } from '../canvas.ts'
import { drawTree } from './drawTree.ts'
import type { Scene } from './scene.ts'

const carColours = ['#d9dcdc', '#3d464d', '#8f2f2c', '#2f4d73', '#b6b1a4'] as const

function drawCar(canvas: Canvas, x: number, y: number, colour: string): void {
  canvas.shadow(x, y + 2, 236, 30, 0.75)
  for (const side of [-150, 98]) canvas.roundRect(x + side, y - 52, 54, 58, 12, { top: '#151718' })
  canvas.polygon(
    [
      [x - 128, y - 190],
      [x - 100, y - 272],
      [x - 76, y - 286],
      [x + 76, y - 286],
      [x + 100, y - 272],
      [x + 128, y - 190],
    ],
    { top: colour },
  )
  canvas.polygon(
    [
      [x - 106, y - 194],
      [x - 84, y - 262],
      [x + 84, y - 262],
      [x + 106, y - 194],
    ],
    { top: '#2b3b44', bottom: '#1c262c' },
  )
  canvas.polygon(
    [
      [x - 60, y - 262],
      [x - 10, y - 262],
      [x - 50, y - 194],
      [x - 96, y - 194],
    ],
    { top: '#a8c3cd', alpha: 0.25 },
  )
  canvas.roundRect(x - 168, y - 196, 336, 166, 26, { top: colour })
  canvas.roundRect(x - 168, y - 196, 336, 166, 26, { top: '#ffffff', alpha: 0.2, alphaBottom: 0 })
  canvas.rect(x - 166, y - 72, 332, 42, { top: '#1e2224', alpha: 0.85 })
  for (const side of [-158, 92])
    canvas.roundRect(x + side, y - 168, 66, 38, 10, { top: '#c8392d', bottom: '#8d211a' })
  canvas.roundRect(x - 58, y - 146, 116, 36, 5, { top: '#2467b1', bottom: '#1a518f' })
  canvas.rect(x - 150, y - 106, 300, 3, { top: '#000000', alpha: 0.25 })
}

export const fireLaneScene: Scene = (canvas, { random, isAfter }) => {
  const car = {
    colour: random.pick(carColours),
    x: random.between(440, 520),
    y: random.between(606, 640),
  }
  const house = random.pick(['#bba98f', '#a9aca6', '#c0ab93'])
  canvas.rect(0, 0, 960, 400, { top: '#aac5d6', bottom: '#dde5e4' })
  canvas.rect(300, 330, 380, 60, { top: '#5c7f5a', bottom: '#4a6a4b' })
  drawTree(canvas, random, 420, 340, 190)
  drawTree(canvas, random, 560, 340, 160)
  const row = (near: number, far: number, y0: number, y1: number, horizon: number): Point[] => [
    [near, y0],
    [far, y0 + (horizon - y0) * 0.66],
    [far, y1 + (horizon - y1) * 0.66],
    [near, y1],
  ]
  canvas.polygon(row(0, 330, -60, 520, 310), { top: house })
  canvas.polygon(row(960, 640, -60, 520, 310), { top: house })
  canvas.polygon(row(960, 640, -60, 520, 310), { top: '#000000', alpha: 0.16 })
  for (const [near, far] of [
    [0, 330],
    [960, 640],
  ] as const) {
    for (const y of [40, 190, 340]) {
      for (const t of [0.06, 0.36, 0.62, 0.82]) {
        const at = (along: number, level: number): Point => [
          near + (far - near) * along,
          level + (310 - level) * 0.66 * along,
        ]
        canvas.polygon([at(t, y), at(t + 0.15, y), at(t + 0.15, y + 86), at(t, y + 86)], {
          top: '#3a4a52',
          alpha: 0.9,
        })
      }
    }
  }
  canvas.polygon(
    [
      [0, 470],
      [330, 378],
      [640, 378],
      [960, 470],
      [960, 720],
      [0, 720],
    ],
    { top: '#5d5f60', bottom: '#46484a' },
  )
  canvas.polygon(
    [
      [0, 470],
      [330, 378],
      [352, 378],
      [0, 560],
    ],
    { top: '#7c8a6d' },
  )
  canvas.polygon(
    [
      [960, 470],
      [640, 378],
      [618, 378],
      [960, 560],
    ],
    { top: '#7c8a6d' },
  )
  const mark = { top: '#e2b53a', alpha: 0.92 }
  const lane = (share: number, side: number): Point => [
    480 + side * (70 + share * 330),
    392 + share * 318,
  ]
  canvas.line([lane(0, -1), lane(1, -1)], 11, mark)
  canvas.line([lane(0, 1), lane(1, 1)], 11, mark)
  for (let i = 0; i < 6; i++) {
    const [from, to] = [(i / 6) ** 1.5, ((i + 1) / 6) ** 1.5]
    canvas.line([lane(from, -1), lane(to, 1)], 4 + i * 1.4, mark)
    canvas.line([lane(from, 1), lane(to, -1)], 4 + i * 1.4, mark)
  }
  canvas.rect(846, 300, 9, 250, { top: '#6b7072' })
  canvas.roundRect(790, 214, 122, 122, 8, { top: '#c12f27', bottom: '#9d221b' })
  canvas.circle(851, 275, 40, { top: '#f6f3ee' })
  canvas.circle(851, 275, 29, { top: '#b92b23' })
  canvas.rect(828, 268, 46, 14, { top: '#f6f3ee' })
  if (!isAfter) drawCar(canvas, car.x, car.y, car.colour)
}
