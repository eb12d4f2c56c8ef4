// Heads of image files, built by hand: enough bytes to say what an image is and how large it claims
// to be.

const text = (letters: string): number[] => Array.from(letters, (letter) => letter.charCodeAt(0))
const u16 = (n: number): number[] => [(n >> 8) & 0xff, n & 0xff]
const u32 = (n: number): number[] => [...u16(Math.floor(n / 65_536)), ...u16(n % 65_536)]
const u16le = (n: number): number[] => u16(n).reverse()
const u32le = (n: number): number[] => u32(n).reverse()
const u24le = (n: number): number[] => u32le(n).slice(0, 3)

export const jpegSegment = (marker: number, body: number[]): number[] => [
  0xff,
  marker,
  ...u16(body.length + 2),
  ...body,
]

export const frameHeader = (width: number, height: number, marker = 0xc0): number[] =>
  jpegSegment(marker, [8, ...u16(height), ...u16(width), 1, 1, 0x11, 0])

export const jpeg = (...segments: number[][]): Uint8Array<ArrayBuffer> =>
  Uint8Array.from([0xff, 0xd8, ...segments.flat()])

export const png = (width: number, height: number, firstChunk = 'IHDR'): Uint8Array<ArrayBuffer> =>
  Uint8Array.from([
    0x89,
    ...text('PNG'),
    0x0d,
    0x0a,
    0x1a,
    0x0a,
    ...u32(13),
    ...text(firstChunk),
    ...u32(width),
    ...u32(height),
    8,
    2,
    0,
    0,
    0,
    ...u32(0),
  ])

const riff = (chunk: number[]): Uint8Array<ArrayBuffer> =>
  Uint8Array.from([...text('RIFF'), ...u32le(chunk.length + 4), ...text('WEBP'), ...chunk])

export const webpLossy = (width: number, height: number): Uint8Array<ArrayBuffer> =>
  riff([
    ...text('VP8 '),
    ...u32le(10),
    0x10,
    0,
    0,
    0x9d,
    0x01,
    0x2a,
    ...u16le(width),
    ...u16le(height),
  ])

export const webpLossless = (width: number, height: number): Uint8Array<ArrayBuffer> =>
  riff([
    ...text('VP8L'),
    ...u32le(10),
    0x2f,
    ...u32le(width - 1 + (height - 1) * 16_384),
    0,
    0,
    0,
    0,
    0,
  ])

export const webpExtended = (width: number, height: number): Uint8Array<ArrayBuffer> =>
  riff([...text('VP8X'), ...u32le(10), 0x10, 0, 0, 0, ...u24le(width - 1), ...u24le(height - 1)])

const ispe = (width: number, height: number): number[] => [
  ...u32(20),
  ...text('ispe'),
  ...u32(0),
  ...u32(width),
  ...u32(height),
]

export const heic = (...sizes: [number, number][]): Uint8Array<ArrayBuffer> =>
  Uint8Array.from([
    ...u32(24),
    ...text('ftypheic'),
    ...u32(0),
    ...text('mif1heic'),
    ...sizes.flatMap(([width, height]) => ispe(width, height)),
  ])

const entry = (tag: number, type: number, count: number, value: number[]): number[] => [
  ...u16(tag),
  ...u16(type),
  ...u32(count),
  ...value,
]
/** Degrees, minutes and seconds, those to a ten-thousandth: 3 mm. */
function degrees(all: number): number[] {
  const units = Math.round(all * 36_000_000)
  const [whole, minutes] = [Math.floor(units / 36_000_000), Math.floor(units / 600_000) % 60]
  return [whole, 1, minutes, 1, units % 600_000, 10_000].flatMap(u32)
}

/**
 * An APP1 segment: orientation, taken 2026-03-05 08:30:00 +08:00, at 31°12'36" N 121°26'24" E (± 7
 * m) or elsewhere in the north-east, looking 90°.
 *
 * @param at.metres 0 where the camera does not say how surely it knew.
 */
export function exifSegment(
  orientation: number,
  { lat, lon, metres }: { lat: number; lon: number; metres: number } = {
    ...{ lat: 31.21, lon: 121.44, metres: 7 },
  },
): number[] {
  // TIFF header 8, IFD0 at 8 with 3 entries, EXIF IFD, GPS IFD, then the values that do not fit in
  // an entry.
  const exifIfd = 8 + 2 + 3 * 12 + 4
  const gpsIfd = exifIfd + 2 + 2 * 12 + 4
  const values = gpsIfd + 2 + 6 * 12 + 4
  const time = text('2026:03:05 08:30:00\0')
  const offset = text('+08:00\0')
  const at = {
    time: values,
    offset: values + 20,
    lat: values + 28,
    lon: values + 52,
    error: values + 76,
    direction: values + 84,
  }
  return jpegSegment(0xe1, [
    ...text('Exif\0\0MM'),
    0,
    42,
    ...u32(8),
    ...u16(3),
    ...entry(0x0112, 3, 1, [...u16(orientation), 0, 0]),
    ...entry(0x8769, 4, 1, u32(exifIfd)),
    ...entry(0x8825, 4, 1, u32(gpsIfd)),
    ...u32(0),
    ...u16(2),
    ...entry(0x9003, 2, 20, u32(at.time)),
    ...entry(0x9011, 2, 7, u32(at.offset)),
    ...u32(0),
    ...u16(6),
    ...entry(0x0001, 2, 2, [...text('N\0'), 0, 0]),
    ...entry(0x0002, 5, 3, u32(at.lat)),
    ...entry(0x0003, 2, 2, [...text('E\0'), 0, 0]),
    ...entry(0x0004, 5, 3, u32(at.lon)),
    ...entry(0x0011, 5, 1, u32(at.direction)),
    ...entry(0x001f, 5, 1, u32(at.error)),
    ...u32(0),
    ...time,
    ...offset,
    0,
    ...degrees(lat),
    ...degrees(lon),
    ...u32(metres),
    ...u32(1),
    ...u32(90),
    ...u32(1),
  ])
}
