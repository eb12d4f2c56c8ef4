// An e-bike seen from the side, looking right. (x, y) is the ground between its wheels; at scale 1
// it is about 270 wide.
import type { Canvas, Point } from '../canvas.ts'
import { curve } from '../curve.ts'

export const bikeColours = [
  '#a53d33',
  '#2f5f9e',
  '#3c7a5f',
  '#c07d2e',
  '#5b5f78',
  '#b9bdbb',
] as const

export function drawBike(
  canvas: Canvas,
  x: number,
  y: number,
  scale: number,
  colour: string,
): void {
  const at = (dx: number, dy: number): Point => [x + dx * scale, y + dy * scale]
  const line = (points: Point[], thickness: number, top: string): void =>
    canvas.line(points, thickness * scale, { top })
  canvas.shadow(x, y + 2 * scale, 165 * scale, 20 * scale, 0.55)
  for (const dx of [-88, 92]) {
    const [cx, cy] = at(dx, -36)
    canvas.circle(cx, cy, 37 * scale, { top: '#17191b' })
    canvas.circle(cx, cy, 24 * scale, { top: '#767c80', bottom: '#54595c' })
    canvas.circle(cx, cy, 19 * scale, { top: '#2a2e30' })
    for (const turn of [0, 1, 2])
      line(
        [
          at(dx + 20 * Math.cos(turn * 1.05), -36 + 20 * Math.sin(turn * 1.05)),
          at(dx - 20 * Math.cos(turn * 1.05), -36 - 20 * Math.sin(turn * 1.05)),
        ],
        3,
        '#70777b',
      )
    canvas.circle(cx, cy, 7 * scale, { top: '#a3a9ab' })
  }
  line([at(92, -36), at(78, -92), at(62, -150)], 9, '#3b4043')
  line([at(-88, -36), at(-50, -48), at(20, -40)], 12, '#3b4043')
  canvas.polygon(
    curve(
      [
        at(-124, -96),
        at(-70, -104),
        at(-24, -92),
        at(-12, -52),
        at(42, -46),
        at(58, -94),
        at(78, -94),
        at(62, -26),
        at(-30, -26),
        at(-56, -60),
        at(-118, -76),
      ],
      6,
    ),
    { top: colour },
  )
  canvas.polygon(
    curve([at(-124, -96), at(-70, -104), at(-24, -92), at(-30, -84), at(-118, -84)], 5),
    { top: '#ffffff', alpha: 0.22 },
  )
  canvas.polygon(curve([at(46, -62), at(54, -140), at(76, -142), at(90, -84), at(72, -50)], 6), {
    top: colour,
  })
  canvas.polygon([at(58, -134), at(70, -134), at(80, -92), at(66, -72)], {
    top: '#ffffff',
    alpha: 0.2,
  })
  line(curve([at(118, -66), at(98, -80), at(70, -70)], 5), 9, colour)
  canvas.roundRect(x - 128 * scale, y - 122 * scale, 106 * scale, 24 * scale, 11 * scale, {
    top: '#34383b',
    bottom: '#191c1d',
  })
  canvas.roundRect(x - 6 * scale, y - 92 * scale, 42 * scale, 44 * scale, 5 * scale, {
    top: '#2b2f32',
    bottom: '#1b1e20',
  })
  canvas.rect(x, y - 84 * scale, 30 * scale, 5 * scale, { top: '#50565a' })
  line([at(62, -150), at(40, -166), at(24, -166)], 8, '#23272a')
  line([at(52, -160), at(70, -196)], 4, '#23272a')
  canvas.ellipse(x + 72 * scale, y - 200 * scale, 13 * scale, 8 * scale, { top: '#2c3134' }, -0.5)
  canvas.circle(x + 80 * scale, y - 136 * scale, 13 * scale, { top: '#f4ecd2', bottom: '#cfc4a2' })
  canvas.rect(x - 138 * scale, y - 98 * scale, 12 * scale, 10 * scale, { top: '#c2402f' })
  line([at(-20, -26), at(-34, -2)], 6, '#23272a')
}
