// A PNG of the chunks it is drawn from: size, palette, pixels, its colours, its turn. A moving one
// shows its still picture, the one we decode.
import { crc32, deflateSync, inflateSync } from 'node:zlib'
import { exifTurn } from './exifTurn.ts'

const signatureBytes = 8

/** How long each may be; a chunk that is longer holds something else. */
const drawing: ReadonlyMap<string, { most: number; isOnce: boolean }> = new Map([
  ['IHDR', { most: 13, isOnce: true }],
  ['PLTE', { most: 768, isOnce: true }],
  ['tRNS', { most: 256, isOnce: true }],
  ['gAMA', { most: 4, isOnce: true }],
  ['cHRM', { most: 32, isOnce: true }],
  ['sRGB', { most: 1, isOnce: true }],
  ['iCCP', { most: 4_000_000, isOnce: true }],
  ['IDAT', { most: Infinity, isOnce: false }],
  ['IEND', { most: 0, isOnce: true }],
])

export function strippedPng(bytes: Buffer): Buffer[] {
  const kept: Buffer[] = []
  const seen = new Set<string>()
  let orientation = 1
  let at = signatureBytes
  while (at + 12 <= bytes.length) {
    const end = at + 12 + bytes.readUInt32BE(at)
    const name = bytes.toString('latin1', at + 4, at + 8)
    const body = bytes.subarray(at + 8, end - 4)
    if (name === 'eXIf') orientation = exifTurn.read(body) ?? orientation
    const rule = drawing.get(name)
    if (rule && body.length <= rule.most && !(rule.isOnce && seen.has(name)))
      kept.push(...(name === 'iCCP' ? profile(body) : [bytes.subarray(at, end)]))
    seen.add(name)
    if (name === 'IEND') break
    at = end
  }
  const [first, ...others] = kept
  return [
    bytes.subarray(0, signatureBytes),
    first ?? Buffer.alloc(0),
    ...(orientation > 1 ? [chunk('eXIf', exifTurn.write(orientation))] : []),
    ...others,
  ]
}

/**
 * Under a name of ours, and packed anew: a name is free text, and behind a packed stream anything
 * may hang.
 */
function profile(body: Buffer): Buffer[] {
  const nameEnd = body.indexOf(0)
  try {
    const colours = inflateSync(body.subarray(nameEnd + 2), { maxOutputLength: 4_000_000 })
    return nameEnd < 1
      ? []
      : [chunk('iCCP', Buffer.concat([Buffer.from('ICC\0\0', 'latin1'), deflateSync(colours)]))]
  } catch {
    return [] // no profile in it: the picture is shown in the usual colours
  }
}

function chunk(name: string, body: Buffer): Buffer {
  const whole = Buffer.alloc(12 + body.length)
  whole.writeUInt32BE(body.length, 0)
  whole.write(name, 4, 'latin1')
  body.copy(whole, 8)
  whole.writeUInt32BE(crc32(whole.subarray(4, 8 + body.length)), 8 + body.length)
  return whole
}
