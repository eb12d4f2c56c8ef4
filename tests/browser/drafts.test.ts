// Saving under the eyes of a restless sensor, on a slow phone, in two windows, with a key too many:
// what was ticked is at the server.
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type PhotoFile, photosOf } from './aPhoto.ts'
import { button, chooseType, noteField, photoTiles, pickPhotos, saveButton } from './fieldActs.ts'
import { aBrowser, aPerson, aServer, type Person, type Server } from './stage.ts'

let browser: Browser
let server: Server
let worker: Person
let photos: PhotoFile[]
/** A hundred of them take minutes; what is run each time shows the same. */
const saves = Number(process.env['GRIDWALK_SAVES'] ?? 4)

const notesAt = async (): Promise<string[]> => (await server.reports()).map((report) => report.note)
const arrived = (notes: readonly string[]) =>
  expect
    .poll(async () => (await notesAt()).filter((note) => notes.includes(note)).sort(), {
      timeout: 60_000,
    })
    .toEqual([...notes].sort())

beforeAll(async () => {
  ;[server, browser] = await Promise.all([aServer(), aBrowser()])
  photos = await photosOf(browser, 1)
  worker = await aPerson(browser, server, 'worker1')
})
afterAll(async () => {
  await browser?.close()
  await server?.close()
})

/** A form with a type, a photo and these words. */
async function fill(
  page: Page,
  note: string,
  beforeTheWords = (): Promise<unknown> => Promise.resolve(),
): Promise<void> {
  await page.goto(`${server.url}/report`)
  await pickPhotos(page, photos)
  await photoTiles(page).first().waitFor()
  await chooseType(page, 'ldbl', /路灯不亮/)
  await beforeTheWords()
  await noteField(page).fill(note)
  await page
    .getByText(/照片已存本机/)
    .first()
    .waitFor()
}
const saved = (page: Page) => page.getByText('已存本机', { exact: true }).first().waitFor()

/** A fix every 100 ms, each a step farther. */
const restless = `(() => {
  let n = 0
  const fix = () => ({ coords: { latitude: 28.00067 + (n++ % 40) * 1e-5, longitude: 123.99908, accuracy: 5 + (n % 4), altitude: null, altitudeAccuracy: null, heading: null, speed: null }, timestamp: Date.now() })
  navigator.geolocation.getCurrentPosition = (found) => setTimeout(() => found(fix()), 20)
  navigator.geolocation.watchPosition = (found) => setInterval(() => found(fix()), 100)
  navigator.geolocation.clearWatch = (id) => clearInterval(id)
})()`

describe('a form that is saved', () => {
  it(
    'over and over, with a fix every 100 ms and a slow processor, is at the server each time',
    async () => {
      await worker.context.addInitScript(restless)
      const page = await worker.restart('/report')
      const devtools = await worker.context.newCDPSession(page)
      const pace = (rate: number) => devtools.send('Emulation.setCPUThrottlingRate', { rate })
      const notes = Array.from({ length: saves }, (_, i) => `第${i + 1}次`)
      for (const note of notes) {
        // Slow from the last words on, whose draft is still being written as the button is tapped.
        await fill(page, note, () => pace(4))
        await saveButton(page).click()
        await saved(page)
        await pace(1)
      }
      await arrived(notes)
    },
    60_000 + saves * 20_000,
  )

  it('with a key typed while it is saved is what it was when the button was tapped, and the next form is empty', async () => {
    const page = await worker.restart('/report')
    await fill(page, '按下之后')
    const devtools = await worker.context.newCDPSession(page)
    await devtools.send('Emulation.setCPUThrottlingRate', { rate: 6 })
    await saveButton(page).evaluate((element: HTMLElement) => element.click())
    await page.keyboard.type('又来', { delay: 15 })
    await saved(page)
    await devtools.send('Emulation.setCPUThrottlingRate', { rate: 1 })
    await page.goto(`${server.url}/report`)
    await button(page, /^(从相册|Gallery)$/).waitFor()
    expect(await page.getByText('上次没存完的草稿').count()).toBe(0)
    await arrived(['按下之后'])
  })

  it('in two windows is one record; the other window says so, and keeps its own words for a new one', async () => {
    const page = await worker.restart('/report')
    await fill(page, '两个窗口')
    const other = await worker.context.newPage()
    await other.goto(`${server.url}/report`)
    await expect.poll(() => noteField(other).inputValue()).toBe('两个窗口')
    await noteField(page).fill('两个窗口，这边')
    await other.getByText('这张表在另一个窗口里改过了').waitFor()
    await noteField(other).fill('两个窗口，那边')
    // Saved, it would be refused: the choice is shown instead, wherever on the form the person was.
    await saveButton(other).click()
    await other.getByText('填的内容都还在，请先看上面的提示。').waitFor()
    await expect
      .poll(() =>
        button(other, '用那边的').evaluate(
          (choice) => choice === document.activeElement && choice.getBoundingClientRect().top > 0,
        ),
      )
      .toBe(true)
    await saveButton(page).click()
    await saved(page)
    await other.getByText('这张表已在另一个窗口里保存了').waitFor()
    await other.getByText('这张表已在另一个窗口里保存或丢弃了。').waitFor()
    await button(other, '另存为新草稿').click()
    await expect.poll(() => other.getByText(/另一个窗口/).count()).toBe(0)
    await saveButton(other).click()
    await saved(other)
    await arrived(['两个窗口，这边', '两个窗口，那边'])
    expect(await notesAt()).not.toContain('两个窗口')
    await other.close()
  })
})
