// A corridor seen down its length; before: boxes, a crate and a bag stand in it.
import { drawBag, drawBox } from './drawBag.ts'
import { drawPlate } from './drawPlate.ts'
import type { Scene } from './scene.ts'

const paints = [
  ['#d3cec2', '#bdb6a6'],
  ['#cfd3cd', '#b3bab2'],
  ['#d8cfc0', '#bfae98'],
] as const

export const corridorScene: Scene = (canvas, { random, isAfter, plate }) => {
  const [light, shade] = random.pick(paints)
  const door = random.pick(['#6b5640', '#5b4a3c', '#4d5a55', '#7a4a38'])
  const dado = random.pick(['#8ba595', '#92a6ad', '#a79c86'])
  const crate = random.pick(['#557f9f', '#5f8f6a', '#9f6a55'])
  const shift = random.between(-24, 24)
  const bag = random.pick(['#e4e5e1', '#3c4145', '#cbd8df'])
  canvas.rect(0, 0, 960, 720, { top: shade })
  canvas.polygon(
    [
      [0, 0],
      [960, 0],
      [650, 190],
      [310, 190],
    ],
    { top: '#d9d5ca', bottom: '#c1bbae' },
  )
  canvas.polygon(
    [
      [0, 720],
      [960, 720],
      [650, 500],
      [310, 500],
    ],
    { top: '#87827a', bottom: '#5f5b55' },
  )
  canvas.polygon(
    [
      [0, 0],
      [310, 190],
      [310, 500],
      [0, 720],
    ],
    { top: '#aaa59b', bottom: '#8c877d' },
  )
  canvas.polygon(
    [
      [960, 0],
      [650, 190],
      [650, 500],
      [960, 720],
    ],
    { top: '#a29d93', bottom: '#827d74' },
  )
  canvas.polygon(
    [
      [0, 430],
      [310, 376],
      [310, 500],
      [0, 720],
    ],
    { top: dado, alpha: 0.8 },
  )
  canvas.polygon(
    [
      [960, 430],
      [650, 376],
      [650, 500],
      [960, 720],
    ],
    { top: dado, alpha: 0.68 },
  )
  canvas.rect(310, 190, 340, 310, { top: light, bottom: shade })
  canvas.rect(310, 376, 340, 124, { top: dado, alpha: 0.55 })
  for (const [x, low] of [
    [170, 600],
    [60, 680],
  ] as const)
    canvas.line(
      [
        [x, low],
        [960 - x, low],
      ],
      2.5,
      { top: '#3f3c38', alpha: 0.4 },
    )
  for (const x of [-300, 120, 840, 1260])
    canvas.line(
      [
        [480 + (x - 480) * 0.24, 500],
        [x, 720],
      ],
      2.5,
      { top: '#3f3c38', alpha: 0.35 },
    )
  canvas.rect(402, 246, 156, 254, { top: '#423526' })
  canvas.rect(412, 256, 136, 244, { top: door })
  for (const y of [272, 388]) canvas.rect(430, y, 100, 92, { top: '#000000', alpha: 0.12 })
  canvas.circle(536, 380, 6, { top: '#dcc68a' })
  drawPlate(canvas, plate, 605, 290, 64, 32)
  canvas.glow(480, 96, 170, '#fff6d8', 0.9)
  canvas.ellipse(480, 96, 36, 17, { top: '#fffbea' })
  canvas.polygon(
    [
      [716, 236],
      [780, 214],
      [780, 344],
      [716, 346],
    ],
    { top: '#c9ccc9', bottom: '#a3a7a4' },
  )
  canvas.polygon(
    [
      [726, 252],
      [770, 236],
      [770, 284],
      [726, 292],
    ],
    { top: '#50595a' },
  )
  if (isAfter) {
    canvas.polygon(
      [
        [390, 500],
        [570, 500],
        [690, 720],
        [270, 720],
      ],
      { top: '#ffffff', alpha: 0.16, alphaBottom: 0.02 },
    )
  } else {
    canvas.shadow(200, 690, 230, 34, 0.6)
    drawBox(canvas, 96 + shift, 560, 150, 128, 0.2)
    drawBox(canvas, 40 + shift, 694, 228, 176, 0.16)
    drawBox(canvas, 74 + shift, 505, 130, 96, -0.1)
    canvas.shadow(800, 668, 180, 26, 0.6)
    canvas.polygon(
      [
        [668, 530],
        [716, 490],
        [956, 490],
        [956, 530],
      ],
      { top: '#b9cbd6' },
    )
    canvas.rect(668, 530, 292, 132, { top: crate })
    canvas.rect(668, 530, 292, 132, { top: '#000000', alpha: 0.02, alphaBottom: 0.3 })
    for (let x = 690; x < 950; x += 50)
      canvas.roundRect(x, 556, 34, 76, 6, { top: '#000000', alpha: 0.2 })
    drawBag(canvas, 470 + shift, 664, 190, bag)
  }
  canvas.rect(0, 480, 960, 240, { top: '#000000', alpha: 0, alphaBottom: 0.2 })
}
