import { clusterSide, pinSize } from '../pinElement.ts'
import { dropPath } from './drawPin.ts'
import { worstOf, type Mark } from './marks.ts'
import type { PinSprites } from './pinSprites.ts'
import type { PinStyle } from './pinStyle.ts'

/**
 * From north to south, as they stand before each other. One key is shown to be the one the
 * keyboard is on; pins that stand in the page as elements are left out.
 */
export function drawMarks(
  ctx: CanvasRenderingContext2D,
  marks: readonly Mark[],
  style: PinStyle,
  sprites: PinSprites,
  { focusKey, elementId }: { focusKey: string | null; elementId: string | undefined },
): void {
  for (const mark of marks) {
    const { pin } = mark
    if (mark.key === focusKey) drawFocus(ctx, mark, style)
    if (!pin) drawCluster(ctx, mark, style)
    else if (pin.id !== elementId) sprites.draw(ctx, pin, mark)
  }
}

function drawFocus(ctx: CanvasRenderingContext2D, { x, y, pin }: Mark, style: PinStyle): void {
  ctx.save()
  ctx.strokeStyle = style.focus
  ctx.lineWidth = 8
  if (pin) {
    ctx.translate(x - pinSize.tipX, y - pinSize.tipY)
    ctx.stroke(dropPath())
  } else {
    ctx.beginPath()
    ctx.arc(x, y, clusterSide / 2 - 1, 0, 2 * Math.PI)
    ctx.stroke()
  }
  ctx.restore()
}

function drawCluster(ctx: CanvasRenderingContext2D, mark: Mark, style: PinStyle): void {
  const { x, y, count } = mark
  ctx.beginPath()
  ctx.arc(x, y, clusterSide / 2 - 1, 0, 2 * Math.PI)
  ctx.fillStyle = style.body
  ctx.fill()
  ctx.strokeStyle = style.rim
  ctx.lineWidth = 2
  ctx.stroke()
  const { level, share } = worstOf(mark)
  if (level === 'over' || level === 'soon' || level === 'within') {
    const from = -Math.PI / 2
    ctx.beginPath()
    ctx.arc(x, y, 19, from, from + Math.max(0.08, share) * 2 * Math.PI)
    ctx.strokeStyle = style[level]
    ctx.lineWidth = 4.5
    ctx.stroke()
  }
  const { sizePixels, family } = style.lettering
  ctx.font = `600 ${sizePixels}px ${family}`
  ctx.textAlign = 'center'
  ctx.fillStyle = style.onBody
  ctx.fillText(count > 999 ? '999+' : String(count), x, y + sizePixels * 0.36)
}
