// A tiny raster for the photos of the invented community (drawPhoto.ts), so that the demo needs no
// picture library and no picture files. Everything is a polygon; edges are smoothed by the exact
// width covered on four lines within each row of pixels.

export type Point = readonly [x: number, y: number]

/**
 * One colour, or two that run into each other from the top of the shape to its bottom. Colours are
 * `#rrggbb`.
 */
export interface Paint {
  top: string
  bottom?: string
  /** 0 is glass, 1 covers. */
  alpha?: number
  alphaBottom?: number
}

const linesPerRow = 4

type Rgb = readonly [red: number, green: number, blue: number]

/** A side of a polygon, upper end first; `turn` is 1 where the ring ran down along it. */
interface Edge {
  x0: number
  y0: number
  x1: number
  y1: number
  slope: number
  turn: 1 | -1
}

/** In steps of six: nobody sees it on a small picture, and it halves its bytes. */
const coarse = (value: number): number => Math.min(255, Math.round(value / 6) * 6)

const channels = (hex: string): Rgb => {
  const value = Number.parseInt(hex.slice(1), 16)
  return [value >> 16, (value >> 8) & 255, value & 255]
}

const areaOf = (ring: readonly Point[]): number =>
  ring.reduce((sum, [x, y], i) => {
    const [nextX, nextY] = ring[(i + 1) % ring.length]!
    return sum + x * nextY - nextX * y
  }, 0)

/**
 * Uppermost first. All rings run the same way round, so that where two overlap they add up instead
 * of cancelling.
 */
function edgesOf(rings: readonly (readonly Point[])[]): Edge[] {
  const edges: Edge[] = []
  for (const ring of rings) {
    const way = areaOf(ring) < 0 ? -1 : 1
    ring.forEach(([x, y], i) => {
      const [nextX, nextY] = ring[(i + 1) % ring.length]!
      const slope = (nextX - x) / (nextY - y)
      if (y < nextY) edges.push({ x0: x, y0: y, x1: nextX, y1: nextY, slope, turn: way })
      else if (y > nextY)
        edges.push({ x0: nextX, y0: nextY, x1: x, y1: y, slope, turn: way === 1 ? -1 : 1 })
    })
  }
  return edges.sort((a, b) => a.y0 - b.y0)
}

export function ellipseRing(cx: number, cy: number, rx: number, ry: number, turn = 0): Point[] {
  const count = Math.max(12, Math.min(72, Math.round(Math.sqrt(Math.max(rx, ry)) * 6)))
  return Array.from({ length: count }, (_, i) => {
    const angle = (i / count) * 2 * Math.PI
    const x = rx * Math.cos(angle)
    const y = ry * Math.sin(angle)
    return [
      cx + x * Math.cos(turn) - y * Math.sin(turn),
      cy + x * Math.sin(turn) + y * Math.cos(turn),
    ]
  })
}

/** Copies the pixel at `at` until there are `count` of it in a row. */
function repeatPixel(pixels: Uint8Array, at: number, count: number): void {
  for (let done = 1; done < count; done *= 2)
    pixels.copyWithin(at + done * 3, at, at + Math.min(done, count - done) * 3)
}

export class Canvas {
  readonly width: number
  readonly height: number
  /** Red, green, blue, row by row. */
  readonly pixels: Uint8Array
  /**
   * Where the sides of a shape cross a line, from left to right; kept between lines because there
   * are a million of them.
   */
  private readonly crossingX = new Float64Array(4096)
  private readonly crossingTurn = new Int8Array(4096)

  constructor(width: number, height: number, pixels = new Uint8Array(width * height * 3)) {
    this.width = width
    this.height = height
    this.pixels = pixels
  }

  polygon(ring: readonly Point[], paint: Paint): void {
    this.fill([ring], paint)
  }

  rect(x: number, y: number, width: number, height: number, paint: Paint): void {
    this.fill(
      [
        [
          [x, y],
          [x + width, y],
          [x + width, y + height],
          [x, y + height],
        ],
      ],
      paint,
    )
  }

