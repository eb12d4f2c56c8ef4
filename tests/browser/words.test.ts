// Every screen in both languages: words and no keys, no trouble on the console, nobody else asked
// for anything.
import type { Browser, BrowserContextOptions } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { cast } from '#demo/demoMembers.ts'
import { photosOf } from './aPhoto.ts'
import { arrive, deskStops, fieldStops, narrowDeskStops, setUp, type Stop } from './everyScreen.ts'
import { aBrowser, aPerson, aServer, office, type Role, type Server } from './stage.ts'

let browser: Browser
let server: Server
beforeAll(async () => {
  ;[server, browser] = await Promise.all([aServer(), aBrowser()])
})
afterAll(async () => {
  await browser?.close()
  await server?.close()
})

/** A message that was not found shows its own name. */
const key =
  /\b(field|desk|devices|capture|hazard|visit|patrol|parked|phone|rescue|map|me|parts|fault|app|syncLog|plainKind|fieldName|status|step\w*|role|ability)\.[a-z]\w*/g

/** All that is read or read out. */
const wordsOn = (): string =>
  [
    document.title,
    document.body.innerText,
    ...[...document.querySelectorAll('*')].flatMap((element) =>
      ['aria-label', 'placeholder', 'title', 'alt'].map((name) => element.getAttribute(name) ?? ''),
    ),
  ].join('\n')

const languages = ['zh-CN', 'en'] as const

async function rawKeys(
  role: Role,
  locales: readonly (typeof languages)[number][],
  stops: readonly Stop[],
  options: BrowserContextOptions = {},
): Promise<{ keys: string[]; trouble: string[] }> {
  const person = await aPerson(browser, server, role, { locale: locales[0], ...options })
  const keys: string[] = []
  for (const locale of locales) {
    await setUp(person.page, { locale })
    await person.restart('/me')
    for (const stop of stops) {
      const here = `${stop.name} in ${locale}`
      await arrive(person.page, stop).catch((error: Error) =>
        Promise.reject(new Error(`on the way to ${here}: ${error.message}`)),
      )
      const words = await person.page.evaluate(wordsOn)
      keys.push(...(words.match(key) ?? []).map((found) => `${here}: ${found}`))
      if ((await person.page.locator('html').getAttribute('lang')) !== locale)
        keys.push(`${here}: the language is another`)
    }
  }
  await person.context.close()
  return { keys, trouble: person.trouble.take() }
}

describe.concurrent('words for everything', { timeout: 300_000 }, () => {
  // The walk leaves a draft behind: whoever walks again has a phone of their own.
  it.each(languages)('are there in the field, in %s', async (locale) => {
    const stops = fieldStops(
      await server.reports(),
      cast.worker3,
      await photosOf(browser, 1, [800, 600]),
    )
    expect(await rawKeys('worker3', [locale], stops)).toEqual({ keys: [], trouble: [] })
  })

  it('are there at the desk, in both languages', async ({ expect }) => {
    expect(
      await rawKeys('secretary', languages, deskStops(await server.reports()), office),
    ).toEqual({ keys: [], trouble: [] })
  })

  it('are there for a handler and at a desk on a phone, in both languages', async ({ expect }) => {
    expect(
      await rawKeys('municipal', languages, [
        { name: 'Today of a handler', path: '/' },
        { name: 'Records of a handler', path: '/records' },
      ]),
    ).toEqual({ keys: [], trouble: [] })
    expect(await rawKeys('secretary', languages, narrowDeskStops(await server.reports()))).toEqual({
      keys: [],
      trouble: [],
    })
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
  it.each(languages)('are drawn as the words of %s want them', async (locale) => {
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
