// Every screen, measured: what axe can judge of it, the room it has on a small phone with large
// type and at the desk zoomed to twice its size, its contrast in every theme, and what a screen
// reader is told of it. What no program can judge stays with people.
// @module-tag long
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { cast } from '#demo/demoMembers.ts'
import { photosOf } from './aPhoto.ts'
import {
  adminStops,
  arrive,
  deskStops,
  fieldStops,
  narrowDeskStops,
  setUp,
  type Stop,
} from './everyScreen.ts'
import { button, patrolButton } from './fieldActs.ts'
import { look } from './look.ts'
import { faintSpots, type Least, rawKeys, tightSpots, unsaid, violations } from './screenJudges.ts'
import { stillness, wrongAtRest } from './stillness.ts'
import {
  aBrowser,
  aPerson,
  aServer,
  office,
  type PersonOptions,
  type Role,
  type Server,
} from './stage.ts'

let browser: Browser
let server: Server
beforeAll(async () => {
  ;[server, browser] = await Promise.all([aServer(), aBrowser()])
})
afterAll(async () => {
  await browser?.close()
  await server?.close()
})

interface Room {
  name: string
  size: { width: number; height: number }
  text: '100' | '150'
  leastTarget: number
}

/** A finger in a glove, out of doors; a pointer at the desk, as WCAG 2.2 asks. */
const phoneRooms: readonly Room[] = [
  { name: 'large type', size: { width: 360, height: 640 }, text: '150', leastTarget: 44 },
  { name: 'four times as near', size: { width: 320, height: 640 }, text: '100', leastTarget: 44 },
]
const deskRooms: readonly Room[] = [
  { name: 'twice as near', size: { width: 640, height: 400 }, text: '100', leastTarget: 24 },
]
const outdoors: Least = { words: 7, large: 4.5, edge: 3 }
const indoors: Least = { words: 4.5, large: 3, edge: 3 }

const set = (page: Page, name: 'theme' | 'text', value: string): Promise<void> =>
  page.evaluate(([key, chosen]) => void (document.documentElement.dataset[key] = chosen), [
    name,
    value,
  ] as const)

async function found(
  role: Role,
  stops: readonly Stop[],
  rooms: readonly Room[],
  { least, options = {} }: { least: Least; options?: PersonOptions },
): Promise<string[]> {
  const person = await aPerson(browser, server, role, { keepsApp: false, ...options })
  await setUp(person.page, { theme: 'light' })
  const page = await person.restart('/me')
  const usual = page.viewportSize()!
  const all: string[] = []
  for (const stop of stops) {
    const tell = (where: string, lines: readonly string[]) =>
      all.push(...lines.map((line) => `${stop.name}, ${where}: ${line}`))
    await arrive(page, stop).catch((error: Error) =>
      Promise.reject(new Error(`on the way to ${stop.name}: ${error.message}`)),
    )
    tell('read', await wrongAtRest(page, unsaid))
    tell('keys', await rawKeys(page))
    tell('axe', await wrongAtRest(page, violations))
    for (const theme of ['light', 'dark', 'outdoor']) {
      await set(page, 'theme', theme)
      await stillness(page)
      tell(theme, await wrongAtRest(page, () => faintSpots(page, least)))
    }
    await set(page, 'theme', 'light')
    for (const { name, size, text, leastTarget } of rooms) {
      await set(page, 'text', text)
      await page.setViewportSize(size)
      await stillness(page)
      tell(name, await wrongAtRest(page, () => tightSpots(page, leastTarget)))
      await look(page, `${stop.name} ${name}`.replace(/\W+/g, '-'))
    }
    await set(page, 'text', '100')
    await page.setViewportSize(usual)
  }
  await person.context.close()
  return [...all, ...person.trouble.take()]
}

