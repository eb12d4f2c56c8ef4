// What the rows in a real browser do on the screens, and how they look past the screens at what the
// phone holds.
import type { BrowserContext, Page } from 'playwright-core'
import { expect } from 'vitest'
import type { Report } from '#domain/report.ts'
import type { PhotoFile } from '../../browser/aPhoto.ts'
import {
  button,
  choosePlace,
  chooseType,
  noteField,
  photoTiles,
  pickPhotos,
  saveButton,
} from '../../browser/fieldActs.ts'

/** A receipt as a screen drew it: of a record by its id, of a photo by its hash. */
export interface Drawn {
  id: string
  state: string
}

/** From now on every receipt that any page of this browser draws is written down outside it. */
export async function watchReceipts(context: BrowserContext): Promise<Drawn[]> {
  const drawn: Drawn[] = []
  await context.exposeBinding('gridwalkTick', (_source, tick: Drawn) => void drawn.push(tick))
  return drawn
}

/** I7 of the screens: nothing was drawn as received that the server does not have. */
export function expectHonest(drawn: readonly Drawn[], reports: readonly Report[]): void {
  const there = new Set(
    reports.flatMap((report) => [report.id as string, ...(report.arrived ?? []).map(String)]),
  )
  expect(
    drawn.filter(({ id, state }) => ['received', 'backedUp'].includes(state) && !there.has(id)),
  ).toEqual([])
}

export async function fillReport(
  page: Page,
  note: string,
  photos: readonly PhotoFile[],
): Promise<void> {
  await pickPhotos(page, photos)
  await expect.poll(() => photoTiles(page).count(), { timeout: 20_000 }).toBe(photos.length)
  await chooseType(page, 'jinggai', /井盖缺损移位|Manhole/)
  await choosePlace(page, '104', /W-104/)
  await noteField(page).fill(note)
  // The draft follows each keystroke into the database.
  await page.waitForTimeout(500)
}

export const isSaved = (page: Page): Promise<void> =>
  page
    .getByText(/^(已存本机|Saved on this phone)$/)
    .first()
    .waitFor()

/** One record from the empty form to its first receipt. */
export async function saveReport(
  page: Page,
  origin: string,
  note: string,
  photos: readonly PhotoFile[],
): Promise<void> {
  await page.goto(`${origin}/report`)
  await fillReport(page, note, photos)
  await saveButton(page).click()
  await isSaved(page)
}

export async function takeInvite(page: Page, url: string): Promise<void> {
  await page.goto(url)
  await button(page, /绑定这台(手机|电脑)|Bind this (phone|computer)/).click()
  await page.waitForURL((there) => there.pathname !== '/enrol')
  await page.evaluate(() => navigator.serviceWorker.ready.then(() => undefined))
}

/** The page is gone in the middle of whatever it does. */
export async function crash(context: BrowserContext, page: Page): Promise<void> {
  const devtools = await context.newCDPSession(page)
  const gone = new Promise((resolve) => page.once('crash', resolve))
  void devtools.send('Page.crash').catch(() => undefined)
  await gone
}

/** Holds the lock of whoever syncs, as a round does that is under way. */
export const holdSync = (page: Page): Promise<void> =>
  page.evaluate(
    () =>
      new Promise<void>((resolve) => {
        void navigator.locks.request('gridwalk-sync', () => {
          resolve()
          return new Promise(() => undefined)
        })
      }),
  )

export interface Held {
  outbox: {
    n: number
    id: string
    row: string
    fate: string
    change: { set?: { note?: string } }
  }[]
  nextN: number
  photos: { hash: string; part: string; state: string }[]
  /** What was typed into forms that are not saved. */
  drafts: string[]
  /** Of the local fallback: who uses this phone, and the last number they saved. */
  member: string | null
  lastSaved: number
}

/**
 * Read on a connection of its own that lets go at once; no database is made where there is none.
 */
export const heldOn = (page: Page): Promise<Held> =>
  page.evaluate(async () => {
    const answerOf = <T>(request: IDBRequest<T>): Promise<T> =>
      new Promise((resolve, reject) => {
        request.onsuccess = () => resolve(request.result)
        request.onerror = () => reject(request.error!)
      })
    const lastSaved = Object.keys(localStorage).find((key) => key.startsWith('gridwalk.lastSaved.'))
    const held: Held = {
      outbox: [],
      nextN: 1,
      photos: [],
      drafts: [],
      member: localStorage.getItem('gridwalk.member'),
      lastSaved: Number((lastSaved ? localStorage.getItem(lastSaved)! : '0').split(' ')[0]),
    }
    for (const { name } of await indexedDB.databases()) {
      if (!name?.startsWith('gridwalk-capture-')) continue
      const database = await answerOf(indexedDB.open(name))
      const all = (store: string): Promise<unknown[]> =>
        database.objectStoreNames.contains(store)
          ? answerOf(database.transaction(store).objectStore(store).getAll())
          : Promise.resolve([])
      held.outbox.push(...((await all('outbox')) as Held['outbox']))
      held.photos.push(...((await all('photo')) as Held['photos']))
      held.drafts.push(
        ...((await all('draft')) as { note: string }[]).flatMap(({ note }) => note || []),
      )
      const meta = (await all('meta')) as { key: string; value: unknown }[]
      held.nextN =
        (meta.find((entry) => entry.key === 'nextN')?.value as number | undefined) ?? held.nextN
      database.close()
    }
    return held
  })

/**
 * A number was given out only with its record, and the local fallback never runs ahead of the
 * first.
 */
export function expectPaired({ outbox, nextN, lastSaved }: Held): void {
  const numbers = outbox.map((entry) => entry.n).sort((a, b) => a - b)
  expect(numbers).toEqual(Array.from({ length: nextN - 1 }, (_, i) => i + 1))
  expect(lastSaved).toBeLessThan(nextN)
}
