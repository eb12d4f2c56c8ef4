// What is said instead of typed: recorded in the page without a network, kept when its tab is
// killed, sent, and heard at the desk. The browser's own fake microphone beeps.
import type { Browser, ElementHandle, Locator, Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { cast } from '#demo/demoMembers.ts'
import { button, chooseType, noteField, saveButton } from './fieldActs.ts'
import { aBrowser, aPerson, aServer, office, type Person, type Server } from './stage.ts'

let browser: Browser
let server: Server
const everybody: Person[] = []
beforeAll(async () => {
  ;[server, browser] = await Promise.all([aServer(), aBrowser()])
})
afterEach(async () => {
  const troubles = everybody.map((person) => person.trouble.take())
  await Promise.all(everybody.splice(0).map((person) => person.context.close()))
  expect([troubles.flat(), server.errors]).toEqual([[], []])
})
afterAll(async () => {
  await browser?.close()
  await server?.close()
})

const enter = async (...[role, options]: [Parameters<typeof aPerson>[2], object?]) => {
  const person = await aPerson(browser, server, role, options)
  everybody.push(person)
  return person
}
const begin = (page: Page | Locator) => button(page, /^(录音|Record a voice note)$/)
const stop = (page: Page | Locator) => button(page, /^(停止录音|Stop recording)$/)
const players = (page: Page | Locator) => button(page, /^(播放录音|Play voice note)/i)
/** In the page, before anything asks for a microphone. */
function watchMicrophone(): void {
  const devices = navigator.mediaDevices as MediaDevices | undefined
  if (!devices) return
  const given: MediaStreamTrack[] = []
  Object.assign(window, { given })
  const ask = devices.getUserMedia.bind(devices)
  devices.getUserMedia = async (wanted) => {
    const stream = await ask(wanted)
    given.push(...stream.getAudioTracks())
    return stream
  }
}
/** Whether each that this page was given still hears. */
const microphones = (page: Page) =>
  page.evaluate(() =>
    (window as unknown as { given: MediaStreamTrack[] }).given.map((each) => each.readyState),
  )
/** The form of a hazard, its camera closed. */
async function openForm(person: Person): Promise<Page> {
  const page = await person.restart('/report')
  await noteField(page).or(button(page, '关闭相机')).first().waitFor()
  if (await button(page, '关闭相机').count()) await button(page, '关闭相机').click()
  await button(page, '关闭相机').waitFor({ state: 'detached' })
  await noteField(page).waitFor()
  return page
}
async function speak(page: Page, ms = 2500): Promise<void> {
  await begin(page).click()
  await stop(page).waitFor()
  await page.waitForTimeout(ms)
  await stop(page).click()
  await stop(page).waitFor({ state: 'detached' })
}
/** As Firefox tells it where there is no loudspeaker; what it cannot decode is told by another. */
const mediaErrDecode = 3
const spoken = async (count = 1) =>
  (await server.reports()).filter((report) => report.voice?.length === count)
/** Whether a voice is heard: what plays it has come further. */
async function isHeard(page: Page): Promise<void> {
  await players(page).first().click()
  await expect
    .poll(
      () =>
        page.evaluate(() =>
          Math.max(0, ...[...document.querySelectorAll('audio')].map((each) => each.currentTime)),
        ),
      { timeout: 15_000 },
    )
    .toBeGreaterThan(0.3)
}

describe('a hazard that is told and not typed', () => {
  it(
    'is recorded without a network, sent when there is one, and heard at the desk',
    { timeout: 120_000 },
    async () => {
      const worker = await enter('worker1')
      await worker.goOffline()
      const page = await openForm(worker)
      await chooseType(page, 'ldbl', /路灯不亮/)
      await begin(page).click()
      await page.getByText(/^还可录5\d秒$/).waitFor()
      await page.getByText('正在录音').waitFor()
      await page.waitForTimeout(2500)
      await stop(page).click()
      await expect.poll(() => players(page).count()).toBe(1)
      await isHeard(page)
      // Saying why there is no photo is enough: nothing else is asked for.
      await saveButton(page).click()
      await page.getByText('已存本机', { exact: true }).first().waitFor()
      expect(await spoken()).toEqual([])
      const records = await worker.restart('/records')
      await records
        .getByText(/1段录音/)
        .first()
        .waitFor()
      await records
        .getByRole('link', { name: /路灯不亮/ })
        .first()
        .click()
      await expect.poll(() => players(records).count()).toBe(1)
      await records.getByText('还有1段录音在本机，等待上传').waitFor()

      await worker.goOnline()
      await expect
        .poll(async () => (await spoken())[0]?.arrived?.length, { timeout: 30_000 })
        .toBe(1)
      const [report] = await spoken()
      expect(report!.voice![0]!.seconds).toBeGreaterThanOrEqual(2)
      await records.getByText('还有1段录音在本机，等待上传').waitFor({ state: 'detached' })

      const desk = await enter('secretary', office)
      await desk.page.goto(`${server.url}/desk/reports/${report!.id}?tab=all`)
      await isHeard(desk.page)
      const [answer] = server.hits.filter((hit) => hit.startsWith('GET /api/voice/'))
      expect(answer).toBe(`GET /api/voice/${report!.voice![0]!.hash}`)

      // A step takes one for its reason.
      await button(desk.page, /^退回/).first().click()
      await speak(desk.page)
      await expect.poll(() => players(desk.page).count()).toBe(2)
      await desk.page.getByRole('form').getByRole('button', { name: /^退回/ }).click()
      await expect
        .poll(
          async () => {
            const now = (await server.reports()).find(({ id }) => id === report!.id)
            return [now?.standing, now?.steps[0]?.voice?.length, now?.arrived?.length]
          },
          { timeout: 30_000 },
        )
        .toEqual(['returned', 1, 2])
    },
  )

  it(
    'is there as far as it was said when its tab is killed, and goes on in a further one',
    { timeout: 90_000 },
    async () => {
      const worker = await enter('worker2')
      let page = await openForm(worker)
      await begin(page).click()
      await stop(page).waitFor()
      await page.waitForTimeout(3500)
      const devtools = await worker.context.newCDPSession(page)
      void devtools.send('Page.crash').catch(() => undefined)
      await new Promise((resolve) => page.once('crash', resolve))
      page = await openForm(worker)
      await expect.poll(() => players(page).count()).toBe(1)
      await isHeard(page)
      await speak(page, 1500)
      await expect.poll(() => players(page).count()).toBe(2)

      await button(page, '去掉录音1').click()
      await expect.poll(() => players(page).count()).toBe(1)
      await button(page, '撤销').click()
      await expect.poll(() => players(page).count()).toBe(2)
      await chooseType(page, 'ldbl', /路灯不亮/)
      await saveButton(page).click()
      await expect.poll(async () => (await spoken(2)).length, { timeout: 30_000 }).toBe(1)
      const seconds = (await spoken(2))[0]!.voice!.map((each) => each.seconds)
      expect(seconds[0]).toBeGreaterThanOrEqual(2)
    },
  )

  it(
    'that is left in the middle, by Back or with its sheet, is over and kept in its draft',
    { timeout: 90_000, tags: 'long' },
    async () => {
      const worker = await enter('volunteer1')
      await worker.context.addInitScript(watchMicrophone)
      let page = await openForm(worker)
      await begin(page).click()
      await stop(page).waitFor()
      await page.waitForTimeout(1500)
      await button(page, '离开，草稿留在本机').click()
      await page.getByText('草稿留在本机，下次接着填').waitFor()
      await expect.poll(() => microphones(page)).toEqual(['ended'])
      page = await openForm(worker)
      await expect.poll(() => players(page).count()).toBe(1)

      await chooseType(page, 'ldbl', /路灯不亮/)
      await saveButton(page).click()
      const mine = async () => (await spoken()).find(({ by }) => by === cast.volunteer1)?.id
      await expect.poll(mine, { timeout: 30_000 }).toBeDefined()
      page = await worker.restart(`/records/${await mine()}`)
      const sheet = page.getByRole('dialog')
      const act = button(page, '加备注')
      const opener = await act.elementHandle()
      await act.click()
      await begin(sheet).click()
      await stop(sheet).waitFor()
      await page.waitForTimeout(1200)
      expect(await microphones(page)).toEqual(['live'])
      await button(sheet, '关闭').click()
      await expect.poll(() => microphones(page)).toEqual(['ended'])
      await sheet.waitFor({ state: 'hidden' })
      await act.click()
      await expect.poll(() => players(sheet).count()).toBe(1)
      await begin(sheet).click()
      await stop(sheet).waitFor()
      await page.waitForTimeout(1200)
      // Closed and wanted again before what was said is kept.
      await button(sheet, '关闭').evaluate((close: HTMLElement, again) => {
        close.click()
        again.click()
      }, opener as ElementHandle<HTMLElement>)
      await expect.poll(() => players(sheet).count()).toBe(2)
    },
  )

  it(
    'that is saved in the middle has all that was said until then',
    { timeout: 60_000 },
    async () => {
      const worker = await enter('worker3')
      const page = await openForm(worker)
      await chooseType(page, 'ldbl', /路灯不亮/)
      await noteField(page).fill('边说边存')
      await begin(page).click()
      // A finger that bounces begins one, and does not end it.
      await stop(page).click()
      await page.waitForTimeout(1800)
      expect(await stop(page).count()).toBe(1)
      await saveButton(page).click()
      const saved = async () => (await server.reports()).find(({ note }) => note === '边说边存')
      await expect.poll(async () => (await saved())?.voice?.length, { timeout: 30_000 }).toBe(1)
    },
  )
})

it(
  'the keyboard’s own dictation is pointed out once',
  { timeout: 60_000, tags: 'long' },
  async () => {
    const worker = await enter('worker1')
    let page = await openForm(worker)
    const hint = () => page.getByText('也可以点键盘上的麦克风，说出来就是字。')
    expect(await hint().count()).toBe(0)
    await noteField(page).tap()
    await hint().waitFor()
    page = await openForm(worker)
    await noteField(page).tap()
    await noteField(page).fill('再写一次')
    expect(await hint().count()).toBe(0)
  },
)

describe('a browser', () => {
  it(
    'that has nothing to hear a voice note with says so for now, and plays it once it has',
    { timeout: 60_000, tags: 'long' },
    async () => {
      const worker = await enter('worker1')
      const page = await openForm(worker)
      await speak(page)
      await players(page).waitFor()
      await page.evaluate((code) => {
        const audio = document.querySelector('audio')!
        Object.defineProperty(audio, 'error', { get: () => ({ code }), configurable: true })
        audio.dispatchEvent(new Event('error'))
        Reflect.deleteProperty(audio, 'error')
      }, mediaErrDecode)
      await page.getByText('暂时听不到').waitFor()
      await isHeard(page)
      expect(await page.getByText('暂时听不到').count()).toBe(0)
    },
  )

  it('that cannot record shows no button for it', { timeout: 60_000, tags: 'long' }, async () => {
    const worker = await enter('worker1')
    await worker.context.addInitScript(() => Reflect.deleteProperty(window, 'MediaRecorder'))
    const page = await openForm(worker)
    await chooseType(page, 'ldbl', /路灯不亮/)
    expect(await begin(page).count()).toBe(0)
  })

  it(
    'that refuses the microphone says what to do, and what was typed stays',
    { timeout: 60_000 },
    async () => {
      const worker = await enter('worker2')
      await worker.context.addInitScript(() => {
        if (!navigator.mediaDevices) return
        navigator.mediaDevices.getUserMedia = () =>
          Promise.reject(new DOMException('no', 'NotAllowedError'))
      })
      const page = await worker.restart('/report')
      await page.getByText(/没有相机权限/).waitFor()
      await button(page, '关闭相机').click()
      await noteField(page).fill('先打了字')
      await begin(page).click()
      await page.getByText(/没有麦克风权限。可在浏览器设置中允许，或者打字。/).waitFor()
      await button(page, '知道了').click()
      expect([await noteField(page).inputValue(), await begin(page).count()]).toEqual([
        '先打了字',
        1,
      ])
    },
  )
})
