// Each look of a pin is drawn once and copied wherever it stands.
import { deadlineLevel } from '#parts/deadlineLevel.ts'
import type { MapPin } from '../mapPin.ts'
import { pinSize } from '../pinElement.ts'
import { drawBody, drawDeadline } from './drawPin.ts'
import { piePartOf } from './pinSet.ts'
import type { PinStyle } from './pinStyle.ts'

/** Room around the pin's box for its deadline dial and for the edge of its body. */
const room = { left: 3, top: 9, right: 10, bottom: 3 } as const
const wide = room.left + pinSize.width + room.right
const high = room.top + pinSize.height + room.bottom

/** Bodies and dials apart: there are tens of each, and hundreds of both together. */
export class PinSprites {
  private readonly style: PinStyle
  private readonly density: number
  private readonly sprites = new Map<string, HTMLCanvasElement>()

  constructor(style: PinStyle, density: number) {
    this.style = style
    this.density = density
  }

  /** With its tip there. */
  draw(ctx: CanvasRenderingContext2D, pin: MapPin, { x, y }: { x: number; y: number }): void {
    const onPixel = (value: number): number => Math.round(value * this.density) / this.density
    const left = onPixel(x - pinSize.tipX - room.left)
    const top = onPixel(y - pinSize.tipY - room.top)
    const body = this.sprite(`${pin.icon} ${pin.isMine ?? false}`, (to) =>
      drawBody(to, pin, this.style),
    )
    ctx.drawImage(body, left, top, wide, high)
    const level = deadlineLevel(pin.usedShare ?? null)
    if (level === 'none') return
    const look = level === 'over' ? level : `${level} ${piePartOf(pin)}`
    const dial = this.sprite(look, (to) => drawDeadline(to, pin, this.style))
    ctx.drawImage(dial, left, top, wide, high)
  }

  private sprite(look: string, draw: (to: CanvasRenderingContext2D) => void): HTMLCanvasElement {
    let sprite = this.sprites.get(look)
    if (!sprite) {
      sprite = document.createElement('canvas')
      sprite.width = Math.ceil(wide * this.density)
      sprite.height = Math.ceil(high * this.density)
      const ctx = sprite.getContext('2d')
      if (ctx) {
        ctx.scale(sprite.width / wide, sprite.height / high)
        ctx.translate(room.left, room.top)
        draw(ctx)
      }
      this.sprites.set(look, sprite)
    }
    return sprite
  }
}
