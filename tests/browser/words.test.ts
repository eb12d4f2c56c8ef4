// Every screen in English: words and no keys, what axe can judge, no trouble on the console, nobody
// else asked for anything.
import type { Browser } from 'playwright-core'
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
import { rawKeys, violations } from './screenJudges.ts'
import { wrongAtRest } from './stillness.ts'
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

/** What is wrong on the way through them. */
async function found(
  role: Role,
  stops: readonly Stop[],
  options: PersonOptions = {},
): Promise<string[]> {
  const person = await aPerson(browser, server, role, { locale: 'en', keepsApp: false, ...options })
  await setUp(person.page, { locale: 'en' })
  const page = await person.restart('/me')
  const wrong: string[] = []
  for (const stop of stops) {
    await arrive(page, stop).catch((error: Error) =>
      Promise.reject(new Error(`on the way to ${stop.name}: ${error.message}`)),
    )
    wrong.push(...(await rawKeys(page)).map((key) => `${stop.name}: ${key}`))
    const judged = await wrongAtRest(page, violations)
    wrong.push(...judged.map((line) => `${stop.name}: ${line}`))
    if ((await page.locator('html').getAttribute('lang')) !== 'en')
      wrong.push(`${stop.name}: the language is another`)
  }
  await person.context.close()
  return [...wrong, ...person.trouble.take()]
}

// The Chinese ones are read where the screens are measured (inclusion.test.ts).
describe.concurrent('English words for everything', { timeout: 300_000 }, () => {
  it('are there in the field', async ({ expect }) => {
    const photos = await photosOf(browser, 1, [800, 600])
    const stops = fieldStops(await server.reports(), cast.worker3, photos)
    expect(await found('worker3', stops)).toEqual([])
  })

  it('are there at the desk', async ({ expect }) => {
    expect(await found('secretary', deskStops(await server.reports()), office)).toEqual([])
  })

  it('are there for a handler and at a desk on a phone', async ({ expect }) => {
    const begin = [
      { name: 'Today of a handler', path: '/' },
      { name: 'Records of a handler', path: '/records' },
    ]
    expect(await found('municipal', begin)).toEqual([])
    expect(await found('secretary', narrowDeskStops(await server.reports()))).toEqual([])
  })
})

describe('English words of an administrator', { timeout: 60_000 }, () => {
  it('are there where they set what the whole community goes by', async () => {
    await server.setMember(cast.stationHead, { roles: ['supervisor', 'admin'] })
    expect(await found('stationHead', adminStops, office)).toEqual([])
  })
})

/** How wide this device draws a sign, in parts of the letters' height. */
const widthOf = (sign: string): number => {
  const line = document.body.appendChild(document.createElement('span'))
  line.textContent = sign.repeat(20)
  const { width } = line.getBoundingClientRect()
  const size = parseFloat(getComputedStyle(line).fontSize)
  line.remove()
  return width / 20 / size
}

describe('signs that are as wide as a character in a Chinese font', () => {
  it.each(['zh-CN', 'en'] as const)('are drawn as the words of %s want them', async (locale) => {
    const person = await aPerson(browser, server, 'worker1', { locale })
    await setUp(person.page, { locale })
    const page = await person.restart('/me')
    const narrow = locale === 'en' ? ['·', '’', '“', '”'] : ['·']
    for (const weight of ['400', '600', '700']) {
      await page.evaluate((chosen) => (document.body.style.fontWeight = chosen), weight)
      for (const sign of narrow)
        await expect
          .poll(() => page.evaluate(widthOf, sign), { message: `${sign} at ${weight}` })
          .toBeLessThan(0.6)
    }
    await person.context.close()
  })
})

describe('the server', () => {
  it('met nothing it did not expect', () => {
    expect(server.errors).toEqual([])
  })
})
