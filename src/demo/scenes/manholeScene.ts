// Paving from above with a manhole; before: its cover lies askew, after: it is closed.
import { type Canvas, ellipseRing } from '../canvas.ts'
import type { Scene } from './scene.ts'

function drawCover(canvas: Canvas, cx: number, cy: number, turn: number): void {
  canvas.ellipse(cx, cy + 12, 196, 158, { top: '#26292b' })
  canvas.ellipse(cx, cy, 196, 158, { top: '#656a6d', bottom: '#484d50' })
  canvas.ellipse(cx, cy, 176, 140, { top: '#565b5e', bottom: '#3f4447' })
  for (let bar = -3; bar <= 3; bar++) {
    const half = Math.sqrt(1 - (bar / 4.4) ** 2) * 112
    const along = (d: number): [number, number] => [
      cx + bar * 40 * Math.cos(turn) - d * Math.sin(turn),
      cy + (bar * 40 * Math.sin(turn) + d * Math.cos(turn)) * 0.8,
    ]
    if (bar !== 0) canvas.line([along(-half), along(half)], 11, { top: '#2d3133' })
  }
  canvas.ellipse(cx, cy, 34, 27, { top: '#3a3f42' })
  canvas.line(ellipseRing(cx, cy - 3, 186, 149).slice(30, 50), 4, { top: '#ffffff', alpha: 0.16 })
}

export const manholeScene: Scene = (canvas, { random, isAfter }) => {
  const tones = random.pick([
    ['#9d9990', '#8b877e'],
    ['#a09a92', '#8f8880'],
    ['#93989a', '#828789'],
  ] as const)
  const slip = {
    x: random.between(80, 130),
    y: random.between(-66, -30),
    turn: random.between(0.2, 0.9),
  }
  const leaves = Array.from({ length: 9 }, () => ({
    x: random.between(20, 940),
    y: random.between(20, 700),
    turn: random.between(0, 3),
    colour: random.pick(['#b5843f', '#8a6a35', '#6f7c45']),
  }))
  canvas.rect(0, 0, 960, 720, { top: tones[0], bottom: tones[1] })
  for (let row = 0; row < 6; row++) {
    for (let column = -1; column < 6; column++) {
      const shade = random.between(0, 0.12)
      canvas.rect(column * 192 + (row % 2) * 96, row * 124, 192, 124, {
        top: '#2e2b27',
        alpha: shade,
      })
      canvas.rect(column * 192 + (row % 2) * 96, row * 124, 4, 124, { top: '#55514a', alpha: 0.8 })
    }
    canvas.rect(0, row * 124, 960, 5, { top: '#55514a', alpha: 0.8 })
  }
  for (const { x, y, turn, colour } of leaves) canvas.ellipse(x, y, 15, 6, { top: colour }, turn)
  const [x, y] = [440, 370]
  canvas.ellipse(x, y, 226, 184, { top: '#7b776f', bottom: '#8f8b82' })
  canvas.ellipse(x, y, 208, 168, { top: '#26282a', bottom: '#3a3d3f' })
  if (isAfter) drawCover(canvas, x, y, 0.3)
  else {
    canvas.ellipse(x, y + 8, 196, 156, { top: '#050607', bottom: '#121416' })
    canvas.shadow(x + slip.x + 6, y + slip.y + 26, 214, 172, 0.5)
    drawCover(canvas, x + slip.x, y + slip.y, slip.turn)
  }
  canvas.rect(0, 0, 960, 720, { top: '#fff4dd', alpha: 0.08, alphaBottom: 0 })
}
