// Somebody photographs a thing and walks on before it is saved: the record lies where the thing is.
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { distanceMetres } from '#geo/distanceMetres.ts'
import type { Report } from '#domain/report.ts'
import { exifSegment } from '../client/photos/imageHeads.ts'
import { photosOf } from './aPhoto.ts'
import { button, chooseType, noteField, pickPhotos, saveButton } from './fieldActs.ts'
import { look } from './look.ts'
import { aBrowser, aPerson, aServer, type Person, type Server } from './stage.ts'

let browser: Browser
let server: Server
let worker: Person

const door = { lat: 28.00067, lon: 123.99908 }
const afar = { lat: door.lat + 100 / 111_195, lon: door.lon }
const moveTo = ({ lat, lon }: typeof door, accuracy: number) =>
  worker.context.setGeolocation({ latitude: lat, longitude: lon, accuracy })

async function shoot(page: Page): Promise<void> {
  await button(page, /^(拍照|Take a photo)$/).click()
  await button(page, '拍好了').click()
  await page.getByText('草稿、1张照片已存本机').waitFor()
}
async function saveAs(page: Page, note: string): Promise<Report> {
  await noteField(page).fill(note)
  await saveButton(page).click()
  await page.getByText('已存本机').first().waitFor()
  await expect
    .poll(() => server.reports().then((all) => all.some((report) => report.note === note)), {
      timeout: 20_000,
    })
    .toBe(true)
  return (await server.reports()).find((report) => report.note === note)!
}

beforeAll(async () => {
  ;[server, browser] = await Promise.all([aServer(), aBrowser()])
  worker = await aPerson(browser, server, 'worker1')
}, 60_000)
afterAll(async () => {
  await browser?.close()
  await server?.close()
})

describe('a record', () => {
  it(
    'lies at its photo when the person has walked on to a sharper fix before saving',
    { timeout: 60_000 },
    async () => {
      await moveTo(door, 8)
      const page = await worker.restart('/report')
      await shoot(page)
      await page.getByText('±8米').waitFor()
      await moveTo(afar, 5)
      await page.getByText('您离拍照的地方已有100米。').waitFor()
      await chooseType(page, 'jgqs', /井盖/)
      const { position, photos, placeId } = await saveAs(page, '在井盖旁拍的')
      expect(distanceMetres(position!, door)).toBeLessThanOrEqual(8)
      expect(distanceMetres(photos[0]!.position!, door)).toBeLessThanOrEqual(8)
      expect(photos[0]).toMatchObject({ source: 'camera', isUnnamed: true })
      expect(placeId).toBeDefined()
    },
  )

  it(
    'lies at its photo, not at the door where the form was begun with a sharper fix',
    { timeout: 60_000 },
    async () => {
      await moveTo(door, 8)
      const page = await worker.restart('/report')
      await button(page, /^(拍照|Take a photo)$/).waitFor()
      await moveTo(afar, 12)
      await shoot(page)
      await page.getByText('±12米').waitFor()
      await chooseType(page, 'jgqs', /井盖/)
      const { position } = await saveAs(page, '走过去以后拍的')
      expect(distanceMetres(position!, afar)).toBeLessThanOrEqual(12)
    },
  )

  it(
    'that was left half-way and taken up elsewhere lies where it was',
    { timeout: 60_000 },
    async () => {
      await moveTo(door, 8)
      await shoot(await worker.restart('/report'))
      await worker.page.getByText('±8米').waitFor()
      await moveTo(afar, 5)
      const page = await worker.restart('/report')
      await page.getByText('您离拍照的地方已有100米。').waitFor()
      await chooseType(page, 'jgqs', /井盖/)
      const { position } = await saveAs(page, '回去以后才填的')
      expect(distanceMetres(position!, door)).toBeLessThanOrEqual(8)
    },
  )

  it('lies where the person stands now when they say so', { timeout: 60_000 }, async () => {
    await moveTo(door, 8)
    const page = await worker.restart('/report')
    await shoot(page)
    await page.getByText('±8米').waitFor()
    await moveTo(afar, 5)
    await button(page, '改用这里').click()
    await chooseType(page, 'jgqs', /井盖/)
    const { position, photos } = await saveAs(page, '在这里')
    expect(distanceMetres(position!, afar)).toBeLessThanOrEqual(5)
    expect(distanceMetres(photos[0]!.position!, door)).toBeLessThanOrEqual(8)
  })

  it(
    'lies where its photo of the album says, not where the phone is, and offers where the phone is',
    { timeout: 60_000 },
    async () => {
      const taken = (await server.places()).find(
        (place) => place.code !== '' && distanceMetres(place, door) > 100,
      )!
      await moveTo(door, 8)
      const page = await worker.restart('/report')
      const [drawn] = await photosOf(browser, 1)
      const { buffer } = drawn!
      const exif = exifSegment(1, { lat: taken.lat, lon: taken.lon, metres: 0 })
      const parts = [buffer.subarray(0, 2), Buffer.from(exif), buffer.subarray(2)]
      await pickPhotos(page, [{ ...drawn!, buffer: Buffer.concat(parts) }])
      await page.getByText('按照片里的位置建议').waitFor()
      await page.getByText(/^您离拍照的地方已有\d+米。$/).waitFor()
      await look(page, 'place-of-photo')
      await chooseType(page, 'jgqs', /井盖/)
      const { position, placeId } = await saveAs(page, '相册里的照片')
      expect(distanceMetres(position!, taken)).toBeLessThan(1)
      expect(position).toMatchObject({ source: 'photo', accuracyMetres: null })
      const place = (await server.places()).find(({ id }) => id === placeId)
      expect(distanceMetres(place!, taken)).toBeLessThanOrEqual(30)
    },
  )
})
