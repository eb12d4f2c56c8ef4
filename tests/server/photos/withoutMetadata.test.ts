import { deflateSync } from 'node:zlib'
import sharp from 'sharp'
import { describe, expect, it } from 'vitest'
import { withoutMetadata } from '#server/photos/withoutMetadata.ts'
import { exifSegment, jpegSegment } from '../../client/photos/imageHeads.ts'

const picture = sharp({
  create: {
    width: 31,
    height: 17,
    channels: 3,
    background: '#0b5d4b',
    noise: { type: 'gaussian', mean: 128, sigma: 30 },
  },
})
const secrets = {
  IFD0: { Make: 'SecretPhone', ImageDescription: 'secret words' },
  IFD3: { GPSLatitude: '31/1 12/1 36/1', GPSLatitudeRef: 'N' },
}
const bytesOf = (buffer: Buffer): Uint8Array<ArrayBuffer> => new Uint8Array(buffer)
const hasSecret = (bytes: Uint8Array): boolean =>
  /secret|GPS/i.test(Buffer.from(bytes).toString('latin1'))
const pixelsOf = (bytes: Uint8Array): Promise<Buffer> => sharp(bytes).raw().toBuffer()

describe('a photo as it is shown', () => {
  it.each([
    ['jpeg', 1],
    ['jpeg', 6],
    ['jpeg', 8],
    ['png', 1],
    ['png', 3],
    ['webp', 1],
    ['webp', 6],
  ] as const)(
    'a %s turned %i keeps its picture and its turn, and nothing else',
    async (format, orientation) => {
      const taken = bytesOf(
        await picture
          .clone()
          .toFormat(format)
          .withExif(secrets)
          .withMetadata({ orientation })
          .withXmp('<x:xmpmeta xmlns:x="adobe:ns:meta/">secret words</x:xmpmeta>')
          .toBuffer(),
      )
      expect(hasSecret(taken)).toBe(true)
      const shown = withoutMetadata(taken, `image/${format}`)
      expect(hasSecret(shown)).toBe(false)
      const { orientation: turned, xmp } = await sharp(shown).metadata()
      expect([turned ?? 1, xmp]).toEqual([orientation, undefined])
      expect(await pixelsOf(shown)).toEqual(await pixelsOf(taken))
    },
  )

  it('a progressive JPEG of many scans keeps all of them', async () => {
    const taken = bytesOf(await picture.clone().jpeg({ progressive: true, quality: 90 }).toBuffer())
    expect(await pixelsOf(withoutMetadata(taken, 'image/jpeg'))).toEqual(await pixelsOf(taken))
  })

  it('what hangs behind the end of the picture is left away', async () => {
    const tail = Buffer.from('<script>secret</script>')
    for (const format of ['jpeg', 'png', 'webp'] as const) {
      const taken = Buffer.concat([await picture.clone().toFormat(format).toBuffer(), tail])
      expect([format, hasSecret(withoutMetadata(bytesOf(taken), `image/${format}`))]).toEqual([
        format,
        false,
      ])
    }
  })

  it('comments, foreign segments and a second EXIF block go, the colour profile stays', async () => {
    const plain = await picture.clone().jpeg().withIccProfile('p3').toBuffer()
    const extra = Buffer.from(
      [
        exifSegment(6),
        jpegSegment(0xfe, [...Buffer.from('secret')]),
        jpegSegment(0xed, [...Buffer.from('secret')]),
        jpegSegment(0xe2, [...Buffer.from('MPF\0secret')]),
        exifSegment(6),
      ].flat(),
    )
    const shown = withoutMetadata(
      bytesOf(Buffer.concat([plain.subarray(0, 2), extra, plain.subarray(2)])),
      'image/jpeg',
    )
    expect(hasSecret(shown)).toBe(false)
    const { icc, orientation } = await sharp(shown).metadata()
    expect([orientation, icc?.length]).toEqual([6, (await sharp(plain).metadata()).icc!.length])
  })

  it('texts of a PNG, plain and packed, go', async () => {
    const plain = await picture.clone().png().toBuffer()
    const chunk = (name: string, body: Buffer): Buffer =>
      Buffer.concat([Buffer.from([0, 0, 0, body.length]), Buffer.from(name), body, Buffer.alloc(4)])
    const extra = Buffer.concat([
      chunk('tEXt', Buffer.from('Comment\0secret')),
      chunk('iTXt', Buffer.from('XML\0secret')),
      chunk('zTXt', Buffer.concat([Buffer.from('secret\0\0'), deflateSync('secret')])),
    ])
    const shown = withoutMetadata(
      bytesOf(Buffer.concat([plain.subarray(0, 33), extra, plain.subarray(33)])),
      'image/png',
    )
    expect(shown).toEqual(withoutMetadata(bytesOf(plain), 'image/png'))
    expect(await pixelsOf(shown)).toEqual(await pixelsOf(plain))
  })

  it('a block that lies about its lengths neither breaks it nor passes', () => {
    const lying = Buffer.from([
      0xff,
      0xd8,
      ...exifSegment(6).slice(0, 40),
      0xff,
      0xe1,
      0xff,
      0xff,
      1,
      2,
      3,
    ])
    expect(() => withoutMetadata(bytesOf(lying), 'image/jpeg')).not.toThrow()
    expect(() => withoutMetadata(bytesOf(lying.subarray(0, 3)), 'image/jpeg')).not.toThrow()
  })

  it("only the segments a JPEG is drawn from stay, and of Adobe's only its twelve bytes", async () => {
    const plain = await picture.clone().jpeg().withIccProfile('p3').toBuffer()
    const words = [...Buffer.from('secret')]
    const jfxx = [...Buffer.from('JFXX\0'), 0x10, ...words]
    const adobe = [...Buffer.from('Adobe'), 0, 100, 0, 0, 0, 0, 1]
    const foreign = [
      jpegSegment(0xe0, jfxx),
      jpegSegment(0xee, [...adobe, ...words]),
      jpegSegment(0xee, words),
      jpegSegment(0xeb, [...Buffer.from('JP\0\0jumbc2pa'), ...words]),
      jpegSegment(0xe0, [...Buffer.from('JFIF\0'), 1, 1, 0, 0, 1, 0, 1, 2, 1, ...words]),
      jpegSegment(0xf0, words),
      jpegSegment(0xf7, words),
      jpegSegment(0xde, words),
      jpegSegment(0xe2, [...Buffer.from('ICC_PROFILE\0'), 9, 2, ...words]),
    ].flat()
    const taken = Buffer.concat([plain.subarray(0, 2), Buffer.from(foreign), plain.subarray(2)])
    const shown = Buffer.from(withoutMetadata(bytesOf(taken), 'image/jpeg'))
    expect(hasSecret(shown)).toBe(false)
    expect(shown.includes(Buffer.from(adobe))).toBe(true)
    expect((await sharp(shown).metadata()).icc?.length).toBe(
      (await sharp(plain).metadata()).icc!.length,
    )
  })

  it('only the chunks a PNG is drawn from stay', async () => {
    const plain = await picture.clone().png().toBuffer()
    const chunk = (name: string, body: Buffer): Buffer =>
      Buffer.concat([Buffer.from([0, 0, 0, body.length]), Buffer.from(name), body, Buffer.alloc(4)])
    const foreign = [
      'prVt',
      'caBX',
      'vpAg',
      'sPLT',
      'hIST',
      'dSIG',
      'iDOT',
      'acTL',
      'fcTL',
      'fdAT',
      'ABCD',
    ].map((name) => chunk(name, Buffer.from('secret')))
    const oversized = chunk('gAMA', Buffer.from('secret words'))
    const shown = withoutMetadata(
      bytesOf(Buffer.concat([plain.subarray(0, 33), ...foreign, oversized, plain.subarray(33)])),
      'image/png',
    )
    expect(shown).toEqual(withoutMetadata(bytesOf(plain), 'image/png'))
    expect(await pixelsOf(shown)).toEqual(await pixelsOf(plain))
  })

  it('what makes the colours of a PNG stays', async () => {
    const plain = await picture
      .clone()
      .png({ palette: true, colours: 16 })
      .withIccProfile('p3')
      .toBuffer()
    const shown = withoutMetadata(bytesOf(plain), 'image/png')
    expect((await sharp(shown).metadata()).icc).toEqual((await sharp(plain).metadata()).icc)
    expect(await pixelsOf(shown)).toEqual(await pixelsOf(plain))
  })

  it('only the chunks a WebP is drawn from stay, inside a frame too', async () => {
    const webpChunk = (name: string, body: Buffer): Buffer => {
      const head = Buffer.alloc(8)
      head.write(name, 0, 'latin1')
      head.writeUInt32LE(body.length, 4)
      return Buffer.concat([head, body, Buffer.alloc(body.length % 2)])
    }
    const still = await picture.clone().webp().toBuffer()
    const cells = await Promise.all(
      ['#f00', '#00f'].map((background) =>
        sharp({ create: { width: 16, height: 16, channels: 3, background } })
          .png()
          .toBuffer(),
      ),
    )
    const moving = await sharp(cells, { join: { animated: true } })
      .webp({ loop: 0 })
      .toBuffer()
    const foreign = ['C2PA', 'PRIV', 'abcd'].map((name) => webpChunk(name, Buffer.from('secret')))
    const inFrame = (file: Buffer): Buffer => {
      const at = file.indexOf('ANMF')
      const size = file.readUInt32LE(at + 4)
      return Buffer.concat([
        file.subarray(0, at),
        webpChunk('ANMF', Buffer.concat([file.subarray(at + 8, at + 8 + size), ...foreign])),
        file.subarray(at + 8 + size + (size % 2)),
      ])
    }
    for (const [file, drawn] of [
      [still, still],
      [moving, moving],
      [inFrame(moving), moving],
    ] as const) {
      const taken = Buffer.concat([file, ...foreign])
      taken.writeUInt32LE(taken.length - 8, 4)
      const shown = withoutMetadata(bytesOf(taken), 'image/webp')
      expect(hasSecret(shown)).toBe(false)
      expect(await sharp(shown, { animated: true }).raw().toBuffer()).toEqual(
        await sharp(drawn, { animated: true }).raw().toBuffer(),
      )
    }
  })

  it('what lies between the restarts and behind the last scan of a JPEG is left away', async () => {
    const plain = await picture.clone().jpeg().toBuffer()
    const taken = Buffer.concat([
      plain.subarray(0, 2),
      Buffer.from('secret'),
      plain.subarray(2),
      Buffer.from('secret'),
    ])
    expect(hasSecret(withoutMetadata(bytesOf(taken), 'image/jpeg'))).toBe(false)
  })
})
