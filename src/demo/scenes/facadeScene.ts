// A whole slab from afar, the photo that shows where the near one was taken; before: a wire runs
// down from a window.
import { curve } from '../curve.ts'
import { bikeColours, drawBike } from './drawBike.ts'
import { drawTree } from './drawTree.ts'
import type { Scene } from './scene.ts'

const fronts = [
  ['#c6b193', '#a88f72', '#8b745c'],
  ['#bcbcb1', '#9c9c91', '#7e7e74'],
  ['#c4a58b', '#a7866c', '#876b56'],
] as const

export const facadeScene: Scene = (canvas, { random, isAfter }) => {
  const [front, , side] = random.pick(fronts)
  const colour = random.pick(bikeColours)
  const sky = random.pick([
    ['#a9c6d8', '#dfe7e6'],
    ['#b9c3c8', '#dadedc'],
  ] as const)
  const column = random.whole(0, 1)
  canvas.rect(0, 0, 960, 600, { top: sky[0], bottom: sky[1] })
  canvas.rect(0, 66, 700, 500, { top: front })
  canvas.polygon(
    [
      [700, 66],
      [850, 120],
      [850, 548],
      [700, 566],
    ],
    { top: side },
  )
  canvas.rect(0, 56, 708, 16, { top: '#8b7d69' })
  for (let floor = 0; floor < 3; floor++) {
    canvas.rect(0, 220 + floor * 148, 700, 4, { top: '#5d4e3d', alpha: 0.3 })
    for (const x of [24, 214, 404, 566]) {
      canvas.rect(x - 6, 106 + floor * 148, 122, 100, { top: '#8a7a65' })
      canvas.rect(x, 112 + floor * 148, 52, 88, { top: '#455f6b', bottom: '#2f444d' })
      canvas.rect(x + 58, 112 + floor * 148, 52, 88, { top: '#3d5662', bottom: '#2a3d46' })
      if ((floor + x) % 3 === 0)
        canvas.rect(x, 112 + floor * 148, 26, 88, { top: '#d7cdb4', alpha: 0.6 })
      canvas.rect(x - 12, 204 + floor * 148, 134, 8, { top: '#d9ccb4' })
    }
  }
  for (const y of [170, 318, 466])
    canvas.polygon(
      [
        [752, y - 42],
        [790, y - 32],
        [790, y + 34],
        [752, y + 30],
      ],
      { top: '#43555e', alpha: 0.85 },
    )
  drawTree(canvas, random, 900, 590, 330, '#55815a', '#3e6346')
  canvas.rect(0, 560, 960, 26, { top: '#6f6d62', bottom: '#5d5b52' })
  canvas.rect(0, 584, 960, 136, { top: '#868580', bottom: '#6a6965' })
  canvas.rect(0, 584, 960, 5, { top: '#b3b1aa' })
  canvas.rect(0, 566, 700, 18, { top: '#000000', alpha: 0.3, alphaBottom: 0 })
  if (isAfter) return
  const x = 60 + column * 190
  canvas.line(
    curve(
      [
        [x, 352],
        [x + 8, 430],
        [x + 50, 500],
        [x + 96, 560],
      ],
      10,
    ),
    7,
    { top: '#16191a' },
  )
  drawBike(canvas, x + 150, 618, 0.62, colour)
}
