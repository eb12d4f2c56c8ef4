// The phone's own storage in trouble, in a real browser: cleared under an open page, cleared while
// closed, not to be opened, short of its tail.
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { photosOf } from './aPhoto.ts'
import {
  button,
  choosePlace,
  chooseType,
  noteField,
  photoTiles,
  pickPhotos,
  saveButton,
} from './fieldActs.ts'
import { aBrowser, aPerson, aServer, type Person, type Server } from './stage.ts'
import { look } from './look.ts'

let browser: Browser
let server: Server
beforeAll(async () => {
  ;[server, browser] = await Promise.all([aServer(), aBrowser()])
})
afterAll(async () => {
  await browser?.close()
  await server?.close()
})

const clear = async (person: Person, storageTypes: string): Promise<void> => {
  const cdp = await person.context.newCDPSession(person.page)
  await cdp.send('Storage.clearDataForOrigin', { origin: server.url, storageTypes })
}
const emptied = (page: Page) => page.getByRole('heading', { name: '浏览器清掉了本机存的内容' })
const mirror = (page: Page) =>
  page.evaluate(
    () =>
      Object.entries(localStorage).find(([key]) => key.startsWith('gridwalk.lastSaved.')) ?? [
        '',
        '',
      ],
  )

async function saveReport(page: Page): Promise<void> {
  await pickPhotos(page, await photosOf(browser, 1))
  await expect.poll(() => photoTiles(page).count()).toBe(1)
  await chooseType(page, '路灯', /路灯/)
  await choosePlace(page, '1', /./)
  await saveButton(page).click()
}

describe('receipts', () => {
  it('are heard by a witness as they are drawn: on this phone first, received only once it is there', async () => {
    const worker = await aPerson(browser, server, 'worker1')
    const ticks: { id: string; state: string }[] = []
    await worker.context.exposeBinding(
      'gridwalkTick',
      (_source, tick: { id: string; state: string }) => void ticks.push(tick),
    )
    let page = await worker.restart('/report')
    await worker.goOffline()
    await saveReport(page)
    page = await worker.restart('/records')
    // Photos are heard of by their hash, records by their id.
    const mine = () =>
      ticks
        .filter((tick) => tick.state === 'onPhone' && tick.id.includes('-'))
        .map((tick) => tick.id)
    await expect.poll(() => mine().length).toBeGreaterThan(0)
    const id = mine()[0]!
    const before = (await server.reports()).map((report) => report.id as string)
    expect(before).not.toContain(id)
    expect(Object.keys(ticks[0]!).sort()).toEqual(['id', 'state'])
    await page.getByRole('link').first().click()
    await page.getByText('已存本机，有网络时自动上传').waitFor()
    await look(page, 'record-on-phone')
    await worker.goOnline()
    await expect
      .poll(() => ticks.filter((tick) => tick.id === id).at(-1)?.state, { timeout: 30_000 })
      .toBe('received')
    expect((await server.reports()).map((report) => report.id as string)).toContain(id)
    await page.getByText('已收到（服务器未设备份）').waitFor()
    await look(page, 'record-received')
    expect(ticks.some((tick) => tick.state === 'backedUp')).toBe(false)
    await worker.restart('/me')
    await worker.page.getByText('同步记录').first().waitFor()
    expect(await worker.page.getByText('服务器未设备份').count(), 'no matter of the field').toBe(0)
    await look(worker.page, 'me')
    await worker.context.close()
  })
})

describe('the database of an open page', () => {
  it('cleared by the browser: stops, says so, writes nothing into the empty one, and keeps the words', async () => {
    const worker = await aPerson(browser, server, 'worker1')
    const page = await worker.restart('/report')
    await pickPhotos(page, await photosOf(browser, 1))
    await noteField(page).fill('井盖松动，踩上去会响')
    await page.getByText(/1张照片已存本机/).waitFor()
    await clear(worker, 'indexeddb')
    await emptied(page).waitFor()
    await look(page, 'emptied-open')
    const rows = await page.evaluate(async () => {
      const counts: number[] = []
      for (const { name } of await indexedDB.databases()) {
        if (!name?.startsWith('gridwalk-capture')) continue
        const database = await new Promise<IDBDatabase>((resolve) => {
          const opening = indexedDB.open(name)
          opening.onsuccess = () => resolve(opening.result)
        })
        for (const store of database.objectStoreNames) {
          counts.push(
            await new Promise<number>((resolve) => {
              const count = database.transaction(store).objectStore(store).count()
              count.onsuccess = () => resolve(count.result)
            }),
          )
        }
        database.close()
      }
      return counts
    })
    expect(rows.every((count) => count === 0)).toBe(true)
    expect(
      await page.evaluate(
        () => Object.entries(localStorage).find(([key]) => key.startsWith('gridwalk.draft.'))?.[1],
      ),
    ).toContain('井盖松动')
    await button(page, '重新绑定').click()
    await page.waitForURL(/enrol/)
    await worker.context.close()
  })
})