describe.concurrent(
  'everybody has room, sees and hears what there is',
  { timeout: 300_000 },
  () => {
    it('in the field', async ({ expect }) => {
      const stops = fieldStops(
        await server.reports(),
        cast.worker3,
        await photosOf(browser, 1, [800, 600]),
      )
      expect(await found('worker3', stops, phoneRooms, { least: outdoors })).toEqual([])
    })

    it('at the desk', async ({ expect }) => {
      const stops = deskStops(await server.reports())
      expect(
        await found('secretary', stops, deskRooms, { least: indoors, options: office }),
      ).toEqual([])
    })

    it('at the desk on a phone, and where a handler begins', async ({ expect }) => {
      const stops = narrowDeskStops(await server.reports())
      expect(await found('secretary', stops, [], { least: indoors })).toEqual([])
      const begin = [
        { name: 'Today of a handler', path: '/' },
        { name: 'Records of a handler', path: '/records' },
      ]
      expect(await found('municipal', begin, [], { least: outdoors })).toEqual([])
    })

    it('and stillness, for who asks for it', async ({ expect }) => {
      const person = await aPerson(browser, server, 'worker1', { reducedMotion: 'reduce' })
      const page = await person.restart('/records')
      await page.evaluate(() => {
        const seen = new Set<string>()
        Object.assign(window, { moved: () => [...seen] })
        const watch = (): void => {
          for (const each of document.getAnimations()) {
            const { duration = 0, delay = 0, iterations = 1 } = each.effect!.getTiming()
            if (Number(duration) * Math.min(Number(iterations), 1e6) + Number(delay) <= 10) continue
            const on = (each.effect as KeyframeEffect).target
            seen.add(`${on?.getAttribute('class') ?? on?.localName} for ${String(duration)} ms`)
          }
          requestAnimationFrame(watch)
        }
        watch()
      })
      const stops = fieldStops(await server.reports(), cast.worker3, [])
      await arrive(
        page,
        stops.find(({ name }) => name === 'the filter of the map')!,
      )
      await page.keyboard.press('Escape')
      await page.getByRole('dialog').waitFor({ state: 'detached' })
      await arrive(page, { name: 'Today', path: '/' })
      await patrolButton(page).click()
      const name = page.locator('main .name').first()
      const before = await name.innerText()
      await button(page, /^正常/).click()
      await page
        .getByText(/：正常，已存本机$/)
        .first()
        .waitFor()
      await expect.poll(() => name.innerText()).not.toBe(before)
      const moved = await page.evaluate(() => (window as unknown as { moved(): string[] }).moved())
      expect(moved).toEqual([])
      await person.context.close()
    })
  },
)

describe('what an administrator sets', { timeout: 120_000 }, () => {
  it('has room, is seen and is heard', async () => {
    await server.setMember(cast.stationHead, { roles: ['supervisor', 'admin'] })
    expect(
      await found('stationHead', adminStops, deskRooms, { least: indoors, options: office }),
    ).toEqual([])
  })
})

describe('what one may do and how it is said', () => {
  it('a volunteer is told what is theirs, and whose the rest is', async () => {
    const waits = (await server.reports()).find(
      ({ by, standing }) => by === cast.volunteer3 && standing === 'resolved',
    )!
    const person = await aPerson(browser, server, 'volunteer3')
    await person.page.getByText(/^您可以上报隐患、巡查点位/).waitFor()
    let page = await person.restart('/visit')
    await page.getByText('“走访”是网格员、值班长的工作').waitFor()
    await page.getByText(/^您是志愿者，可以上报隐患、开展巡查、查看事项/).waitFor()
    page = await person.restart(`/records/${waits.id}`)
    await page.getByText('由值班长核查').waitFor()
    await person.context.close()
  })

  it('a gas leak is measured as a meter reads it, and a search is emptied by its own cross', async () => {
    const person = await aPerson(browser, server, 'worker2')
    const page = await person.restart('/report')
    await button(page, '拍好了').click()
    await button(page, '更多类型').click()
    const sheet = page.getByRole('dialog')
    const search = sheet.getByRole('searchbox')
    await search.fill('ldbl')
    await button(sheet, '清除').click()
    expect(await search.inputValue()).toBe('')
    expect(await search.evaluate((field) => field === document.activeElement)).toBe(true)
    await search.fill('ranqi')
    await button(sheet, /燃气隐患/)
      .first()
      .click()
    await button(page, '填测量值').click()
    await expect.poll(() => page.getByLabel('单位').inputValue()).toBe('%LEL')
    await person.context.close()
  })
})
