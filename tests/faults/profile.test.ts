// C2, S1, S3, S8: a Chromium of its own on a profile of its own, killed, spoilt and given a disk
// that is too small.
// @module-tag long
import { mkdirSync, readdirSync, rmSync, statfsSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { cast } from '#demo/demoMembers.ts'
import { type PhotoFile, photosOf } from '../browser/aPhoto.ts'
import { button, photoTiles, pickPhotos, saveButton } from '../browser/fieldActs.ts'
import { aBrowser, aServer, type Server } from '../browser/stage.ts'
import { untilPulled } from '../browser/untilPulled.ts'
import { aProfile, isInLocalFallback, levelDbOf, type Profile } from './kit/aProfile.ts'
import { grainyPhoto } from './kit/grainyPhoto.ts'
import { row } from './kit/row.ts'
import {
  expectHonest,
  expectPaired,
  fillReport,
  heldOn,
  isSaved,
  saveReport,
  takeInvite,
} from './kit/screens.ts'

let server: Server
let photos: PhotoFile[]
let large: PhotoFile
const timeoutMs = 150_000

beforeAll(async () => {
  server = await aServer()
  const browser: Browser = await aBrowser()
  photos = await photosOf(browser, 3, [800, 600])
  large = await grainyPhoto(browser)
  await browser.close()
}, 120_000)
afterAll(() => server?.close())

const kept = async (note: string) =>
  (await server.reports()).filter((report) => report.note === note).length
const arrives = (note: string) =>
  expect.poll(() => kept(note), { timeout: 60_000, interval: 250 }).toBe(1)

row('C2', 'the browser is killed right after the receipt', 'what had its receipt is there')(
  async (use) => {
    const profile = await use(aProfile())
    await profile.start()
    await takeInvite(profile.page, await server.inviteUrl(cast.worker1))
    await untilPulled(profile.page)
    // Not by a word to the browser, which a new one has not heard yet when its page starts.
    await server.goDown()
    for (const [i, note] of ['关掉之前一', '关掉之前二'].entries()) {
      await saveReport(profile.page, server.url, note, photos.slice(i, i + 1))
      await profile.kill()
      await profile.start(`${server.url}/records`)
      const held = await heldOn(profile.page)
      expectPaired(held)
      expect(held.outbox.map((entry) => entry.change.set?.note)).toContain(note)
      expect(
        held.photos.filter((photo) => photo.state === 'waiting').length,
        'with its photo',
      ).toBeGreaterThanOrEqual(2 * (i + 1))
    }
    await server.comeUp()
    await profile.page.goto(`${server.url}/records`)
    for (const note of ['关掉之前一', '关掉之前二']) await arrives(note)
    // Every receipt that a screen drew as received has its row at the server.
    await profile.page.goto(`${server.url}/records`)
    await expect
      .poll(() => profile.drawn.some((tick) => ['received', 'backedUp'].includes(tick.state)), {
        timeout: 30_000,
      })
      .toBe(true)
    expectHonest(profile.drawn, await server.reports())
  },
  undefined,
  { timeout: timeoutMs },
)

row(
  'S1',
  'no room for a photo',
  'the record is saved, the photo is refused aloud and has no receipt',
)(
  async (use) => {
    const profile = await use(aProfile())
    await profile.start()
    const { page } = profile
    await takeInvite(page, await server.inviteUrl(cast.worker1))
    await page.goto(`${server.url}/report`)
    await fillReport(page, '照片放不下，文字要存', photos.slice(0, 1))
    const devtools = await profile.context.newCDPSession(page)
    const { usage } = await page.evaluate(() => navigator.storage.estimate())
    await devtools.send('Storage.overrideQuotaForOrigin', {
      origin: server.url,
      quotaSize: usage! + 200_000,
    })
    // Chromium asks how much room there is at most every half minute.
    await page.waitForTimeout(31_000)
    await page
      .getByRole('button', { name: /^(加拍|Add)/ })
      .first()
      .click()
    await pickPhotos(page, [large])
    await page.getByText(/1张照片没有加入/).waitFor({ timeout: 40_000 })
    await page
      .getByText(/手机存储满了/)
      .first()
      .waitFor()
    expect(await photoTiles(page).count(), 'no tile for what is not there').toBe(1)
    await saveButton(page).click()
    await isSaved(page)
    await devtools.send('Storage.overrideQuotaForOrigin', { origin: server.url })
    await arrives('照片放不下，文字要存')
    expect(
      (await server.reports()).find((each) => each.note === '照片放不下，文字要存')!.photos,
    ).toHaveLength(1)
  },
  undefined,
  { timeout: timeoutMs },
)

/** Each with an invite of its own; `GRIDWALK_BIND_KILLS=10` for a longer look. */
const killsEach = Number(process.env['GRIDWALK_BIND_KILLS'] ?? 1)

describe('a phone whose browser is killed soon after its person was bound', () => {
  for (const seconds of [0.2, 1, 3]) {
    it(
      `knows who it is after ${seconds} s`,
      { timeout: 30_000 + killsEach * 20_000 },
      async ({ onTestFinished }) => {
        for (let i = 0; i < killsEach; i++) {
          const profile = await aProfile()
          onTestFinished(() => profile.close())
          const page = await profile.start(await server.inviteUrl(cast.worker1))
          await button(page, /绑定这台(手机|电脑)|Bind this (phone|computer)/).click()
          await page.waitForURL((there) => there.pathname !== '/enrol')
          await page.waitForTimeout(seconds * 1000)
          await profile.kill()
          const again = await profile.start(server.url)
          await again.getByRole('navigation').getByRole('link').first().waitFor()
          expect(new URL(again.url()).pathname, `try ${i + 1}`).toBe('/')
          await profile.close()
        }
      },
    )
  }
})

/** Takes room on the phone's disk until so many bytes are left. */
function leaveRoom(profile: Profile, bytes: number): void {
  const filler = join(profile.inside(), 'filler')
  mkdirSync(filler, { recursive: true })
  for (let i = 0; ; i++) {
    const { bavail, bsize } = statfsSync(profile.inside())
    const free = bavail * bsize - bytes
    if (free <= 0) return
    try {
      writeFileSync(join(filler, `${Date.now()}-${i}`), Buffer.alloc(Math.min(free, 4_000_000)))
    } catch {
      return // full to the last byte
    }
  }
}
const makeRoom = (profile: Profile): void =>
  rmSync(join(profile.inside(), 'filler'), { recursive: true, force: true })

async function onSmallDisk(profile: Profile): Promise<void> {
  await profile.start()
  await takeInvite(profile.page, await server.inviteUrl(cast.worker2))
  await untilPulled(profile.page)
  await profile.context.setOffline(true)
  await profile.page.goto(`${server.url}/report`)
}

row('S3', 'the disk of the phone is full', 'the same as with a full quota')(
  async (use) => {
    const profile = await use(aProfile({ diskMegabytes: 250 }))
    await onSmallDisk(profile)
    const { page } = profile
    await fillReport(page, '磁盘满了，照片放不下', photos.slice(0, 1))
    // Text needs a few pages of the database's log; the photo does not find room, also where the
    // browser gives up some of its own.
    leaveRoom(profile, 60_000)
    await page
      .getByRole('button', { name: /^(加拍|Add)/ })
      .first()
      .click()
    await pickPhotos(page, [large])
    // Chromium may lose its grip on a database that could not be written and open none on such a
    // disk. What the app then says depends on what the browser has freed meanwhile
    // (tests/client/session/mayBindHere.test.ts); it stops, and all is there when there is room.
    const isClosed = page.getByRole('heading', { name: /手机存储满了|本机的存储(没有回应|打不开)/ })
    await page
      .getByText(/1张照片没有加入|草稿没有存上/)
      .or(isClosed)
      .first()
      .waitFor({ timeout: 60_000 })
      .catch(async (error: unknown) => {
        throw new Error(
          `the page says: ${(await page.locator('body').innerText()).slice(0, 400)}`,
          { cause: error },
        )
      })
    makeRoom(profile)
    await expect
      .poll(
        async () => {
          if (await isClosed.isVisible()) await button(page, '再试一次').click()
          return photoTiles(page).count()
        },
        { message: 'no receipt on what is not there', timeout: 40_000 },
      )
      .toBe(1)
    const done = page.getByRole('button', { name: /^(拍好了|Done)$/ })
    if (await done.isVisible()) await done.click()
    await saveButton(page).click()
    await isSaved(page)
    expectPaired(await heldOn(page))
    await profile.context.setOffline(false)
    await page.goto(`${server.url}/records`)
    await arrives('磁盘满了，照片放不下')
  },
  undefined,
  { timeout: timeoutMs },
)

row(
  'S8',
  'the phone’s database cannot be opened',
  'a screen offers ways out, and nothing is deleted',
)(
  async (use) => {
    const profile = await use(aProfile())
    await profile.start()
    await takeInvite(profile.page, await server.inviteUrl(cast.worker3))
    await untilPulled(profile.page)
    await profile.context.setOffline(true)
    await saveReport(profile.page, server.url, '清单文件坏了', photos.slice(0, 1))
    // Chromium throws spoilt databases away by itself; the local fallback is then all that tells of
    // them.
    await isInLocalFallback(profile, 'gridwalk.member')
    await profile.quit()
    const database = await levelDbOf(profile)
    for (const name of readdirSync(database))
      if (name.startsWith('MANIFEST-') || name === 'CURRENT')
        writeFileSync(join(database, name), 'this is no list of files')
    await profile.start(server.url)
    await profile.context.setOffline(true)
    await profile.page
      .getByRole('heading', { name: /本机的存储打不开|浏览器清掉了本机存的内容/ })
      .waitFor({ timeout: 40_000 })
    expect(
      await profile.page.evaluate(() => localStorage.getItem('gridwalk.member')),
      'the app has deleted nothing',
    ).not.toBeNull()
    const ways = await profile.page.getByRole('button').allInnerTexts()
    expect(ways.some((words) => /再试一次|重新绑定/.test(words))).toBe(true)
  },
  undefined,
  { timeout: timeoutMs },
)