describe('at the start', () => {
  it('cleared while closed: the person is told what it has cost', async () => {
    const worker = await aPerson(browser, server, 'worker2')
    await worker.goOffline()
    const page = await worker.restart('/report')
    await saveReport(page)
    await expect.poll(async () => (await mirror(page))[1]).toMatch(/^1 /)
    await expect
      .poll(() =>
        page.evaluate(
          () =>
            Object.entries(localStorage).find(([key]) => key.startsWith('gridwalk.waiting.'))?.[1],
        ),
      )
      .toBe('1 1 0')
    await page.goto('about:blank')
    await clear(worker, 'indexeddb')
    await page.goto(server.url)
    await emptied(page).waitFor()
    await page.getByText('上次统计时，还有1条记录、1张照片没有上传').waitFor()
    await look(page, 'emptied-start')
    await worker.context.close()
  })

  it('a database that does not open: nothing is deleted, what can be read is handed out, a new one stands beside it', async () => {
    const worker = await aPerson(browser, server, 'worker1')
    await worker.context.addInitScript(() => {
      if (sessionStorage.getItem('repaired')) return
      const open = indexedDB.open.bind(indexedDB)
      indexedDB.open = (name: string, version?: number) => {
        if (name.startsWith('gridwalk-capture') && !name.includes('~') && version !== undefined)
          throw new DOMException(
            'Internal error opening backing store for indexedDB.open.',
            'UnknownError',
          )
        return open(name, version)
      }
    })
    const page = await worker.restart('/')
    await page.getByRole('heading', { name: '本机的存储打不开' }).waitFor()
    await look(page, 'closed')
    const handedOut = page.waitForEvent('download')
    await button(page, '把能读出的存成文件').click()
    await Promise.any([handedOut, page.getByText('现在什么都读不出来').waitFor()])
    await button(page, '另开一份新的存储').click()
    await page.getByRole('alertdialog').getByRole('button', { name: '另开一份新的存储' }).click()
    await page.waitForURL(/enrol/)
    const names = await page.evaluate(async () =>
      (await indexedDB.databases()).map((each) => each.name),
    )
    expect(names.some((name) => name?.startsWith('gridwalk-capture'))).toBe(true)
    await worker.context.close()
  })

  it('a tail that is gone: the numbers are named, the server is asked, and work goes on', async () => {
    const worker = await aPerson(browser, server, 'worker1')
    const page = await worker.restart('/')
    await page.evaluate(async () => {
      const name = (await indexedDB.databases()).find((each) =>
        each.name?.startsWith('gridwalk-capture'),
      )!.name!
      const database = await new Promise<IDBDatabase>((resolve) => {
        const opening = indexedDB.open(name)
        opening.onsuccess = () => resolve(opening.result)
      })
      const install = await new Promise<string>((resolve) => {
        const asking = database.transaction('meta').objectStore('meta').get('install')
        asking.onsuccess = () => resolve((asking.result as { value: string }).value)
      })
      database.close()
      localStorage.setItem(
        `gridwalk.lastSaved.${localStorage.getItem('gridwalk.member')}`,
        `3 ${install}`,
      )
    })
    await worker.goOffline()
    const again = await worker.restart('/')
    await again.getByText('编号1–3的3条内容在本机找不到了').waitFor()
    await look(again, 'loss-asking')
    await worker.goOnline()
    await again.getByText('这台手机丢失了编号1–3的3条内容').waitFor({ timeout: 30_000 })
    await look(again, 'loss-lost')
    await button(again, '知道了').click()
    await again.getByText('这台手机丢失了').waitFor({ state: 'detached' })
    await worker.context.close()
  })
})
