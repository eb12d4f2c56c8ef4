// A JPEG of the segments it is drawn from: frame, tables and scans, its shape of pixel, its
// colours, its turn.
import { exifHead, exifTurn } from './exifTurn.ts'

const iccHead = Buffer.from('ICC_PROFILE\0', 'latin1')
const marker = { app0: 0xe0, app1: 0xe1, app2: 0xe2, app14: 0xee, scan: 0xda, end: 0xd9 } as const
/** Quantisation, lines, restarts. */
const tables: ReadonlySet<number> = new Set([0xdb, 0xdc, 0xdd])
const jfifBytes = 14
const adobeBytes = 12

/**
 * Segment by segment, as a decoder reads them: what lies between segments is skipped, what follows
 * the end is left away.
 */
export function strippedJpeg(bytes: Buffer): Buffer[] {
  const kept: Buffer[] = []
  const profileParts = new Set<number>()
  let orientation = 1
  let at = 2
  for (;;) {
    const found = markerFrom(bytes, at)
    if (found === null) break
    const { code, start } = found
    if (code === marker.end) {
      kept.push(bytes.subarray(start, start + 2))
      break
    }
    const end =
      start + 2 + (hasLength(code) && start + 4 <= bytes.length ? bytes.readUInt16BE(start + 2) : 0)
    const body = bytes.subarray(start + 4, end)
    if (code === marker.app1 && body.subarray(0, 6).equals(exifHead))
      orientation = exifTurn.read(body.subarray(6)) ?? orientation
    // After a scan's head come its coded bytes, up to the next marker that is neither a stuffed
    // byte nor a restart.
    at = code === marker.scan ? (markerFrom(bytes, end)?.start ?? bytes.length) : end
    if (code === marker.scan || isFrameOrTable(code)) kept.push(bytes.subarray(start, at))
    else kept.push(...saidOfColours(code, body, profileParts))
  }
  return [
    bytes.subarray(0, 2),
    ...(orientation > 1 ? [segment(marker.app1, exifHead, exifTurn.write(orientation))] : []),
    ...kept,
  ]
}

function markerFrom(bytes: Buffer, from: number): { code: number; start: number } | null {
  for (
    let start = bytes.indexOf(0xff, from);
    start >= 0 && start + 1 < bytes.length;
    start = bytes.indexOf(0xff, start + 1)
  ) {
    const code = bytes[start + 1]!
    const isStuffing =
      code === 0x00 || code === 0xff || code === 0x01 || (code >= 0xd0 && code <= 0xd7)
    if (!isStuffing) return { code, start }
  }
  return null
}

const hasLength = (code: number): boolean => code !== 0xd8

/** SOF, DHT and DAC, which share a range, without the extensions kept free at 0xc8. */
const isFrameOrTable = (code: number): boolean =>
  (code >= 0xc0 && code <= 0xcf && code !== 0xc8) || tables.has(code)

/**
 * JFIF says the pixel's shape (its preview goes), Adobe's segment which colours are meant, the
 * profile what they are.
 */
function saidOfColours(code: number, body: Buffer, profileParts: Set<number>): Buffer[] {
  if (
    code === marker.app0 &&
    body.length >= jfifBytes &&
    body.toString('latin1', 0, 5) === 'JFIF\0'
  ) {
    return [segment(code, body.subarray(0, jfifBytes - 2), Buffer.alloc(2))]
  }
  if (
    code === marker.app14 &&
    body.length >= adobeBytes &&
    body.toString('latin1', 0, 5) === 'Adobe'
  )
    return [segment(code, body.subarray(0, adobeBytes))]
  if (
    code !== marker.app2 ||
    body.length <= iccHead.length + 2 ||
    !body.subarray(0, iccHead.length).equals(iccHead)
  )
    return []
  const part = body[iccHead.length]!
  if (part === 0 || part > body[iccHead.length + 1]! || profileParts.has(part)) return []
  profileParts.add(part)
  return [segment(code, body)]
}

function segment(code: number, ...parts: Buffer[]): Buffer {
  const body = Buffer.concat(parts)
  const head = Buffer.from([0xff, code, 0, 0])
  head.writeUInt16BE(body.length + 2, 2)
  return Buffer.concat([head, body])
}
