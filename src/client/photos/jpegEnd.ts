// Whether a JPEG comes to its end. Copied half-way or written by a phone that died it does not, and
// browsers then refuse all of it.

const startOfScan = 0xda

/** Where the pixels begin (ITU T.81 B.2.1), or null where there are none. */
function scanStart(view: DataView): number | null {
  let at = 2
  while (at + 4 <= view.byteLength && view.getUint8(at) === 0xff) {
    const marker = view.getUint8(at + 1)
    if (marker === startOfScan) return at
    if (marker === 0xff) at += 1
    else if (marker === 0x01 || (marker >= 0xd0 && marker <= 0xd8)) at += 2
    else at += 2 + Math.max(2, view.getUint16(at + 2))
  }
  return null
}

/** `none`: there is nothing to show at all. */
export function jpegEnd(bytes: Uint8Array): 'there' | 'missing' | 'none' {
  const start = scanStart(new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength))
  if (start === null) return 'none'
  for (let at = bytes.length - 2; at > start; at--)
    if (bytes[at] === 0xff && bytes[at + 1] === 0xd9) return 'there'
  return 'missing'
}

export const withEnd = (file: Blob): Blob =>
  new Blob([file, Uint8Array.of(0xff, 0xd9)], { type: 'image/jpeg' })
