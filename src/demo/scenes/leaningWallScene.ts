// The estate's wall; before: it leans and is cracked, after: it is fenced off and propped up.
import type { Point } from '../canvas.ts'
import { curve } from '../curve.ts'
import { drawTree } from './drawTree.ts'
import type { Scene } from './scene.ts'
import { drawGround } from './wallScene.ts'

export const leaningWallScene: Scene = (canvas, { random, isAfter }) => {
  const brick = random.pick(['#a2634a', '#8f8677', '#a98a68'])
  const lean = random.between(56, 88)
  const crackX = random.between(400, 520)
  canvas.rect(0, 0, 960, 560, { top: '#b7cdda', bottom: '#dfe6e3' })
  for (const [x, size] of [
    [130, 420],
    [430, 360],
    [800, 440],
  ] as const)
    drawTree(canvas, random, x, 470, size)
  drawGround(canvas, 560, '#8d8a82', '#6a6761')
  const at = (x: number, y: number): Point => [
    x + ((560 - y) / 360) * (x > 330 ? lean * Math.min(1, (x - 330) / 160) : 0),
    y,
  ]
  canvas.polygon([at(0, 200), at(330, 200), at(490, 214), at(760, 222), at(760, 566), at(0, 566)], {
    top: brick,
  })
  canvas.polygon([at(760, 222), [800 + lean, 250], [806, 566], at(760, 566)], {
    top: '#3f332a',
    alpha: 0.8,
  })
  for (let row = 0; row < 13; row++) {
    const y = 228 + row * 27
    canvas.line([at(0, y), at(330, y), at(490, y), at(760, y + 4)], 2, {
      top: '#e4d6c2',
      alpha: 0.3,
    })
    for (let x = (row % 2) * 34; x < 760; x += 68)
      canvas.line([at(x, y), at(x, Math.min(562, y + 27))], 2, { top: '#e4d6c2', alpha: 0.24 })
  }
  canvas.polygon(
    [
      at(-10, 180),
      at(330, 180),
      at(490, 194),
      at(776, 202),
      at(776, 226),
      at(490, 218),
      at(330, 204),
      at(-10, 204),
    ],
    { top: '#cbc3b3', bottom: '#a59c8a' },
  )
  canvas.polygon([at(0, 204), at(760, 226), at(760, 250), at(0, 228)], {
    top: '#000000',
    alpha: 0.16,
  })
  const crack = [
    [0, 204],
    [-22, 262],
    [14, 310],
    [-16, 370],
    [20, 420],
    [-6, 482],
    [16, 562],
  ].map(([dx, y]) => at(crackX + dx! + random.between(-8, 8), y!))
  canvas.polygon([...crack, ...crack.map(([x, y], i): Point => [x + 17 - i * 2.2, y]).reverse()], {
    top: '#17130f',
  })
  for (const i of [1, 3, 4])
    canvas.line(
      [
        crack[i]!,
        [crack[i]![0] + (i % 2 ? 46 : -44), crack[i]![1] + 34],
        [crack[i]![0] + (i % 2 ? 64 : -60), crack[i]![1] + 62],
      ],
      3.4,
      { top: '#1d1813' },
    )
  canvas.line(
    [
      [760 - 6, 110],
      [760 - 6, 560],
    ],
    2.6,
    { top: '#f6f3e8', alpha: 0.8 },
  )
  canvas.circle(754, 566, 9, { top: '#c0a24b' })
  canvas.shadow(520, 570, 320, 16, 0.5)
  if (!isAfter) return
  for (const x of [440, 640]) canvas.line([at(x, 330), [x + 190, 640]], 18, { top: '#b48a52' })
  for (const x of [150, 390, 630, 870]) {
    canvas.shadow(x, 676, 50, 9, 0.5)
    canvas.polygon(
      [
        [x - 8, 560],
        [x + 8, 560],
        [x + 34, 674],
        [x - 34, 674],
      ],
      { top: '#e0602c' },
    )
    canvas.polygon(
      [
        [x - 17, 604],
        [x + 17, 604],
        [x + 23, 630],
        [x - 23, 630],
      ],
      { top: '#f4f1e8' },
    )
    canvas.rect(x - 44, 670, 88, 10, { top: '#2c2b29' })
  }
  canvas.line(
    curve(
      [
        [150, 580],
        [270, 600],
        [390, 580],
        [510, 600],
        [630, 580],
        [750, 600],
        [870, 580],
      ],
      8,
    ),
    13,
    { top: '#c8322a' },
  )
}
