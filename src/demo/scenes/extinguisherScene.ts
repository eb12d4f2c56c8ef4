// The extinguisher cabinet in a stairwell; before: one is gone and the glass is broken.
import type { Canvas } from '../canvas.ts'
import { drawPlate } from './drawPlate.ts'
import type { Scene } from './scene.ts'

function drawExtinguisher(canvas: Canvas, x: number): void {
  canvas.roundRect(x - 44, 312, 88, 214, 26, { top: '#c8372c', bottom: '#92211a' })
  canvas.rect(x - 28, 330, 12, 180, { top: '#ffffff', alpha: 0.25 })
  canvas.rect(x - 44, 380, 88, 66, { top: '#f0ece0' })
  canvas.rect(x - 32, 394, 64, 6, { top: '#9a968c' })
  canvas.rect(x - 32, 410, 48, 6, { top: '#9a968c' })
  canvas.rect(x - 12, 282, 24, 36, { top: '#2b2e30' })
  canvas.line(
    [
      [x - 26, 276],
      [x + 34, 268],
    ],
    11,
    { top: '#2b2e30' },
  )
  canvas.line(
    [
      [x + 12, 294],
      [x + 56, 320],
      [x + 60, 440],
    ],
    8,
    { top: '#1f2223' },
  )
  canvas.circle(x + 6, 300, 9, { top: '#9fc27a' })
}

export const extinguisherScene: Scene = (canvas, { random, isAfter, plate }) => {
  const dado = random.pick(['#8ba595', '#93a7b1', '#b09f86'])
  canvas.rect(0, 0, 960, 720, { top: '#d2d2cb', bottom: '#bcbbb2' })
  canvas.rect(0, 420, 960, 210, { top: dado })
  canvas.rect(0, 414, 960, 8, { top: '#59665f', alpha: 0.6 })
  canvas.rect(0, 628, 960, 92, { top: '#75726c', bottom: '#5b5853' })
  canvas.rect(0, 622, 960, 12, { top: '#4c4a46' })
  canvas.roundRect(258, 196, 470, 384, 10, { top: '#000000', alpha: 0.22 })
  canvas.roundRect(246, 182, 470, 384, 10, { top: '#bf3329', bottom: '#9a251d' })
  canvas.rect(270, 250, 422, 296, { top: '#3a3432', bottom: '#544b47' })
  canvas.rect(276, 200, 410, 34, { top: '#a32920' })
  for (let i = 0; i < 4; i++)
    canvas.roundRect(330 + i * 80, 205, 44, 24, 4, { top: '#f3e9dc', alpha: 0.9 })
  drawExtinguisher(canvas, 376)
  if (isAfter) {
    drawExtinguisher(canvas, 584)
    canvas.polygon(
      [
        [300, 250],
        [400, 250],
        [300, 546],
        [270, 546],
        [270, 350],
      ],
      { top: '#e6f2f4', alpha: 0.16 },
    )
  } else {
    canvas.ellipse(584, 530, 56, 9, { top: '#000000', alpha: 0.35 })
    canvas.polygon(
      [
        [270, 250],
        [352, 250],
        [318, 300],
        [330, 338],
        [270, 372],
      ],
      { top: '#e6f2f4', alpha: 0.34 },
    )
    canvas.polygon(
      [
        [692, 546],
        [692, 430],
        [646, 470],
        [660, 510],
        [612, 546],
      ],
      { top: '#e6f2f4', alpha: 0.34 },
    )
    for (const x of [560, 600, 652])
      canvas.polygon(
        [
          [x, 664],
          [x + 22, 652],
          [x + 34, 670],
        ],
        { top: '#dfeaea', alpha: 0.8 },
      )
  }
  drawPlate(canvas, plate, 836, 250, 120, 56)
}
