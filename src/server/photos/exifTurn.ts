// The one thing kept of EXIF: how the picture must be turned, 1 to 8.

export const exifHead = Buffer.from('Exif\0\0', 'latin1')

export const exifTurn = { read: turnIn, write: tiffWith } as const

const orientationTag = 0x0112

/** By the first directory of an EXIF block; null where it does not say. */
function turnIn(tiff: Buffer): number | null {
  const order = tiff.toString('latin1', 0, 2)
  if (tiff.length < 10 || (order !== 'II' && order !== 'MM')) return null
  const u16 = (at: number): number =>
    at + 2 > tiff.length ? 0 : order === 'II' ? tiff.readUInt16LE(at) : tiff.readUInt16BE(at)
  const directory = order === 'II' ? tiff.readUInt32LE(4) : tiff.readUInt32BE(4)
  const entries = u16(directory)
  for (let entry = 0; entry < entries; entry++) {
    const at = directory + 2 + entry * 12
    if (at + 12 > tiff.length) return null
    if (u16(at) !== orientationTag) continue
    const turned = u16(at + 8)
    return turned >= 1 && turned <= 8 ? turned : null
  }
  return null
}

/** An EXIF block of one entry. */
function tiffWith(orientation: number): Buffer {
  const tiff = Buffer.alloc(26)
  tiff.write('MM\0*', 0, 'latin1')
  tiff.writeUInt32BE(8, 4)
  tiff.writeUInt16BE(1, 8)
  tiff.writeUInt16BE(orientationTag, 10)
  tiff.writeUInt16BE(3, 12)
  tiff.writeUInt32BE(1, 14)
  tiff.writeUInt16BE(orientation, 18)
  return tiff
}
