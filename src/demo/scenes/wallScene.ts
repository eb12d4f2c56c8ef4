// Outer wall with a window, a door and its plate; before: a cable hangs out of the window to an
// e-bike (flying wire).
import type { Canvas } from '../canvas.ts'
import { curve } from '../curve.ts'
import { bikeColours, drawBike } from './drawBike.ts'
import { drawPlate } from './drawPlate.ts'
import type { Scene } from './scene.ts'

const walls = [
  ['#c3b097', '#a08c74'],
  ['#b9b4a6', '#979081'],
  ['#bda68f', '#93806c'],
  ['#b5b9b4', '#8d928d'],
] as const

export function drawGround(
  canvas: Canvas,
  horizon: number,
  top = '#8d8c88',
  bottom = '#6c6b68',
): void {
  canvas.rect(0, horizon, 960, 720 - horizon, { top, bottom })
  for (const share of [0.16, 0.42, 0.78])
    canvas.rect(0, horizon + (720 - horizon) * share, 960, 2 + share * 2, {
      top: '#4b4a48',
      alpha: 0.45,
    })
  for (let i = -6; i <= 6; i++)
    canvas.line(
      [
        [480 + i * 96, horizon],
        [480 + i * 190, 720],
      ],
      2.5,
      { top: '#4b4a48', alpha: 0.4 },
    )
  canvas.rect(0, horizon, 960, 12, { top: '#000000', alpha: 0.3, alphaBottom: 0 })
}

function drawWindow(canvas: Canvas, x: number, y: number): void {
  canvas.rect(x - 14, y - 14, 288, 278, { top: '#5f584d' })
  canvas.rect(x, y, 260, 250, { top: '#4a636d', bottom: '#26373e' })
  canvas.polygon(
    [
      [x + 30, y],
      [x + 110, y],
      [x + 30, y + 250],
      [x, y + 250],
      [x, y + 80],
    ],
    { top: '#a9c4cb', alpha: 0.16 },
  )
  canvas.rect(x, y, 60, 250, { top: '#d5ccb6', bottom: '#b0a68f', alpha: 0.55 })
  canvas.rect(x + 124, y, 12, 250, { top: '#39413f' })
  for (let bar = 0; bar <= 8; bar++)
    canvas.rect(x - 2 + bar * 32, y - 10, 7, 272, { top: '#d9dcd9', bottom: '#a9aeab' })
  for (const at of [44, 196]) canvas.rect(x - 12, y + at, 284, 7, { top: '#cfd3d0' })
  canvas.rect(x - 24, y + 264, 308, 16, { top: '#d3c7b2', bottom: '#8b7f6d' })
  canvas.rect(x - 20, y + 280, 300, 18, { top: '#000000', alpha: 0.22, alphaBottom: 0 })
}

function drawDoor(canvas: Canvas, x: number): void {
  canvas.rect(x - 16, 236, 236, 336, { top: '#66604f', bottom: '#545041' })
  canvas.rect(x, 254, 204, 318, { top: '#2f4b42', bottom: '#223830' })
  for (const leaf of [x + 14, x + 108]) {
    canvas.rect(leaf, 280, 82, 214, { top: '#3f5f57', bottom: '#2b423c' })
    canvas.polygon(
      [
        [leaf + 30, 280],
        [leaf + 70, 280],
        [leaf + 10, 494],
        [leaf, 494],
        [leaf, 380],
      ],
      { top: '#c9e0d9', alpha: 0.16 },
    )
  }
  canvas.rect(x + 99, 254, 6, 318, { top: '#14241e' })
  for (const handle of [x + 86, x + 112])
    canvas.roundRect(handle, 392, 7, 62, 3, { top: '#d8c48d', bottom: '#9d8950' })
  canvas.polygon(
    [
      [x - 60, 196],
      [x + 290, 196],
      [x + 290, 226],
      [x - 44, 226],
    ],
    { top: '#86755d', bottom: '#64563f' },
  )
  canvas.rect(x - 30, 226, 280, 26, { top: '#000000', alpha: 0.35, alphaBottom: 0 })
}

export const wallScene: Scene = (canvas, { random, isAfter, plate }) => {
  const [top, bottom] = random.pick(walls)
  const bike = {
    colour: random.pick(bikeColours),
    x: random.between(455, 520),
    scale: random.between(1.15, 1.3),
  }
  const sag = random.between(-26, 26)
  const windowX = random.between(96, 150)
  canvas.rect(0, 0, 960, 580, { top, bottom })
  for (let y = 62; y < 560; y += 84) canvas.rect(0, y, 960, 3, { top: '#3f3529', alpha: 0.13 })
  canvas.rect(0, 520, 960, 54, { top: '#6f675b', bottom: '#5a5349' })
  drawGround(canvas, 572)
  drawWindow(canvas, windowX, 84)
  drawDoor(canvas, 740)
  drawPlate(canvas, plate, 566, 218, 150, 66)
  if (!isAfter) {
    const from = windowX + 60
    const cable = curve(
      [
        [from, 340],
        [from + 12 + sag, 420],
        [from + 110, 496 + sag],
        [bike.x - 120, 470],
        [bike.x + 10, 610 - 84 * bike.scale],
      ],
      12,
    )
    canvas.line(
      cable.map(([x, y]) => [x + 10, y + 8]),
      9,
      { top: '#000000', alpha: 0.16 },
    )
    canvas.line(cable, 10, { top: '#15181a' })
    canvas.line(
      curve(
        [
          [from + 26, 340],
          [from + 60, 440 - sag],
          [from + 150, 520],
          [bike.x - 40, 560],
        ],
        12,
      ),
      5,
      { top: '#2a2f31' },
    )
    drawBike(canvas, bike.x, 622, bike.scale, bike.colour)
    canvas.roundRect(windowX + 44, 326, 52, 24, 5, { top: '#ecebe6', bottom: '#c9c7be' })
  }
  canvas.rect(0, 500, 960, 220, { top: '#000000', alpha: 0, alphaBottom: 0.22 })
}
