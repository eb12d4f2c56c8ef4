// A pin as pinElement.ts builds it, drawn: both take their lines from the same drawings.
import type { IconName } from '#parts/icons.ts'
import { deadlineLevel } from '#parts/deadlineLevel.ts'
import type { MapPin } from '../mapPin.ts'
import { iconElement, teardrop } from '../pinElement.ts'
import type { PinStyle } from './pinStyle.ts'
import { pieParts, piePartOf } from './pinSet.ts'

const fullTurn = 2 * Math.PI
const fromTop = -Math.PI / 2

const traced: { drop?: Path2D; icons: Map<IconName, Path2D> } = { icons: new Map() }
export const dropPath = (): Path2D => (traced.drop ??= new Path2D(teardrop))

/** Without its dial, from the corner of its box of 36 by 45 pixels. */
export function drawBody(
  ctx: CanvasRenderingContext2D,
  pin: Pick<MapPin, 'icon' | 'isMine'>,
  style: PinStyle,
): void {
  ctx.fillStyle = style.body
  ctx.fill(dropPath())
  ctx.strokeStyle = style.rim
  ctx.lineWidth = 2
  ctx.stroke(dropPath())
  ctx.strokeStyle = style.onBody
  if (pin.isMine) {
    ctx.beginPath()
    ctx.arc(18, 18.5, 14, 0, fullTurn)
    ctx.stroke()
  }
  drawIcon(ctx, pin.icon, pin.isMine ? { x: 9.5, y: 10, side: 17 } : { x: 8, y: 8.5, side: 20 })
}

function drawIcon(
  ctx: CanvasRenderingContext2D,
  name: IconName,
  { x, y, side }: { x: number; y: number; side: number },
): void {
  ctx.save()
  ctx.translate(x, y)
  ctx.scale(side / 24, side / 24)
  ctx.lineCap = 'round'
  ctx.lineJoin = 'round'
  ctx.lineWidth = 2
  ctx.stroke(iconPath(name))
  ctx.restore()
}

/** The deadline dial, from the same corner: a pie that fills, and a disc with a bang once over. */
export function drawDeadline(
  ctx: CanvasRenderingContext2D,
  pin: Pick<MapPin, 'usedShare'>,
  style: PinStyle,
): void {
  const level = deadlineLevel(pin.usedShare ?? null)
  ctx.save()
  ctx.translate(22 + 1.75, -6 + 1.75)
  ctx.scale(0.875, 0.875)
  const disc = (radius: number, colour: string): void => {
    ctx.beginPath()
    ctx.arc(10, 10, radius, 0, fullTurn)
    ctx.fillStyle = colour
    ctx.fill()
  }
  disc(11.5, style.rim)
  if (level === 'over') {
    disc(9, style.over)
    ctx.strokeStyle = style.onOver
    ctx.lineWidth = 2.6
    ctx.lineCap = 'round'
    ctx.stroke(new Path2D('M10 5v5.8M10 14.6v.1'))
  } else {
    const colour = level === 'soon' ? style.soon : style.within
    ctx.beginPath()
    ctx.arc(10, 10, 8, 0, fullTurn)
    ctx.strokeStyle = colour
    ctx.lineWidth = 2.6
    ctx.stroke()
    ctx.beginPath()
    ctx.moveTo(10, 10)
    ctx.arc(10, 10, 5.8, fromTop, fromTop + (piePartOf(pin) / pieParts) * fullTurn)
    ctx.fillStyle = colour
    ctx.fill()
  }
  ctx.restore()
}

/** The lines of an icon, in its square of 24. */
function iconPath(name: IconName): Path2D {
  let path = traced.icons.get(name)
  if (!path) {
    path = new Path2D()
    for (const part of iconElement(name).children) path.addPath(pathOf(part))
    traced.icons.set(name, path)
  }
  return path
}

function pathOf(part: Element): Path2D {
  const number = (attribute: string): number => Number(part.getAttribute(attribute) ?? 0)
  if (part.localName === 'path') return new Path2D(part.getAttribute('d') ?? '')
  const path = new Path2D()
  if (part.localName === 'circle') {
    const [x, y, radius] = [number('cx'), number('cy'), number('r')]
    path.moveTo(x + radius, y)
    path.arc(x, y, radius, 0, fullTurn)
  } else if (part.localName === 'ellipse') {
    const [x, y, wide, high] = [number('cx'), number('cy'), number('rx'), number('ry')]
    path.moveTo(x + wide, y)
    path.ellipse(x, y, wide, high, 0, 0, fullTurn)
  } else if (part.localName === 'rect') {
    path.roundRect(number('x'), number('y'), number('width'), number('height'), number('rx'))
  } else if (part.localName === 'line') {
    path.moveTo(number('x1'), number('y1'))
    path.lineTo(number('x2'), number('y2'))
  } else {
    const pairs = (part.getAttribute('points') ?? '').match(/-?[\d.]+/g)?.map(Number) ?? []
    for (let i = 0; i + 1 < pairs.length; i += 2) path.lineTo(pairs[i]!, pairs[i + 1]!)
    if (part.localName === 'polygon') path.closePath()
  }
  return path
}
