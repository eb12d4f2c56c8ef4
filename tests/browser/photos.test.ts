// The photo station in a real browser: what it keeps, and what it refuses with which fault.
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { exifSegment, heic, png } from '../client/photos/imageHeads.ts'
import { aHeic } from '../aHeic.ts'
import { launchChromium } from './findChromium.ts'
import type { Seen } from './photosPage.ts'
import { servePage } from './servePage.ts'

vi.setConfig({ testTimeout: 30_000 }) // a small machine with other work

let site: Awaited<ReturnType<typeof servePage>>
let browser: Browser
let page: Page
const strangers: string[] = []

beforeAll(async () => {
  site = await servePage({ prebundle: ['exifr', 'libheif-js/libheif-wasm/libheif.js'] })
  browser = await launchChromium()
  page = await browser.newPage()
  page.on('request', (request) => {
    if (!/^(data|blob):/.test(request.url()) && !request.url().startsWith(site.url))
      strangers.push(request.url())
  })
  await page.goto(site.url)
  await page.addScriptTag({ url: '/tests/browser/photosPage.ts', type: 'module' })
  await page.waitForFunction(() => 'see' in window)
}, 60_000)

afterAll(async () => {
  await browser?.close()
  await site?.close()
})

const seeBytes = (bytes: Uint8Array, type = ''): Promise<Seen> =>
  page.evaluate(
    ([numbers, mime]) =>
      window.see(new File([Uint8Array.from(numbers)], 'photo.jpg', { type: mime })),
    [[...bytes], type] as const,
  )

const nearly = (colour: number[] | undefined): string =>
  (colour ?? []).map((part) => (part > 200 ? 'f' : part < 55 ? '0' : '?')).join('')

