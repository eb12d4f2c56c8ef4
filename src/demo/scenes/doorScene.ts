// A dwelling's door with its number, as proof of a visit. Nobody and nothing behind it is shown.
import { drawPlate } from './drawPlate.ts'
import type { Scene } from './scene.ts'

export const doorScene: Scene = (canvas, { random, plate }) => {
  const wall = random.pick([
    ['#d6d2c6', '#bdb7a8'],
    ['#cdd2cc', '#b2b8b1'],
    ['#d9cfbf', '#bfb19d'],
  ] as const)
  const door = random.pick([
    ['#70543a', '#533c28'],
    ['#4a5d57', '#33443f'],
    ['#7b3f30', '#5b2c21'],
    ['#565a66', '#3d414b'],
  ] as const)
  const mat = random.pick(['#7d3a32', '#3f5a4c', '#4b4f59', '#8a6b3b'])
  const hasSign = random.between(0, 1) > 0.3
  const hasShoes = random.between(0, 1) > 0.5
  canvas.rect(0, 0, 960, 620, { top: wall[0], bottom: wall[1] })
  canvas.rect(0, 400, 960, 212, { top: '#8fa598', alpha: 0.7 })
  canvas.rect(0, 394, 960, 7, { top: '#5f6e66', alpha: 0.6 })
  canvas.rect(0, 608, 960, 112, { top: '#7c786f', bottom: '#5f5b54' })
  canvas.rect(282, 70, 396, 546, { top: '#47413a' })
  canvas.rect(304, 92, 352, 524, { top: door[0], bottom: door[1] })
  for (const [y, height] of [
    [124, 200],
    [356, 226],
  ] as const) {
    canvas.roundRect(344, y, 272, height, 8, { top: '#000000', alpha: 0.22 })
    canvas.roundRect(352, y + 8, 256, height - 16, 6, { top: door[0], bottom: door[1] })
    canvas.rect(352, y + 8, 256, 5, { top: '#ffffff', alpha: 0.16 })
  }
  if (hasSign) {
    canvas.polygon(
      [
        [480, 140],
        [556, 216],
        [480, 292],
        [404, 216],
      ],
      { top: '#c2352a', bottom: '#a5271e' },
    )
    canvas.polygon(
      [
        [480, 160],
        [536, 216],
        [480, 272],
        [424, 216],
      ],
      { top: '#d9a13b' },
    )
    canvas.polygon(
      [
        [480, 170],
        [526, 216],
        [480, 262],
        [434, 216],
      ],
      { top: '#b92d23' },
    )
  }
  canvas.circle(480, 340, 9, { top: '#d9cda6' })
  canvas.circle(480, 340, 5, { top: '#1a1a18' })
  canvas.roundRect(612, 346, 30, 132, 10, { top: '#d0c6a4', bottom: '#988c66' })
  canvas.line(
    [
      [627, 392],
      [584, 392],
    ],
    14,
    { top: '#e2d9b8' },
  )
  canvas.circle(627, 446, 7, { top: '#2b2a26' })
  drawPlate(canvas, plate, 778, 232, 150, 70)
  canvas.roundRect(740, 330, 60, 90, 8, { top: '#e9ebe7', bottom: '#cbcfca' })
  canvas.circle(770, 366, 15, { top: '#8d9691' })
  canvas.roundRect(86, 170, 124, 170, 6, { top: '#c3c7c4', bottom: '#a2a7a3' })
  canvas.roundRect(106, 192, 84, 56, 4, { top: '#39433f' })
  for (const y of [268, 288, 308]) canvas.rect(106, y, 84, 6, { top: '#7e8581' })
  canvas.polygon(
    [
      [330, 640],
      [630, 640],
      [668, 700],
      [292, 700],
    ],
    { top: mat },
  )
  canvas.polygon(
    [
      [346, 650],
      [614, 650],
      [642, 690],
      [318, 690],
    ],
    { top: '#ffffff', alpha: 0.12 },
  )
  if (hasShoes) for (const x of [722, 770]) canvas.ellipse(x, 650, 20, 34, { top: '#2d3134' }, 0.25)
  canvas.rect(0, 560, 960, 160, { top: '#000000', alpha: 0, alphaBottom: 0.2 })
}
