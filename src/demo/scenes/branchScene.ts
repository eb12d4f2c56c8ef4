// A path through the green; before: a broken branch lies across it.
import type { Canvas, Point } from '../canvas.ts'
import { curve } from '../curve.ts'
import type { SeededRandom } from '../seededRandom.ts'
import { drawTree } from './drawTree.ts'
import type { Scene } from './scene.ts'

function drawBranch(canvas: Canvas, random: SeededRandom): void {
  const spine = curve(
    [
      [120, 500],
      [300, 540],
      [480, 520],
      [660, 574],
      [830, 560],
    ],
    10,
  )
  const twigs = Array.from({ length: 9 }, (_, i): [Point, Point] => {
    const [x, y] = spine[8 + i * 3]!
    return [
      [x, y],
      [x + random.between(30, 90), y + (i % 2 ? 1 : -1) * random.between(50, 110)],
    ]
  })
  canvas.shadow(480, 596, 420, 40, 0.55)
  canvas.polygon(
    [
      ...spine.map(([x, y], i): Point => [x, y - 17 + i * 0.32]),
      ...spine.map(([x, y], i): Point => [x, y + 17 - i * 0.32]).reverse(),
    ],
    { top: '#6c5641', bottom: '#46372a' },
  )
  canvas.ellipse(120, 500, 10, 19, { top: '#d9b98a' })
  for (const twig of twigs) canvas.line(twig, 8, { top: '#54432f' })
  for (const [, [x, y]] of twigs) {
    for (let leaf = 0; leaf < 6; leaf++) {
      canvas.ellipse(
        x + random.between(-58, 58),
        y + random.between(-36, 36),
        random.between(22, 36),
        random.between(10, 16),
        { top: random.pick(['#4f7d4a', '#3f6a40', '#6a9455', '#8a9a4d']) },
        random.between(0, 3),
      )
    }
  }
}

export const branchScene: Scene = (canvas, { random, isAfter }) => {
  const grass = random.pick([
    ['#8aa873', '#647f50'],
    ['#96a672', '#6f7d4c'],
    ['#7fa27a', '#587a55'],
  ] as const)
  const bend = random.between(-50, 50)
  canvas.rect(0, 0, 960, 330, { top: '#b5d0dd', bottom: '#e3e9e4' })
  canvas.rect(600, 120, 300, 210, { top: '#c2b49d', bottom: '#ab9d86' })
  for (let i = 0; i < 12; i++)
    canvas.rect(628 + (i % 4) * 68, 140 + Math.floor(i / 4) * 58, 38, 34, { top: '#566a73' })
  canvas.rect(0, 316, 960, 404, { top: grass[0], bottom: grass[1] })
  canvas.polygon(
    [
      [446 + bend, 318],
      [514 + bend, 318],
      [800, 720],
      [140, 720],
    ],
    { top: '#c6beb0', bottom: '#a59d8f' },
  )
  for (const share of [0.08, 0.2, 0.38, 0.62])
    canvas.rect(446 + bend - (306 + bend) * share, 318 + 402 * share, 68 + 592 * share, 2.5, {
      top: '#6c665c',
      alpha: 0.5,
    })
  drawTree(canvas, random, 210, 366, 350)
  drawTree(canvas, random, 760, 380, 300)
  drawTree(canvas, random, 40, 430, 420, '#557f4e', '#3a5d3a')
  drawTree(canvas, random, 930, 450, 460, '#55804f', '#3c603d')
  if (isAfter) canvas.ellipse(470, 560, 220, 20, { top: '#ffffff', alpha: 0.08 })
  else drawBranch(canvas, random)
}
