import { touches, type Box, type XY } from '#geo/plane.ts'

export interface Lettering {
  family: string
  sizePixels: number
}

/** The letters the page gives this element: they grow with the text size and shrink at the desk. */
export function letteringOf(element: Element): Lettering {
  const style = getComputedStyle(element)
  return { family: style.fontFamily, sizePixels: Number.parseFloat(style.fontSize) || 17 }
}

export interface LabelOptions {
  /** Colour around the letters, the ground's unless told; null for none. */
  halo?: string | null
  hasTick?: boolean
  /** From the mark to words beside it. */
  gapPixels?: number
}

interface Label {
  words: string
  x: number
  y: number
  colour: string
  halo: string | null
  hasTick: boolean
  widthPixels: number
}

/**
 * The lettering of one picture: words are put on the board in order of weight, and one that would
 * cover another stays away.
 */
export class LabelBoard {
  private readonly ctx: CanvasRenderingContext2D
  private readonly lettering: Lettering
  private readonly ground: string
  private readonly labels: Label[] = []
  private readonly taken: Box[] = []
  private readonly shunned: Box[] = []
  private readonly marks: { box: Box; at: XY }[] = []
  private readonly widths = new Map<string, number>()

  constructor(ctx: CanvasRenderingContext2D, lettering: Lettering, ground: string) {
    this.ctx = ctx
    this.lettering = lettering
    this.ground = ground
    ctx.font = `600 ${lettering.sizePixels}px ${lettering.family}`
  }

  get heightPixels(): number {
    return this.lettering.sizePixels * 1.2
  }

  widthOf(words: string, hasTick = false): number {
    const tick = hasTick ? this.lettering.sizePixels * (words ? 1 : 0.7) : 0
    return (words ? this.measured(words) : 0) + tick
  }

  /** Whoever looks for room asks several times. */
  private measured(words: string): number {
    let width = this.widths.get(words)
    if (width === undefined) this.widths.set(words, (width = this.ctx.measureText(words).width))
    return width
  }

  /** A mark that no other mark's word may cover. */
  keepFree(at: XY, reach: number): void {
    this.marks.push({
      at,
      box: { minX: at.x - reach, maxX: at.x + reach, minY: at.y - reach, maxY: at.y + reach },
    })
  }

  /** Ground that words beside a mark leave to others where they can. */
  avoid(box: Box): void {
    this.shunned.push(box)
  }

  /** False when there is no room for it. */
  add(
    words: string,
    at: XY,
    where: 'middle' | 'beside',
    colour: string,
    more: LabelOptions = {},
  ): boolean {
    const hasTick = more.hasTick ?? false
    if (!words && !hasTick) return false
    const widthPixels = this.widthOf(words, hasTick)
    const half = this.lettering.sizePixels * 0.6
    const starts =
      where === 'middle'
        ? [at.x - widthPixels / 2]
        : [0, 8]
            .map((further) => (more.gapPixels ?? 10) + further)
            .flatMap((offset) => [at.x + offset, at.x - offset - widthPixels])
    const boxes = starts
      .map((x) => ({
        minX: x - 2,
        maxX: x + widthPixels + 2,
        minY: at.y - half,
        maxY: at.y + half,
      }))
      .filter((box) => !this.taken.some((other) => touches(other, box)))
      .filter(
        (box) =>
          where === 'middle' ||
          !this.marks.some((mark) => mark.at !== at && touches(mark.box, box)),
      )
    const box =
      boxes.find((free) => !this.shunned.some((other) => touches(other, free))) ?? boxes[0]
    if (!box) return false
    this.taken.push(box)
    const halo = more.halo === undefined ? this.ground : more.halo
    this.labels.push({ words, x: box.minX + 2, y: at.y, colour, halo, hasTick, widthPixels })
    return true
  }

  /** Words in the middle on several lines, all of them or none. */
  addLines(lines: readonly string[], at: XY, colour: string): boolean {
    const height = this.heightPixels
    const top = at.y - (height * lines.length) / 2
    const half = Math.max(...lines.map((line) => this.widthOf(line))) / 2
    const box = {
      minX: at.x - half - 2,
      maxX: at.x + half + 2,
      minY: top,
      maxY: top + height * lines.length,
    }
    if (this.taken.some((other) => touches(other, box))) return false
    this.taken.push(box)
    for (const [index, words] of lines.entries()) {
      const widthPixels = this.widthOf(words)
      const y = top + height * (index + 0.5)
      const x = at.x - widthPixels / 2
      this.labels.push({ words, x, y, colour, halo: this.ground, hasTick: false, widthPixels })
    }
    return true
  }

  draw(): void {
    const { ctx } = this
    const size = this.lettering.sizePixels
    ctx.save()
    ctx.font = `600 ${size}px ${this.lettering.family}`
    ctx.textBaseline = 'alphabetic'
    ctx.lineJoin = 'round'
    for (const label of this.labels) {
      const baseline = label.y + size * 0.36
      if (label.halo) {
        ctx.strokeStyle = label.halo
        ctx.lineWidth = 4
        ctx.strokeText(label.words, label.x, baseline)
      }
      ctx.fillStyle = label.colour
      ctx.fillText(label.words, label.x, baseline)
      if (label.hasTick) this.drawTick(label)
    }
    ctx.restore()
  }

  private drawTick(label: Label): void {
    const { ctx } = this
    const size = this.lettering.sizePixels
    const right = label.x + label.widthPixels
    ctx.lineCap = 'round'
    ctx.beginPath()
    ctx.moveTo(right - size * 0.66, label.y + size * 0.02)
    ctx.lineTo(right - size * 0.42, label.y + size * 0.28)
    ctx.lineTo(right - size * 0.02, label.y - size * 0.32)
    if (label.halo) {
      ctx.strokeStyle = label.halo
      ctx.lineWidth = size / 8 + 4
      ctx.stroke()
    }
    ctx.strokeStyle = label.colour
    ctx.lineWidth = Math.max(2, size / 8)
    ctx.stroke()
  }
}