describe('a photo that is kept', () => {
  it('stands upright, keeps its place in the reference, and carries no EXIF', async () => {
    const seen = await page.evaluate(async (segment) => {
      const jpeg = new Uint8Array(await (await window.draw('image/jpeg', 2400, 1600)).arrayBuffer())
      return window.see(
        new Blob([jpeg.slice(0, 2), Uint8Array.from(segment), jpeg.slice(2)], {
          type: 'image/jpeg',
        }),
      )
    }, exifSegment(6))
    expect(seen.fault).toBeUndefined()
    // Orientation 6: a quarter turn clockwise brings the stored lower left to the upper left.
    expect(seen.ref).toMatchObject({ width: 1280, height: 1920 })
    expect(seen.corners?.map(nearly)).toEqual(['00f', 'f00', 'fff', '0f0'])
    expect(seen.ref).toMatchObject({ takenAt: Date.UTC(2026, 2, 5, 0, 30), headingDegrees: 90 })
    expect(seen.ref?.['position']).toEqual({
      lat: expect.closeTo(31.21, 6),
      lon: expect.closeTo(121.44, 6),
      accuracyMetres: 7,
      source: 'photo',
      at: Date.UTC(2026, 2, 5, 0, 30),
    })
    expect(seen).toMatchObject({ hasExif: false, isNamedByHash: true, head: [0xff, 0xd8, 0xff] })
    expect(seen.thumb).toMatchObject({ width: 160, height: 240, isNamedByHash: true })
    expect(seen.thumb!.bytes).toBeLessThanOrEqual(15_000)
  })

  it.each(['image/png', 'image/webp'])(
    'becomes a JPEG from %s, white where it was transparent',
    async (type) => {
      const seen = await page.evaluate(
        (mime) => window.draw(mime, 500, 300, true).then((file) => window.see(file)),
        type,
      )
      expect(seen).toMatchObject({
        head: [0xff, 0xd8, 0xff],
        isNamedByHash: true,
        ref: { width: 500, height: 300, takenAt: 1_700_000_000_000 },
      })
      expect(seen.corners?.map(nearly)).toEqual(['f00', '0f0', '00f', 'fff'])
      expect(seen.ref).not.toHaveProperty('position')
    },
  )

  it('has a thumbnail of at most 15 kB even when it is all noise', async () => {
    const seen = await page.evaluate(async () => {
      const canvas = new OffscreenCanvas(240, 240)
      const noise = new ImageData(240, 240)
      for (let at = 0; at < noise.data.length; at += 65_536)
        crypto.getRandomValues(noise.data.subarray(at, at + 65_536))
      canvas.getContext('2d')!.putImageData(noise, 0, 0)
      return window.see(await canvas.convertToBlob({ type: 'image/jpeg', quality: 1 }))
    })
    expect(seen.thumb!.bytes).toBeLessThanOrEqual(15_000)
  })

  it('has a stamped copy with a dark band at the lower left, and stays unstamped itself', async () => {
    const seen = await page.evaluate(async () =>
      window.see(await window.draw('image/jpeg', 2400, 1600), {
        locale: 'zh-CN',
        memberId: 'm-1',
        placeName: '灯杆 12',
      }),
    )
    expect(seen.stamped).toMatchObject({ isNamedByHash: true, width: 1920 })
    expect(seen.stamped!.lowerLeft[2]).toBeLessThan(140)
    expect(nearly(seen.corners?.[2])).toBe('00f')
  })

  it('is made of a HEIC, which this browser itself cannot decode', async () => {
    const seen = await seeBytes(aHeic())
    expect(seen).toMatchObject({
      head: [0xff, 0xd8, 0xff],
      isNamedByHash: true,
      ref: { width: 320, height: 240 },
    })
    expect(seen.ref?.['isOriginal']).toBeUndefined()
    expect(seen.corners?.map(nearly)).toEqual(['f00', '0f0', '00f', 'fff'])
  })

  it('is the file as it came where nothing here can decode it', async () => {
    for (const file of [heic([4032, 3024]), heic()]) {
      expect(await seeBytes(file)).toMatchObject({
        isNamedByHash: true,
        ref: { isOriginal: true, bytes: file.length },
      })
    }
  })

  it('is shown as far as it goes when its end is missing, or half of it', async () => {
    const [markerless, half, whole] = await page.evaluate(async () => {
      const file = await window.draw('image/jpeg', 600, 400)
      return Promise.all(
        [file.slice(0, -2), file.slice(0, file.size - 2000), file].map((each) => window.see(each)),
      )
    })
    expect(markerless).toMatchObject({
      isNamedByHash: true,
      ref: { width: 600, height: 400, isUnfinished: true },
    })
    expect(markerless!.corners?.map(nearly)).toEqual(['f00', '0f0', '00f', 'fff'])
    expect(half).toMatchObject({ ref: { width: 600, isUnfinished: true } })
    expect(nearly(half!.corners?.[0])).toBe('f00')
    expect(whole!.ref?.['isUnfinished']).toBeUndefined()
  })

  it('is prepared in its turn when several come at once', async () => {
    const widths = await page.evaluate(async () => {
      const files = await Promise.all(
        [300, 301, 302].map((width) => window.draw('image/png', width, 200)),
      )
      return Promise.all(files.map((file) => window.see(file).then((seen) => seen.ref?.['width'])))
    })
    expect(widths).toEqual([300, 301, 302])
  })
})

describe('a photo that is refused', () => {
  it('is empty', async () => {
    expect((await seeBytes(new Uint8Array())).fault?.code).toBe('photoEmpty')
  })

  it('is a text that calls itself a JPEG', async () => {
    expect(
      (await seeBytes(new TextEncoder().encode('not a photo at all'), 'image/jpeg')).fault?.code,
    ).toBe('photoNotAnImage')
  })

  it('is larger than 60 MB', async () => {
    const seen = await page.evaluate(() => window.see(new Blob([new ArrayBuffer(61e6)])))
    expect(seen.fault).toEqual({
      code: 'photoTooLarge',
      detail: { bytes: 61_000_000, limit: 60_000_000 },
    })
  })

  it('claims more pixels than a phone can hold', async () => {
    expect((await seeBytes(png(30_000, 30_000))).fault).toEqual({
      code: 'photoTooManyPixels',
      detail: { width: 30_000, height: 30_000, limit: 50_000_000 },
    })
  })

  it('is cut off or broken behind a good header', async () => {
    expect((await seeBytes(png(300, 200))).fault?.code).toBe('photoUnreadable')
    expect((await seeBytes(Uint8Array.of(0xff, 0xd8, 0xff, 0xe0, 0, 16))).fault?.code).toBe(
      'photoUnreadable',
    )
  })

  it('does not spoil the photo after it', async () => {
    const seen = await page.evaluate(async () =>
      window.see(await window.draw('image/jpeg', 80, 60)),
    )
    expect(seen.ref).toMatchObject({ width: 80, height: 60 })
  })
})

describe('the photo station', () => {
  it('asks no other host for anything', () => {
    expect(strangers).toEqual([])
  })
})
