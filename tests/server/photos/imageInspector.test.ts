import sharp from 'sharp'
import { afterEach, expect, it } from 'vitest'
import { imageLimits, type ImageLimits, openImageInspector } from '#server/photos/imageInspector.ts'
import { aJpeg } from '../../world.ts'

const opened: { close(): void }[] = []
afterEach(() => opened.splice(0).forEach((each) => each.close()))

function anInspector(limits: Partial<ImageLimits> = {}) {
  const inspector = openImageInspector({ ...imageLimits, ...limits })
  opened.push(inspector)
  return inspector
}

const aPicture = (width: number, height: number) =>
  sharp({ create: { width, height, channels: 3, background: '#0b5d4b' } })
/** A progressive JPEG is held whole while it is decoded: some 200 MB, and about a second. */
const aHeavyPicture = () => aPicture(6000, 6000).jpeg({ progressive: true, quality: 50 }).toBuffer()

it('a JPEG, a PNG and a WebP are sound', async () => {
  const inspector = anInspector()
  const picture = aPicture(40, 30)
  for (const bytes of [
    await picture.jpeg().toBuffer(),
    await picture.png().toBuffer(),
    await picture.webp().toBuffer(),
    new Uint8Array(aJpeg(1, 900)),
  ]) {
    expect(await inspector.inspect(bytes)).toEqual({ state: 'sound' })
  }
})

it('what only begins like a photo, is cut off, or moves is not', async () => {
  const inspector = anInspector()
  const whole = await aPicture(400, 300).png().toBuffer()
  const moving = await sharp(Buffer.from(Array.from({ length: 20 * 40 * 3 }, (_, i) => i % 251)), {
    raw: { width: 20, height: 40, channels: 3, pageHeight: 20 },
  })
    .webp({ loop: 0, delay: [50, 50] })
    .toBuffer()
  for (const bytes of [
    Uint8Array.of(0xff, 0xd8, 0xff, 0xe0, 1, 2, 3),
    whole.subarray(0, whole.length / 2),
    Buffer.from('<svg xmlns="http://www.w3.org/2000/svg"/>'),
    moving,
  ]) {
    expect(await inspector.inspect(bytes)).toEqual({ state: 'unreadable' })
  }
})

it('a picture with too many pixels is told by its head, before any of them is decoded', async () => {
  const inspector = anInspector()
  const bomb = Buffer.from(await aPicture(10, 10).png().toBuffer())
  bomb.writeUInt32BE(60_000, 16)
  bomb.writeUInt32BE(60_000, 20)
  const { crc32 } = await import('node:zlib')
  bomb.writeUInt32BE(crc32(bomb.subarray(12, 29)), 29)
  expect(await inspector.inspect(bomb)).toEqual({ state: 'tooManyPixels', pixels: 3_600_000_000 })
})

it('a photo that eats the child’s memory costs a child twice, and the next photo gets a new one', async () => {
  const bytes = await aHeavyPicture()
  const inspector = anInspector({ rssBytes: 130_000_000, rssEveryMs: 2, children: 1 })
  expect(await inspector.inspect(bytes)).toEqual({ state: 'unreadable' })
  expect(await inspector.inspect(await aPicture(40, 30).jpeg().toBuffer())).toEqual({
    state: 'sound',
  })
})

it('a photo that takes too long is given up, and those behind it go on', async () => {
  const bytes = await aHeavyPicture()
  const inspector = anInspector({ timeMs: 60, children: 1 })
  const [slow, quick] = [
    inspector.inspect(bytes),
    inspector.inspect(await aPicture(4, 3).jpeg().toBuffer()),
  ]
  expect(await slow).toEqual({ state: 'unreadable' })
  expect(await quick).toEqual({ state: 'sound' })
})

it('where no child can start, or too many photos wait, nothing is said about the photo', async () => {
  const bytes = new Uint8Array(aJpeg(1, 900))
  expect(await anInspector({ startMs: 1 }).inspect(bytes)).toEqual({ state: 'busy' })
  const crowded = anInspector({ children: 1, waiting: 1 })
  const verdicts = await Promise.all([1, 2, 3].map(() => crowded.inspect(bytes)))
  expect(verdicts.map((verdict) => verdict.state).sort()).toEqual(['busy', 'sound', 'sound'])
})
