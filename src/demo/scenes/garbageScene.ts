// The bins of the estate; before: bags lie beside them and one bin is too full to close.
import { drawBag } from './drawBag.ts'
import type { Scene } from './scene.ts'
import { drawGround } from './wallScene.ts'

const binColours = ['#3a3f42', '#6b4a34', '#2d639b', '#a23a34'] as const
const bagColours = ['#2e3335', '#e3e4df', '#5d7f5f', '#a7b7c4', '#c8b17f', '#1f2426'] as const

export const garbageScene: Scene = (canvas, { random, isAfter }) => {
  const wall = random.pick(['#b7b3a6', '#a9b1ad', '#bfae97'])
  const roof = random.pick(['#3f6b57', '#5d6470', '#7a4c3c'])
  const shift = random.between(-20, 20)
  const bags = Array.from({ length: 8 }, (_, i) => ({
    x: 130 + i * 100 + random.between(-36, 36),
    y: random.between(628, 690),
    size: random.between(100, 165),
    colour: random.pick(bagColours),
  }))
  canvas.rect(0, 0, 960, 560, { top: '#c7d3d8', bottom: '#dbe0de' })
  canvas.rect(40, 120, 880, 440, { top: wall })
  canvas.rect(40, 120, 880, 440, { top: '#000000', alpha: 0.26, alphaBottom: 0.02 })
  for (let y = 190; y < 540; y += 56) canvas.rect(40, y, 880, 2.5, { top: '#4b463c', alpha: 0.2 })
  canvas.polygon(
    [
      [0, 92],
      [960, 92],
      [920, 150],
      [40, 150],
    ],
    { top: roof },
  )
  canvas.rect(40, 150, 880, 30, { top: '#000000', alpha: 0.32, alphaBottom: 0 })
  canvas.roundRect(330, 196, 300, 72, 6, { top: '#f2f3ef', bottom: '#dcded9' })
  binColours.forEach((colour, i) => canvas.roundRect(348 + i * 69, 210, 56, 44, 5, { top: colour }))
  drawGround(canvas, 548, '#96948e', '#716f6a')
  binColours.forEach((colour, i) => {
    const x = 110 + i * 192 + shift
    const isOpen = !isAfter && i === 1
    canvas.shadow(x + 75, 606, 100, 14, 0.55)
    if (isOpen) {
      drawBag(canvas, x + 74, 392, 120, '#e0e1dc')
      canvas.polygon(
        [
          [x - 20, 300],
          [x - 4, 292],
          [x + 22, 380],
          [x + 4, 384],
        ],
        { top: colour },
      )
    }
    canvas.polygon(
      [
        [x, 372],
        [x + 150, 372],
        [x + 138, 600],
        [x + 12, 600],
      ],
      { top: colour },
    )
    canvas.polygon(
      [
        [x, 372],
        [x + 150, 372],
        [x + 138, 600],
        [x + 12, 600],
      ],
      { top: '#ffffff', alpha: 0.12, alphaBottom: 0 },
    )
    if (!isOpen)
      canvas.polygon(
        [
          [x - 10, 378],
          [x + 4, 346],
          [x + 146, 346],
          [x + 160, 378],
        ],
        { top: colour },
      )
    if (!isOpen)
      canvas.polygon(
        [
          [x - 10, 378],
          [x + 4, 346],
          [x + 146, 346],
          [x + 160, 378],
        ],
        { top: '#ffffff', alpha: 0.2 },
      )
    canvas.rect(x - 6, 372, 162, 9, { top: '#000000', alpha: 0.28 })
    canvas.circle(x + 75, 470, 27, { top: '#f2f4f1', alpha: 0.85 })
    canvas.polygon(
      [
        [x + 75, 452],
        [x + 92, 482],
        [x + 58, 482],
      ],
      { top: colour },
    )
    for (const wheel of [x + 28, x + 122]) canvas.circle(wheel, 602, 13, { top: '#191b1c' })
  })
  if (isAfter) canvas.ellipse(470, 668, 330, 28, { top: '#ffffff', alpha: 0.1 })
  else
    for (const bag of [...bags].sort((a, b) => a.y - b.y))
      drawBag(canvas, bag.x, bag.y, bag.size, bag.colour)
}