  roundRect(
    x: number,
    y: number,
    width: number,
    height: number,
    radius: number,
    paint: Paint,
  ): void {
    const corner = (cx: number, cy: number, from: number): Point[] =>
      Array.from({ length: 7 }, (_, i) => {
        const angle = ((from + i / 6) * Math.PI) / 2
        return [cx + radius * Math.cos(angle), cy + radius * Math.sin(angle)]
      })
    const right = x + width - radius
    const low = y + height - radius
    this.fill(
      [
        [
          ...corner(right, low, 0),
          ...corner(x + radius, low, 1),
          ...corner(x + radius, y + radius, 2),
          ...corner(right, y + radius, 3),
        ],
      ],
      paint,
    )
  }

  ellipse(cx: number, cy: number, rx: number, ry: number, paint: Paint, turn = 0): void {
    this.fill([ellipseRing(cx, cy, rx, ry, turn)], paint)
  }

  circle(cx: number, cy: number, radius: number, paint: Paint): void {
    this.ellipse(cx, cy, radius, radius, paint)
  }

  /** A thick line with round joints and ends. */
  line(points: readonly Point[], thickness: number, paint: Paint): void {
    const half = thickness / 2
    const rings: Point[][] =
      thickness > 3 ? points.map(([x, y]) => ellipseRing(x, y, half, half)) : []
    points.slice(1).forEach(([x, y], i) => {
      const [fromX, fromY] = points[i]!
      const length = Math.hypot(x - fromX, y - fromY) || 1
      const nx = (-(y - fromY) / length) * half
      const ny = ((x - fromX) / length) * half
      rings.push([
        [fromX + nx, fromY + ny],
        [x + nx, y + ny],
        [x - nx, y - ny],
        [fromX - nx, fromY - ny],
      ])
    })
    this.fill(rings, paint)
  }

  /** Darkness with a soft edge, under things that stand on the ground. */
  shadow(cx: number, cy: number, rx: number, ry: number, alpha = 0.4): void {
    for (let ring = 5; ring >= 1; ring--)
      this.ellipse(cx, cy, rx * (0.55 + ring * 0.09), ry * (0.55 + ring * 0.09), {
        top: '#0a0c0d',
        alpha: alpha / 5,
      })
  }

  /** Light with a soft edge, around lamps. */
  glow(cx: number, cy: number, radius: number, colour: string, alpha = 0.5): void {
    const light = channels(colour)
    for (let y = Math.max(0, Math.ceil(cy - radius)); y < Math.min(this.height, cy + radius); y++) {
      for (
        let x = Math.max(0, Math.ceil(cx - radius));
        x < Math.min(this.width, cx + radius);
        x++
      ) {
        const nearness = 1 - Math.hypot(x - cx, y - cy) / radius
        if (nearness > 0)
          this.blendPixel((y * this.width + x) * 3, light, nearness * nearness * alpha)
      }
    }
  }

  /** Everything inside any of the rings. */
  private fill(rings: readonly (readonly Point[])[], paint: Paint): void {
    const edges = edgesOf(rings)
    const top = edges[0]?.y0 ?? 0
    const bottom = Math.max(...edges.map((edge) => edge.y1))
    const left = Math.max(
      0,
      Math.floor(Math.min(...edges.map((edge) => Math.min(edge.x0, edge.x1)))),
    )
    const right = Math.min(
      this.width,
      Math.ceil(Math.max(...edges.map((edge) => Math.max(edge.x0, edge.x1)))),
    )
    if (left >= right) return
    const cover = new Float32Array(this.width + 2)
    const shades = { from: channels(paint.top), to: channels(paint.bottom ?? paint.top) }
    let open: Edge[] = []
    let nextEdge = 0
    for (let y = Math.max(0, Math.floor(top)); y < Math.min(this.height, Math.ceil(bottom)); y++) {
      while (nextEdge < edges.length && edges[nextEdge]!.y0 < y + 1) open.push(edges[nextEdge++]!)
      if (open.some((edge) => edge.y1 <= y)) open = open.filter((edge) => edge.y1 > y)
      cover.fill(0, left, right + 2)
      for (let line = 0; line < linesPerRow; line++)
        this.coverLine(cover, open, y + (line + 0.5) / linesPerRow)
      this.blendRow(
        y,
        left,
        right,
        cover,
        shades,
        paint,
        Math.max(0, Math.min(1, (y + 0.5 - top) / (bottom - top))),
      )
    }
  }

