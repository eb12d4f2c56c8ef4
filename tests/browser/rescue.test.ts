// Unsent work that leaves a phone as a file and comes in at the desk; then the phone itself comes
// back, and another person takes it.
import { readFile } from 'node:fs/promises'
import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type PhotoFile, photosOf } from './aPhoto.ts'
import {
  button,
  choosePlace,
  chooseType,
  goTo,
  noteField,
  pickPhotos,
  saveButton,
} from './fieldActs.ts'
import { aBrowser, aPerson, aServer, office, type Person, type Server } from './stage.ts'

let browser: Browser
let server: Server
let worker: Person
let desk: Person
let photos: PhotoFile[]
let file: { name: string; buffer: Buffer }

const note = '楼道堆着旧家具，推车过不去'
const kept = async () => (await server.reports()).filter((report) => report.note === note)

beforeAll(async () => {
  ;[server, browser] = await Promise.all([aServer(), aBrowser()])
  photos = await photosOf(browser, 2)
  worker = await aPerson(browser, server, 'worker1')
  await worker.page.getByText(/全部已上传/).waitFor()
})
afterAll(async () => {
  await browser?.close()
  await server?.close()
})

async function report(page = worker.page): Promise<void> {
  await pickPhotos(page, photos)
  await chooseType(page, 'jinggai', /井盖缺损移位/)
  await choosePlace(page, '104', /灯杆 W-104/)
  await noteField(page).fill(note)
  await saveButton(page).click()
  await page.getByText('已存本机', { exact: true }).waitFor()
}

describe('a phone whose connection is gone for good', () => {
  it('puts its unsent work into a file that tells nothing to whoever finds it', async () => {
    await worker.goOffline()
    await report(await worker.restart('/report'))
    const page = await worker.restart('/me')
    await button(page, /^导出未上传的工作/).click()
    await page.getByText('文件已备好').waitFor()
    const download = page.waitForEvent('download')
    await button(page, '存到这台手机').click()
    const saved = await download
    file = { name: saved.suggestedFilename(), buffer: await readFile(await saved.path()) }
    expect(file.name).toMatch(/^gridwalk-\d{4}-\d\d-\d\d-[0-9a-f]{6}\.gridwalk$/)
    expect(
      file.buffer.includes(Buffer.from(note)) ||
        file.buffer.includes(photos[0]!.buffer.subarray(0, 64)),
    ).toBe(false)
    await page.getByText(/导出过1条，本机的仍然留着/).waitFor()
    expect(await kept()).toHaveLength(0)
  })

  it('is relieved at the desk, which passes the file on and says what was in it', async () => {
    desk = await aPerson(browser, server, 'secretary', office)
    const page = await desk.restart('/desk/devices')
    const [chooser] = await Promise.all([
      page.waitForEvent('filechooser'),
      button(page, /^导入别的手机的未上传工作/).click(),
    ])
    await chooser.setFiles([{ ...file, mimeType: 'application/octet-stream' }])
    await page.getByText(/已全部上传 · 新增1条、照片\d+张/).waitFor()
    const [report] = await kept()
    expect(report?.photos).toHaveLength(2)
    const named = report!.photos.flatMap((photo) => [photo.hash, photo.thumb.hash])
    await expect
      .poll(
        async () => {
          const arrived = (await kept())[0]!.arrived ?? []
          return named.filter((hash) => !arrived.includes(hash))
        },
        { timeout: 20_000 },
      )
      .toEqual([])
    expect(desk.trouble.take()).toEqual([])
  })

  it('comes back after all, and nothing is doubled', async () => {
    await worker.goOnline()
    const page = await worker.restart('/me')
    await page.getByText(/全部已上传/).waitFor()
    expect(await kept()).toHaveLength(1)
    expect(await button(page, /^导出未上传的工作/).count()).toBe(0)
  })
})

describe('signing out with unsent work', () => {
  it('offers three ways, and what stays sealed goes out when the next person uses the phone', async () => {
    await worker.goOffline()
    await report(await worker.restart('/report'))
    const page = await worker.restart('/me')
    await button(page, '退出登录').click()
    const sheet = page.getByRole('dialog')
    for (const way of [/^立即上传/, /^导出成文件交给别人/, /^封存在这台手机上/])
      await button(sheet, way).waitFor()
    await button(sheet, /^封存在这台手机上/).click()
    await page.waitForURL(/\/enrol/)
    expect(await kept()).toHaveLength(1)
    await worker.goOnline()
    await goTo(page, await server.inviteUrl('m-8' as never))
    await button(page, /绑定这台(手机|电脑)/).click()
    await page.waitForURL((url) => url.pathname !== '/enrol')
    await expect.poll(async () => (await kept()).length, { timeout: 20_000 }).toBe(2)
    expect((await kept()).map((each) => each.by)).toEqual(['m-3', 'm-3'])
    const left = () =>
      page.evaluate(async () =>
        (await indexedDB.databases())
          .map((each) => each.name)
          .filter((name) => name?.endsWith('m-3')),
      )
    await expect.poll(left, { timeout: 20_000 }).toEqual([])
  })
})
