// What axe can judge of every screen, light and dark, on the phone and at the desk. What it cannot
// judge stays with people.
import { AxeBuilder } from '@axe-core/playwright'
import type { Browser, BrowserContextOptions, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, it } from 'vitest'
import { cast } from '#demo/demoMembers.ts'
import { photosOf } from './aPhoto.ts'
import { arrive, deskStops, fieldStops, narrowDeskStops, setUp, type Stop } from './everyScreen.ts'
import { stillness, wrongAtRest } from './stillness.ts'
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

/** Everything by daylight; the dark only changes colours. */
const judges = {
  light: (page: Page) => new AxeBuilder({ page }).options({ resultTypes: ['violations'] }),
  dark: (page: Page) =>
    new AxeBuilder({ page }).options({ resultTypes: ['violations'] }).withRules('color-contrast'),
}

async function violations(page: Page, theme: keyof typeof judges): Promise<string[]> {
  await page.evaluate((chosen) => void (document.documentElement.dataset['theme'] = chosen), theme)
  await stillness(page)
  return wrongAtRest(page, () => look(page, theme))
}

async function look(page: Page, theme: keyof typeof judges): Promise<string[]> {
  const { violations: broken } = await judges[theme](page).setLegacyMode().analyze()
  return broken
    .filter(({ impact }) => impact === 'serious' || impact === 'critical')
    .flatMap(({ id, nodes }) =>
      nodes.map(
        (node) =>
          `${theme}, ${id}: ${node.html.slice(0, 160)} ${node.any.map((check) => check.message).join('; ')}`,
      ),
    )
}

async function found(
  role: Role,
  stops: readonly Stop[],
  options: BrowserContextOptions = {},
): Promise<string[]> {
  const person = await aPerson(browser, server, role, options)
  await setUp(person.page, { theme: 'light' })
  const page = await person.restart('/me')
  const all: string[] = []
  for (const stop of stops) {
    await arrive(page, stop).catch((error: Error) =>
      Promise.reject(new Error(`on the way to ${stop.name}: ${error.message}`)),
    )
    for (const theme of ['light', 'dark'] as const)
      all.push(...(await violations(page, theme)).map((words) => `${stop.name}, ${words}`))
  }
  await person.context.close()
  return all
}

describe.concurrent('everybody can use', { timeout: 300_000 }, () => {
  it('the field', async ({ expect }) => {
    const stops = fieldStops(
      await server.reports(),
      cast.worker3,
      await photosOf(browser, 1, [800, 600]),
    )
    expect(await found('worker3', stops)).toEqual([])
  })

  it('the desk', async ({ expect }) => {
    expect(await found('secretary', deskStops(await server.reports()), office)).toEqual([])
  })

  it('the desk on a phone, and what a handler sees', async ({ expect }) => {
    expect(await found('secretary', narrowDeskStops(await server.reports()))).toEqual([])
    expect(await found('municipal', [{ name: 'Today of a handler', path: '/' }])).toEqual([])
  })
})
