import { deflateSync } from 'node:zlib'
import sharp from 'sharp'
import { describe, expect, it } from 'vitest'
import { withoutMetadata } from '#endpoint/photos/withoutMetadata.ts'
import { exifSegment, jpegSegment } from '../device/photo/imageHeads.ts'

const picture = sharp({ create: { width: 31, height: 17, channels: 3, background: '#0b5d4b', noise: { type: 'gaussian', mean: 128, sigma: 30 } } })
const secrets = { IFD0: { Make: 'SecretPhone', ImageDescription: 'secret words' }, IFD3: { GPSLatitude: '31/1 12/1 36/1', GPSLatitudeRef: 'N' } }
const bytesOf = (buffer: Buffer): Uint8Array<ArrayBuffer> => new Uint8Array(buffer)
const hasSecret = (bytes: Uint8Array): boolean => /secret|GPS/i.test(Buffer.from(bytes).toString('latin1'))
const pixelsOf = (bytes: Uint8Array): Promise<Buffer> => sharp(bytes).raw().toBuffer()

describe('a photo as it is shown', () => {
  it.each([['jpeg', 1], ['jpeg', 6], ['jpeg', 8], ['png', 1], ['png', 3], ['webp', 1], ['webp', 6]] as const)(
    'a %s turned %i keeps its picture and its turn, and nothing else', async (format, orientation) => {
      const taken = bytesOf(await picture.clone().toFormat(format).withExif(secrets).withMetadata({ orientation }).withXmp('<x:xmpmeta xmlns:x="adobe:ns:meta/">secret words</x:xmpmeta>').toBuffer())
      expect(hasSecret(taken)).toBe(true)
      const shown = withoutMetadata(taken, `image/${format}`)
      expect(hasSecret(shown)).toBe(false)
      const { orientation: turned, xmp } = await sharp(shown).metadata()
      expect([turned ?? 1, xmp]).toEqual([orientation, undefined])
      expect(await pixelsOf(shown)).toEqual(await pixelsOf(taken))
    })

  it('a progressive JPEG of many scans keeps all of them', async () => {
    const taken = bytesOf(await picture.clone().jpeg({ progressive: true, quality: 90 }).toBuffer())
    expect(await pixelsOf(withoutMetadata(taken, 'image/jpeg'))).toEqual(await pixelsOf(taken))
  })

  it('what hangs behind the end of the picture is left away', async () => {
    const tail = Buffer.from('<script>secret</script>')
    for (const format of ['jpeg', 'png', 'webp'] as const) {
      const taken = Buffer.concat([await picture.clone().toFormat(format).toBuffer(), tail])
      expect([format, hasSecret(withoutMetadata(bytesOf(taken), `image/${format}`))]).toEqual([format, false])
    }
  })

  it('comments, foreign segments and a second EXIF block go, the colour profile stays', async () => {
    const plain = await picture.clone().jpeg().withIccProfile('p3').toBuffer()
    const extra = Buffer.from([exifSegment(6), jpegSegment(0xfe, [...Buffer.from('secret')]), jpegSegment(0xed, [...Buffer.from('secret')]), jpegSegment(0xe2, [...Buffer.from('MPF\0secret')]), exifSegment(6)].flat())
    const shown = withoutMetadata(bytesOf(Buffer.concat([plain.subarray(0, 2), extra, plain.subarray(2)])), 'image/jpeg')
    expect(hasSecret(shown)).toBe(false)
    const { icc, orientation } = await sharp(shown).metadata()
    expect([orientation, icc?.length]).toEqual([6, (await sharp(plain).metadata()).icc!.length])
  })

  it('texts of a PNG, plain and packed, go', async () => {
    const plain = await picture.clone().png().toBuffer()
    const chunk = (name: string, body: Buffer): Buffer => Buffer.concat([Buffer.from([0, 0, 0, body.length]), Buffer.from(name), body, Buffer.alloc(4)])
    const extra = Buffer.concat([chunk('tEXt', Buffer.from('Comment\0secret')), chunk('iTXt', Buffer.from('XML\0secret')), chunk('zTXt', Buffer.concat([Buffer.from('secret\0\0'), deflateSync('secret')]))])
    const shown = withoutMetadata(bytesOf(Buffer.concat([plain.subarray(0, 33), extra, plain.subarray(33)])), 'image/png')
    expect(Buffer.from(shown)).toEqual(plain)
  })

  it('a block that lies about its lengths neither breaks it nor passes', () => {
    const lying = Buffer.from([0xff, 0xd8, ...exifSegment(6).slice(0, 40), 0xff, 0xe1, 0xff, 0xff, 1, 2, 3])
    expect(() => withoutMetadata(bytesOf(lying), 'image/jpeg')).not.toThrow()
    expect(() => withoutMetadata(bytesOf(lying.subarray(0, 3)), 'image/jpeg')).not.toThrow()
  })
})
