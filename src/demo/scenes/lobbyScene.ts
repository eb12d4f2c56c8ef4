// The ground-floor hall with its lift; before: an e-bike is parked in it.
import { bikeColours, drawBike } from './drawBike.ts'
import { drawPlate } from './drawPlate.ts'
import type { Scene } from './scene.ts'

export const lobbyScene: Scene = (canvas, { random, isAfter, plate }) => {
  const dado = random.pick(['#7f9d8d', '#8aa0ab', '#a49378'])
  const bike = {
    colour: random.pick(bikeColours),
    x: random.between(590, 690),
    scale: random.between(1.45, 1.65),
  }
  const floor = random.whole(1, 9)
  canvas.rect(0, 0, 960, 600, { top: '#b9bfbc', bottom: '#a3aaa6' })
  canvas.rect(0, 370, 960, 216, { top: dado })
  canvas.rect(0, 364, 960, 8, { top: '#5d6a64', alpha: 0.7 })
  canvas.rect(0, 572, 960, 148, { top: '#77756f', bottom: '#5a5853' })
  for (const y of [612, 668]) canvas.rect(0, y, 960, 3, { top: '#3d3c39', alpha: 0.45 })
  for (let i = -4; i <= 4; i++)
    canvas.line(
      [
        [480 + i * 130, 574],
        [480 + i * 210, 720],
      ],
      2.5,
      { top: '#3d3c39', alpha: 0.4 },
    )
  canvas.rect(40, 130, 310, 450, { top: '#5d6764', bottom: '#4a5350' })
  canvas.rect(64, 160, 262, 420, { top: '#8c9794', bottom: '#6b7673' })
  canvas.rect(192, 160, 6, 420, { top: '#39403e' })
  for (const x of [104, 236]) canvas.rect(x, 160, 26, 420, { top: '#ffffff', alpha: 0.12 })
  canvas.roundRect(140, 138, 110, 18, 4, { top: '#1d2422' })
  canvas.rect(140 + floor * 9, 143, 22, 8, { top: '#e26a4a' })
  canvas.roundRect(390, 270, 52, 104, 8, { top: '#e2e5e3', bottom: '#c2c7c4' })
  for (const y of [302, 342]) canvas.circle(416, y, 12, { top: '#3f4947' })
  drawPlate(canvas, plate, 620, 220, 130, 60)
  canvas.roundRect(740, 180, 150, 110, 6, { top: '#f1efe6', bottom: '#dedbce' })
  canvas.rect(740, 180, 150, 26, { top: '#b5382c' })
  for (const y of [222, 240, 258])
    canvas.rect(756, y, y === 258 ? 70 : 118, 7, { top: '#8c8a82', alpha: 0.7 })
  canvas.polygon(
    [
      [0, 0],
      [960, 0],
      [960, 40],
      [0, 90],
    ],
    { top: '#dfe3e1', alpha: 0.55 },
  )
  if (isAfter)
    canvas.polygon(
      [
        [520, 574],
        [820, 574],
        [900, 720],
        [460, 720],
      ],
      { top: '#ffffff', alpha: 0.14, alphaBottom: 0 },
    )
  else drawBike(canvas, bike.x, 664, bike.scale, bike.colour)
  canvas.rect(0, 540, 960, 180, { top: '#000000', alpha: 0, alphaBottom: 0.24 })
}
