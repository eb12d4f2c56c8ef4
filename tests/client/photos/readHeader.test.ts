import { describe, expect, it } from 'vitest'
import { readHeader } from '#client/photos/readHeader.ts'
import {
  exifSegment,
  frameHeader,
  heic,
  jpeg,
  jpegSegment,
  png,
  webpExtended,
  webpLossless,
  webpLossy,
} from './imageHeads.ts'

describe('the header of a photo', () => {
  it.each([
    ['a baseline JPEG', jpeg(frameHeader(4000, 3000)), 'image/jpeg', 4000, 3000],
    ['a progressive JPEG', jpeg(frameHeader(4000, 3000, 0xc2)), 'image/jpeg', 4000, 3000],
    ['a PNG', png(640, 480), 'image/png', 640, 480],
    ['a PNG that claims a whole phone of memory', png(30_000, 30_000), 'image/png', 30_000, 30_000],
    ['a lossy WebP', webpLossy(1000, 700), 'image/webp', 1000, 700],
    ['a lossless WebP', webpLossless(16_384, 9), 'image/webp', 16_384, 9],
    ['an extended WebP', webpExtended(70_000, 3), 'image/webp', 70_000, 3],
    [
      'a HEIC, whose whole is larger than its tiles',
      heic([512, 512], [4032, 3024], [320, 240]),
      'image/heic',
      4032,
      3024,
    ],
  ])('gives type and size of %s', (_, bytes, type, width, height) => {
    expect(readHeader(bytes)).toEqual({ type, size: { width, height } })
  })

  it('does not take the thumbnail inside EXIF for the photo', () => {
    const thumbnail = [0xff, 0xd8, ...frameHeader(160, 120)]
    const bytes = jpeg(jpegSegment(0xe1, thumbnail), frameHeader(4000, 3000))
    expect(readHeader(bytes)?.size).toEqual({ width: 4000, height: 3000 })
  })

  it('is the stored size, whatever the EXIF orientation', () => {
    for (const orientation of [1, 6, 8]) {
      expect(readHeader(jpeg(exifSegment(orientation), frameHeader(400, 300)))?.size).toEqual({
        width: 400,
        height: 300,
      })
    }
  })

  it('skips fill bytes, restart markers and Huffman tables before the frame', () => {
    const bytes = jpeg(
      [0xff, 0xff],
      [0xff, 0xd0],
      jpegSegment(0xc4, [1, 2, 3]),
      frameHeader(400, 300),
    )
    // The first fill byte belongs to the marker behind it: ff ff ff d0.
    expect(readHeader(bytes)?.size).toEqual({ width: 400, height: 300 })
  })

  it.each([
    [
      'a JPEG that ends inside a segment',
      jpeg(jpegSegment(0xe1, new Array<number>(50).fill(0)).slice(0, 20)),
    ],
    [
      'a JPEG whose segment claims to reach past its end',
      jpeg([0xff, 0xe1, 0xff, 0xff, 1, 2, 3, 4, 5, 6, 7, 8]),
    ],
    ['a JPEG with a segment of impossible length', jpeg([0xff, 0xe1, 0, 0], frameHeader(4, 3))],
    [
      'a JPEG with pixels before any frame',
      jpeg([0xff, 0xda, 0, 8, 1, 1, 0, 0, 63, 0], frameHeader(4, 3)),
    ],
    [
      'a JPEG with rubbish between segments',
      jpeg(jpegSegment(0xe1, [1]), [1, 2], frameHeader(4, 3)),
    ],
    ['a JPEG of no height', jpeg(frameHeader(4000, 0))],
    ['a PNG cut short', png(640, 480).slice(0, 20)],
    ['a PNG that does not begin with IHDR', png(640, 480, 'IDAT')],
    ['a PNG of no width', png(0, 480)],
    ['a WebP cut short', webpLossy(10, 10).slice(0, 25)],
    ['a lossy WebP without its start code', webpLossy(10, 10).fill(0, 23, 26)],
    ['a lossless WebP without its signature', webpLossless(10, 10).fill(0, 20, 21)],
    ['a HEIC that does not say', heic()],
  ])('has no size in %s', (_, bytes) => {
    expect(readHeader(bytes)).toMatchObject({ size: null })
  })

  it('is null for what is no image, and for nothing', () => {
    expect(readHeader(new TextEncoder().encode('a letter named photo.jpg'))).toBeNull()
    expect(readHeader(new Uint8Array())).toBeNull()
  })

  it('reads a view into a larger buffer at its own place', () => {
    const inner = png(12, 34)
    const outer = new Uint8Array(inner.length + 7)
    outer.set(inner, 7)
    expect(readHeader(outer.subarray(7))?.size).toEqual({ width: 12, height: 34 })
  })

  it('never throws, wherever a file is cut', () => {
    const files = [
      jpeg(exifSegment(6), frameHeader(9, 9)),
      png(9, 9),
      webpLossy(9, 9),
      webpLossless(9, 9),
      webpExtended(9, 9),
      heic([9, 9]),
    ]
    for (const file of files)
      for (let end = 0; end <= file.length; end++) readHeader(file.subarray(0, end))
  })
})
