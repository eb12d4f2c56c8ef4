// Words of an XML text: by its own encoding, with the characters that XML itself names.
import { decode, encodingOf, markedEncoding } from './encoding.ts'

/** By its byte order mark, its declaration or its bytes. */
export function decodeXml(bytes: Uint8Array): string {
  const marked = markedEncoding(bytes)
  if (marked) return decode(bytes, marked)
  const start = String.fromCharCode(...bytes.subarray(0, 200))
  const declared = /^\s*<\?xml[^>]*\bencoding=["']([\w.-]+)["']/.exec(start)?.[1]
  const isUtf8 = !declared || /^utf-?8$/i.test(declared)
  try {
    return decode(bytes, isUtf8 ? encodingOf(bytes) : declared)
  } catch {
    return decode(bytes, encodingOf(bytes))
  }
}

const named: Record<string, string> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" }

/** Entities that a file defines itself stay as they are written. */
export const decodeEntities = (text: string): string =>
  text.includes('&')
    ? text.replace(
        /&(?:#(\d{1,7})|#x([0-9a-f]{1,6})|(amp|lt|gt|quot|apos));/gi,
        (whole, decimal?: string, hex?: string, name?: string) =>
          name
            ? named[name.toLowerCase()]!
            : letterOf(whole, decimal ? Number(decimal) : parseInt(hex!, 16)),
      )
    : text

const letterOf = (whole: string, point: number): string =>
  point <= 0x10ffff ? String.fromCodePoint(point) : whole
