// Each look of a pin drawn once, and copied wherever it stands.
import type { MapPin } from '../mapPin.ts'
import { pinSize } from '../pinElement.ts'
import { drawPin } from './drawPin.ts'
import { piePartOf } from './pinSet.ts'
import type { PinStyle } from './pinStyle.ts'

/** Room around the pin's box for its deadline dial and for the edge of its body. */
const room = { left: 3, top: 9, right: 10, bottom: 3 } as const
const wide = room.left + pinSize.width + room.right
const high = room.top + pinSize.height + room.bottom

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
    ctx.drawImage(
      this.spriteOf(pin),
      onPixel(x - pinSize.tipX - room.left),
      onPixel(y - pinSize.tipY - room.top),
      wide,
      high,
    )
  }

  private spriteOf(pin: MapPin): HTMLCanvasElement {
    const isOver = (pin.usedShare ?? 0) > 1
    const key = `${pin.icon} ${isOver ? 'over' : piePartOf(pin)} ${pin.isMine ?? false}`
    let sprite = this.sprites.get(key)
    if (!sprite) {
      sprite = document.createElement('canvas')
      sprite.width = Math.ceil(wide * this.density)
      sprite.height = Math.ceil(high * this.density)
      const ctx = sprite.getContext('2d')
      if (ctx) {
        ctx.scale(sprite.width / wide, sprite.height / high)
        ctx.translate(room.left, room.top)
        drawPin(ctx, pin, this.style)
      }
      this.sprites.set(key, sprite)
    }
    return sprite
  }
}
