// A lamp-post at dusk; before: it is dark, after: it shines.
import { drawFigures } from './drawPlate.ts'
import { drawTree } from './drawTree.ts'
import type { Scene } from './scene.ts'

const skies = [
  ['#2a3558', '#8d7d8c'],
  ['#253a5c', '#a28777'],
  ['#2d3150', '#76748c'],
] as const

export const lampScene: Scene = (canvas, { random, isAfter, plate }) => {
  const [top, bottom] = random.pick(skies)
  const x = random.between(430, 500)
  const lit = Array.from({ length: 15 }, () => random.between(0, 1) > 0.62)
  canvas.rect(0, 0, 960, 600, { top, bottom })
  canvas.rect(0, 300, 260, 300, { top: '#2b3344', bottom: '#232936' })
  canvas.polygon(
    [
      [260, 300],
      [300, 330],
      [300, 600],
      [260, 600],
    ],
    { top: '#1d222d' },
  )
  lit.forEach((isLit, i) =>
    canvas.rect(24 + (i % 3) * 76, 326 + Math.floor(i / 3) * 54, 44, 30, {
      top: isLit ? '#f3cf7c' : '#3b475c',
    }),
  )
  canvas.rect(300, 430, 110, 170, { top: '#262d3a' })
  canvas.rect(560, 460, 150, 140, { top: '#2a303c' })
  drawTree(canvas, random, 830, 620, 430, '#2c4036', '#1f2e28')
  canvas.rect(0, 592, 960, 128, { top: '#3a3c43', bottom: '#292b30' })
  canvas.rect(0, 592, 960, 8, { top: '#55575d' })
  for (const y of [630, 676]) canvas.rect(0, y, 960, 3, { top: '#191a1d', alpha: 0.5 })
  if (isAfter) {
    canvas.polygon(
      [
        [x + 150, 142],
        [x + 250, 142],
        [x + 440, 690],
        [x - 60, 690],
      ],
      { top: '#ffe9a8', alpha: 0.34, alphaBottom: 0.04 },
    )
    canvas.ellipse(x + 190, 676, 270, 34, { top: '#ffe3a0', alpha: 0.2 })
  }
  canvas.polygon(
    [
      [x - 9, 640],
      [x - 6, 170],
      [x + 6, 170],
      [x + 9, 640],
    ],
    { top: '#191c22' },
  )
  canvas.line(
    [
      [x, 172],
      [x + 4, 140],
      [x + 30, 120],
      [x + 140, 112],
    ],
    11,
    { top: '#191c22' },
  )
  canvas.polygon(
    [
      [x + 120, 100],
      [x + 268, 104],
      [x + 252, 136],
      [x + 136, 134],
    ],
    { top: '#14171c' },
  )
  canvas.roundRect(x - 24, 600, 48, 56, 4, { top: '#22262d', bottom: '#15181d' })
  canvas.shadow(x, 656, 60, 10, 0.6)
  if (isAfter) {
    canvas.glow(x + 196, 138, 190, '#fff0bf', 0.95)
    canvas.ellipse(x + 196, 136, 50, 8, { top: '#fffdf0' })
  } else canvas.ellipse(x + 196, 135, 48, 6, { top: '#3a4048' })
  canvas.roundRect(x - 58, 366, 116, 46, 5, { top: '#e9ece8', bottom: '#cfd4cf' })
  drawFigures(canvas, plate, x, 389, 19, { top: '#20303f' })
}