  private coverLine(cover: Float32Array, edges: readonly Edge[], y: number): void {
    const { crossingX, crossingTurn } = this
    let count = 0
    for (const edge of edges) {
      if (y < edge.y0 || y >= edge.y1 || count === crossingX.length) continue
      const x = edge.x0 + (y - edge.y0) * edge.slope
      let slot = count++
      for (; slot > 0 && crossingX[slot - 1]! > x; slot--) {
        crossingX[slot] = crossingX[slot - 1]!
        crossingTurn[slot] = crossingTurn[slot - 1]!
      }
      crossingX[slot] = x
      crossingTurn[slot] = edge.turn
    }
    let winding = 0
    for (let i = 0; i < count; i++) {
      const was = winding
      winding += crossingTurn[i]!
      if ((was === 0) === (winding === 0)) continue
      // The row keeps differences; a running sum over it gives the share of each pixel that is
      // covered.
      const inside = Math.max(0, Math.min(this.width, crossingX[i]!))
      const pixel = Math.floor(inside)
      const weight = (was === 0 ? 1 : -1) / linesPerRow
      cover[pixel]! += weight * (1 - (inside - pixel))
      cover[pixel + 1]! += weight * (inside - pixel)
    }
  }

  private blendRow(
    y: number,
    left: number,
    right: number,
    cover: Float32Array,
    shades: { from: Rgb; to: Rgb },
    paint: Paint,
    share: number,
  ): void {
    const { from, to } = shades
    const mixed: Rgb = [
      from[0] + (to[0] - from[0]) * share,
      from[1] + (to[1] - from[1]) * share,
      from[2] + (to[2] - from[2]) * share,
    ]
    const alphaTop = paint.alpha ?? 1
    const alpha = alphaTop + ((paint.alphaBottom ?? alphaTop) - alphaTop) * share
    const { pixels } = this
    const [red, green, blue] = [Math.round(mixed[0]), Math.round(mixed[1]), Math.round(mixed[2])]
    let covered = 0
    for (let x = left, at = (y * this.width + left) * 3; x < right; x++, at += 3) {
      covered += cover[x]!
      if (covered < 0.004) continue
      if (alpha === 1 && covered > 0.996) {
        pixels[at] = red
        pixels[at + 1] = green
        pixels[at + 2] = blue
        // Up to the next side of the shape nothing changes; copying is many times faster than
        // writing.
        let end = x + 1
        while (end < right && cover[end] === 0) end++
        repeatPixel(pixels, at, end - x)
        at += (end - x - 1) * 3
        x = end - 1
      } else this.blendPixel(at, mixed, covered < 1 ? covered * alpha : alpha)
    }
  }

  private blendPixel(at: number, colour: Rgb, alpha: number): void {
    const { pixels } = this
    const kept = 1 - alpha
    pixels[at] = pixels[at]! * kept + colour[0] * alpha + 0.5
    pixels[at + 1] = pixels[at + 1]! * kept + colour[1] * alpha + 0.5
    pixels[at + 2] = pixels[at + 2]! * kept + colour[2] * alpha + 0.5
  }

  /** The same picture at a whole fraction of its size. */
  shrunkBy(factor: number): Canvas {
    const small = new Canvas(Math.floor(this.width / factor), Math.floor(this.height / factor))
    for (let y = 0, to = 0; y < small.height; y++) {
      for (let x = 0; x < small.width; x++, to += 3) {
        let [red, green, blue] = [0, 0, 0]
        for (let line = 0; line < factor; line++) {
          const from = ((y * factor + line) * this.width + x * factor) * 3
          for (let at = from; at < from + factor * 3; at += 3) {
            red += this.pixels[at]!
            green += this.pixels[at + 1]!
            blue += this.pixels[at + 2]!
          }
        }
        small.pixels[to] = coarse(red / factor ** 2)
        small.pixels[to + 1] = coarse(green / factor ** 2)
        small.pixels[to + 2] = coarse(blue / factor ** 2)
      }
    }
    return small
  }
}
