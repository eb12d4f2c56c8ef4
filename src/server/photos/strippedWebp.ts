// A WebP of the chunks it is drawn from: pixels, transparency, frames, its colours, its turn.
import { exifHead, exifTurn } from './exifTurn.ts'

/** Bits of the VP8X chunk; it promises which other chunks there are. */
const flags = { colours: 0x20, alpha: 0x10, exif: 0x08, animation: 0x02 } as const
const extendedBytes = 10
const frameHeadBytes = 16
const animationBytes = 6

const pixels: ReadonlySet<string> = new Set(['VP8 ', 'VP8L', 'ALPH'])

interface Chunk {
  name: string
  body: Buffer
}

export function strippedWebp(bytes: Buffer): Buffer[] {
  const kept: Buffer[] = []
  let extended: Buffer | null = null
  let orientation = 1
  for (const { name, body } of chunksIn(
    bytes,
    12,
    Math.min(bytes.length, 8 + bytes.readUInt32LE(4)),
  )) {
    if (name === 'EXIF')
      orientation =
        exifTurn.read(body.subarray(0, 6).equals(exifHead) ? body.subarray(6) : body) ?? orientation
    else if (name === 'VP8X' && body.length >= extendedBytes)
      kept.push((extended = chunk(name, body.subarray(0, extendedBytes))))
    else if (pixels.has(name) || name === 'ICCP') kept.push(chunk(name, body))
    else if (name === 'ANIM' && body.length >= animationBytes)
      kept.push(chunk(name, body.subarray(0, animationBytes)))
    else if (name === 'ANMF' && body.length >= frameHeadBytes) kept.push(frame(body))
  }
  if (extended) {
    extended[8]! &= flags.colours | flags.alpha | flags.animation
    extended.fill(0, 9, 12)
    if (orientation > 1) {
      extended[8]! |= flags.exif
      kept.push(chunk('EXIF', exifTurn.write(orientation)))
    }
  }
  const head = Buffer.from(bytes.subarray(0, 12))
  head.writeUInt32LE(4 + kept.reduce((sum, each) => sum + each.length, 0), 4)
  return [head, ...kept]
}

/** A frame holds chunks of its own. */
function frame(body: Buffer): Buffer {
  const parts = [...chunksIn(body, frameHeadBytes, body.length)]
    .filter(({ name }) => pixels.has(name))
    .map(({ name, body }) => chunk(name, body))
  return chunk('ANMF', Buffer.concat([body.subarray(0, frameHeadBytes), ...parts]))
}

function* chunksIn(bytes: Buffer, from: number, to: number): Generator<Chunk> {
  for (let at = from; at + 8 <= to;) {
    const size = bytes.readUInt32LE(at + 4)
    yield {
      name: bytes.toString('latin1', at, at + 4),
      body: bytes.subarray(at + 8, Math.min(at + 8 + size, to)),
    }
    at += 8 + size + (size % 2)
  }
}

function chunk(name: string, body: Buffer): Buffer {
  const whole = Buffer.alloc(8 + body.length + (body.length % 2))
  whole.write(name, 0, 'latin1')
  whole.writeUInt32LE(body.length, 4)
  body.copy(whole, 8)
  return whole
}
