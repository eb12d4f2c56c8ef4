// C, S and U where the browser itself is the matter: crashes, frozen pages, tabs, versions, quotas
// and cleared data, in a real Chromium.
// @module-tag long
import { cpSync, mkdtempSync, renameSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { Browser, CDPSession, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, vi } from 'vitest'
import { cast } from '#demo/demoMembers.ts'
import { type PhotoFile, photosOf } from '../browser/aPhoto.ts'
import { button, noteField, photoTiles, pickPhotos, saveButton, tab } from '../browser/fieldActs.ts'
import type { Person, Server } from '../browser/stage.ts'
import { row } from './kit/row.ts'
import {
  crash,
  expectHonest,
  expectPaired,
  fillReport,
  heldOn,
  holdSync,
  isSaved,
  saveReport,
  takeInvite,
  watchReceipts,
} from './kit/screens.ts'

/** A copy of the built app, so that a row may put up another build. */
const builds = vi.hoisted(() => ({ folder: '' }))
builds.folder = mkdtempSync(join(tmpdir(), 'gridwalk-build-'))
cpSync(
  process.env['GRIDWALK_APP_FOLDER'] ?? fileURLToPath(new URL('../../dist/app', import.meta.url)),
  builds.folder,
  { recursive: true },
)
process.env['GRIDWALK_APP_FOLDER'] = builds.folder
const { aBrowser, aPerson, aServer, office } = await import('../browser/stage.ts')

let browser: Browser
let server: Server
let photos: PhotoFile[]
const timeoutMs = 120_000

beforeAll(async () => {
  ;[server, browser] = await Promise.all([aServer(), aBrowser()])
  photos = await photosOf(browser, 6, [800, 600])
}, 120_000)
afterAll(async () => {
  await browser?.close()
  await server?.close()
  rmSync(builds.folder, { recursive: true, force: true })
})

const kept = async (note: string) =>
  (await server.reports()).filter((report) => report.note === note).length
const arrives = (note: string) =>
  expect.poll(() => kept(note), { timeout: 60_000, interval: 250 }).toBe(1)
const devtoolsOf = (person: Person, page: Page = person.page): Promise<CDPSession> =>
  person.context.newCDPSession(page)
const heading = (page: Page, name: RegExp | string) => page.getByRole('heading', { name })

async function withPerson(work: (person: Person) => Promise<void>): Promise<void> {
  const person = await aPerson(browser, server, 'worker1')
  const drawn = await watchReceipts(person.context)
  try {
    await work(person)
    expectHonest(drawn, await server.reports())
  } finally {
    await person.context.close()
  }
}

row(
  'C1',
  'the tab crashes while something is being saved',
  'a number was given out only with its record',
)(
  () =>
    withPerson(async (person) => {
      await person.goOffline()
      const notes: string[] = []
      for (let round = 0; round < 4; round++) {
        const page = await person.restart('/report')
        if ((await heldOn(page)).drafts.length === 0) {
          notes.push(`保存时崩溃 ${round}`)
          await fillReport(page, notes.at(-1)!, photos.slice(round, round + 1))
        }
        const saving = saveButton(page)
          .click({ noWaitAfter: true })
          .catch(() => undefined)
        await new Promise((resolve) => setTimeout(resolve, 25 * round))
        await crash(person.context, page)
        await saving
        const held = await heldOn(await person.restart('/me'))
        expectPaired(held)
        // Each record is whole, or still a draft; never both, never neither.
        expect(held.outbox.length + held.drafts.length).toBe(notes.length)
      }
      const held = await heldOn(person.page)
      if (held.drafts.length > 0) {
        const page = await person.restart('/report')
        await saveButton(page).click()
        await isSaved(page)
      }
      await person.goOnline()
      await person.restart('/me')
      for (const note of notes) await arrives(note)
    }),
  undefined,
  { timeout: timeoutMs },
)

row(
  'C3',
  'the page is thrown away while the camera is open',
  'the form is back, and asks to go on with the photo',
)(
  () =>
    withPerson(async (person) => {
      let page = await person.restart('/report')
      await pickPhotos(page, photos.slice(0, 1))
      await expect.poll(() => photoTiles(page).count(), { timeout: 20_000 }).toBe(1)
      await noteField(page).fill('相机开着时页面没了')
      await button(page, /^(加拍|Add)/)
        .first()
        .click()
      await button(page, /^(拍好了|Done)$/).waitFor()
      await page.waitForTimeout(500)
      page = await person.restart('/report')
      await page.getByText('上次拍照被打断，继续拍？').waitFor()
      await expect.poll(() => photoTiles(page).count(), { timeout: 20_000 }).toBe(1)
      expect(await noteField(page).inputValue()).toBe('相机开着时页面没了')
    }),
  undefined,
  { timeout: timeoutMs },
)

row('C6', 'the page is frozen and thawed again', 'sync resumes by itself')(
  () =>
    withPerson(async (person) => {
      const page = await person.restart('/report')
      await person.goOffline()
      await fillReport(page, '冻结之前存的', photos.slice(0, 1))
      await saveButton(page).click()
      await isSaved(page)
      const devtools = await devtoolsOf(person)
      await devtools.send('Page.setWebLifecycleState', { state: 'frozen' })
      await person.goOnline()
      await new Promise((resolve) => setTimeout(resolve, 3000))
      await devtools.send('Page.setWebLifecycleState', { state: 'active' })
      await arrives('冻结之前存的')
    }),
  undefined,
  { timeout: timeoutMs },
)

row('C8', 'the tab that syncs dies', 'another tab goes on')(
  () =>
    withPerson(async (person) => {
      const syncing = await person.restart('/report')
      await fillReport(syncing, '同步的标签页死了', photos.slice(0, 1))
      await holdSync(syncing)
      await saveButton(syncing).click()
      await isSaved(syncing)
      const other = await person.context.newPage()
      await other.goto(`${server.url}/me`)
      await other.waitForTimeout(6000)
      expect(await kept('同步的标签页死了'), 'the other tab waits for the lock').toBe(0)
      await crash(person.context, syncing)
      await arrives('同步的标签页死了')
    }),
  undefined,
  { timeout: timeoutMs },
)

row(
  'C9',
  'a new version opens while a tab of the old one is there',
  'the old tab lets go for good and writes nothing more',
)(
  () =>
    withPerson(async (person) => {
      await person.goOffline()
      const page = await person.restart('/report')
      await fillReport(page, '旧页面里写的', photos.slice(0, 1))
      // A page of a later release raises the database's version, as its own code would.
      const later = await person.context.newPage()
      await person.goOnline()
      await later.goto(`${server.url}/api/health`)
      await person.context.setOffline(true)
      const opened = await later.evaluate(
        () =>
          new Promise<string>((resolve, reject) => {
            void indexedDB.databases().then((all) => {
              const found = all.find(({ name }) => name?.startsWith('gridwalk-capture-'))!
              const request = indexedDB.open(found.name!, found.version! + 10)
              request.onblocked = () => resolve('blocked')
              request.onupgradeneeded = () => request.result.createObjectStore('ofLater')
              request.onsuccess = () => {
                resolve('opened')
                request.result.close()
              }
              request.onerror = () => reject(request.error!)
            })
          }),
      )
      expect(opened, 'the old tab lets go at once').toBe('opened')
      await page.getByText(/应用已在另一个页面更新/).waitFor()
      // Under the banner, but somebody may reach it with a keyboard.
      await saveButton(page).dispatchEvent('click')
      await page.waitForTimeout(1500)
      expect((await heldOn(later)).outbox, 'nothing is written by the old tab').toEqual([])
      // Loaded again it finds everything where it was.
      const again = await person.restart('/report')
      await expect
        .poll(() => noteField(again).inputValue(), { timeout: 20_000 })
        .toBe('旧页面里写的')
    }),
  undefined,
  { timeout: timeoutMs },
)

row('C10', 'an old tab does not let go', 'the new one says so instead of waiting for ever')(
  () =>
    withPerson(async (person) => {
      const { context } = person
      await person.page.goto(`${server.url}/api/health`)
      // An old tab: the database in its first shape, on a connection that hears nothing.
      await person.page.evaluate(async () => {
        const answerOf = <T>(request: IDBRequest<T>): Promise<T> =>
          new Promise((resolve, reject) => {
            request.onsuccess = () => resolve(request.result)
            request.onerror = () => reject(request.error!)
          })
        const { name } = (await indexedDB.databases()).find((each) =>
          each.name?.startsWith('gridwalk-capture-'),
        )!
        const old = await answerOf(indexedDB.open(name!))
        const meta: unknown = await answerOf(old.transaction('meta').objectStore('meta').getAll())
        old.close()
        await answerOf(indexedDB.deleteDatabase(name!))
        const request = indexedDB.open(name!, 10)
        request.onupgradeneeded = () => {
          const make = (store: string, keyPath: string, indexes: string[]): void => {
            const made = request.result.createObjectStore(store, { keyPath })
            for (const index of indexes) made.createIndex(index, index, { unique: index === 'id' })
          }
          make('meta', 'key', [])
          make('draft', 'id', ['kind'])
          make('outbox', 'n', ['id', 'row', 'fate'])
          make('photo', 'hash', ['state'])
          make('photoBytes', 'hash', [])
        }
        const held = await answerOf(request)
        for (const entry of meta as object[])
          held.transaction('meta', 'readwrite').objectStore('meta').put(entry)
        ;(globalThis as { held?: IDBDatabase }).held = held
      })
      const page = await context.newPage()
      await page.goto(server.url)
      await heading(page, '另一个页面还开着旧版本').waitFor({ timeout: 30_000 })
      await person.page.close()
      await heading(page, '今日').waitFor({ timeout: 30_000 })
    }),
  undefined,
  { timeout: timeoutMs },
)

row(
  'C11',
  'a new version arrives while a form is open and work waits',
  'nothing reloads; it takes over later, with everything in place',
)(
  () =>
    withPerson(async (person) => {
      // No round of sync comes about, and yet there is a network.
      const holding = await person.context.newPage()
      await holding.goto(`${server.url}/api/health`)
      await holdSync(holding)
      const { page } = person
      await page.goto(`${server.url}/report`)
      await fillReport(page, '新版本来之前存的', photos.slice(0, 1))
      await saveButton(page).click()
      await isSaved(page)
      await page.goto(`${server.url}/report`)
      await pickPhotos(page, photos.slice(1, 2))
      await noteField(page).fill('正写着')
      await page.evaluate(
        () => void ((globalThis as { isSameDocument?: boolean }).isSameDocument = true),
      )
      server.alter('/serviceWorker.js', (text) => `${text}\n// a later version for C11`)
      await page.evaluate(() =>
        navigator.serviceWorker
          .getRegistration()
          .then((registration) => registration?.update())
          .catch(() => undefined),
      )
      await expect
        .poll(
          () =>
            page.evaluate(
              async () => (await navigator.serviceWorker.getRegistration())?.waiting != null,
            ),
          { timeout: 30_000 },
        )
        .toBe(true)
      await page.waitForTimeout(1500)
      expect(
        await page.evaluate(() => (globalThis as { isSameDocument?: boolean }).isSameDocument),
        'nothing was loaded again',
      ).toBe(true)
      expect(await noteField(page).inputValue()).toBe('正写着')
      expect((await heldOn(page)).outbox.map((entry) => entry.fate)).toEqual(['waiting'])
      await holding.close()
      await arrives('新版本来之前存的')
    }),
  undefined,
  { timeout: timeoutMs },
)

row(
  'C12',
  'a tab of the old version asks for its files after the new one was put up',
  'they come from its own store',
)(
  () =>
    withPerson(async (person) => {
      const page = await person.restart('/')
      // The new build is up: none of the old names is there any more.
      renameSync(join(builds.folder, 'assets'), join(builds.folder, 'gone'))
      try {
        expect(
          await page.evaluate(() =>
            fetch('/assets/none-of-them.js').then((answer) => answer.status),
          ),
        ).toBe(404)
        for (const [name, title] of [
          [/地图/, /地图/],
          [/记录/, /记录/],
        ] as const) {
          await tab(page, name).click()
          await expect.poll(() => page.title(), { timeout: 20_000 }).toMatch(title)
        }
        const again = await person.restart('/me')
        await again.getByRole('heading').first().waitFor()
        expect(person.trouble.take().filter((line) => line.startsWith('uncaught'))).toEqual([])
      } finally {
        renameSync(join(builds.folder, 'gone'), join(builds.folder, 'assets'))
      }
    }),
  undefined,
  { timeout: timeoutMs },
)

row('S2', 'no room even for text', 'the phone says “not saved”, and the form stays')(
  () =>
    withPerson(async (person) => {
      const page = await person.restart('/report')
      await fillReport(page, '连文字也放不下', photos.slice(0, 1))
      // As the browser answers every write once nothing fits any more. On a truly full disk
      // Chromium's own pages stand still before that.
      await page.evaluate(() => {
        const { add, put } = IDBObjectStore.prototype
        const full = (): never => {
          throw new DOMException('The quota has been exceeded.', 'QuotaExceededError')
        }
        Object.assign(IDBObjectStore.prototype, { add: full, put: full })
        Object.assign(globalThis, {
          makeRoom: () => Object.assign(IDBObjectStore.prototype, { add, put }),
        })
      })
      await saveButton(page).click()
      await page
        .getByText(/没有存上|没有存下/)
        .first()
        .waitFor()
      expect(await page.getByText(/^(已存本机|Saved on this phone)$/).count(), 'no receipt').toBe(0)
      expect(await noteField(page).inputValue(), 'the form stays').toBe('连文字也放不下')
      expect((await heldOn(page)).outbox).toEqual([])
      await page.evaluate(() => (globalThis as unknown as { makeRoom: () => void }).makeRoom())
      await saveButton(page).click()
      await isSaved(page)
      await arrives('连文字也放不下')
    }),
  undefined,
  { timeout: timeoutMs },
)

row(
  'S6',
  'the data is cleared while the app is open',
  'the app notices, stops, and writes nothing into an empty database',
)(
  () =>
    withPerson(async (person) => {
      const { page } = person
      await heading(page, '今日').waitFor()
      const devtools = await devtoolsOf(person)
      await devtools.send('Storage.clearDataForOrigin', {
        origin: server.url,
        storageTypes: 'indexeddb',
      })
      await heading(page, '浏览器清掉了本机存的内容').waitFor({ timeout: 30_000 })
      await page.waitForTimeout(1000)
      const held = await heldOn(page)
      expect(
        [held.outbox, held.drafts, held.nextN],
        'nothing is written into the empty database',
      ).toEqual([[], [], 1])
      await button(page, '重新绑定').waitFor()
    }),
  undefined,
  { timeout: timeoutMs },
)

row('S13', 'a window that keeps nothing', 'the app refuses to begin, and says why')(
  async () => {
    const context = await browser.newContext({ locale: 'zh-CN' })
    // As private windows of several browsers do: every opening is refused.
    await context.addInitScript(() => {
      IDBFactory.prototype.open = () => {
        throw new DOMException(
          'A mutation operation was attempted on a database that did not allow mutations.',
          'InvalidStateError',
        )
      }
    })
    const page = await context.newPage()
    const invite = await server.inviteUrl(cast.worker2)
    await page.goto(invite)
    await button(page, /绑定这台(手机|电脑)/).click()
    await page
      .getByText(/不能保存数据/)
      .first()
      .waitFor({ timeout: 30_000 })
    await context.close()
    // The invite is not spent on it.
    const ordinary = await browser.newContext({ locale: 'zh-CN' })
    await takeInvite(await ordinary.newPage(), invite)
    await ordinary.close()
  },
  undefined,
  { timeout: timeoutMs },
)

row(
  'S14',
  'the browser does not promise to keep the data',
  'the person is warned and the server is told',
)(
  async () => {
    const desk = await aPerson(browser, server, 'secretary', office)
    try {
      await withPerson(async (person) => {
        await person.page.evaluate(
          () => void (StorageManager.prototype.persist = () => Promise.resolve(false)),
        )
        await saveReport(person.page, server.url, '浏览器不肯保证', photos.slice(0, 1))
        await arrives('浏览器不肯保证')
        const page = await person.restart('/me')
        await page.getByText('本机存储未受保护').waitFor()
        await expect
          .poll(
            () =>
              desk.page.evaluate(async () => {
                const { devices } = (await (await fetch('/api/members/devices')).json()) as {
                  devices: {
                    isPersisted?: boolean | null
                    says?: { isPersisted?: boolean | null }
                  }[]
                }
                return devices.some(
                  (device) => (device.isPersisted ?? device.says?.isPersisted) === false,
                )
              }),
            { timeout: 30_000 },
          )
          .toBe(true)
      })
    } finally {
      await desk.context.close()
    }
  },
  undefined,
  { timeout: timeoutMs },
)

row('U13', 'the person clears the browser', 'as when the browser does it')(
  async () => {
    const desk = await aPerson(browser, server, 'secretary', office)
    const incidents = () =>
      desk.page.evaluate(async () =>
        (
          (await (await fetch('/api/incidents')).json()) as {
            incidents: { type: string; detail: { photos?: number } }[]
          }
        ).incidents.filter((each) => each.type === 'unsentLeft'),
      )
    try {
      await withPerson(async (person) => {
        await person.context.route(/\/api\/photos/, (route) => route.abort())
        await saveReport(person.page, server.url, '清浏览器之前', photos.slice(0, 1))
        await arrives('清浏览器之前')
        // A later round tells that photos still wait.
        const page = await person.restart('/me/sync')
        await page.waitForTimeout(2000)
        const before = (await incidents()).length
        const devtools = await devtoolsOf(person)
        await page.goto('about:blank')
        await devtools.send('Storage.clearDataForOrigin', {
          origin: server.url,
          storageTypes: 'all',
        })
        await person.context.clearCookies()
        await person.context.unroute(/\/api\/photos/)
        const fresh = await person.context.newPage()
        await fresh.goto(server.url)
        await fresh.waitForURL((url) => /enrol|sign/.test(url.pathname))
        await takeInvite(fresh, await server.inviteUrl(cast.worker1))
        await fresh.goto(`${server.url}/records`)
        await fresh
          .getByRole('link', { name: /井盖缺损移位/ })
          .first()
          .waitFor()
        expect((await incidents()).length, 'the photos that never came have a name').toBe(
          before + 1,
        )
      })
    } finally {
      await desk.context.close()
    }
  },
  undefined,
  { timeout: timeoutMs },
)
