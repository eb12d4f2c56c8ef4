// What a start loads: one language without a compiler of messages, within the size that
// tests/README.md tells. The other language is on the phone too, and is there without a network.
import { readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { GridId } from '#domain/ids.ts'
import { cast } from '#demo/demoMembers.ts'
import { patrolButton } from './fieldActs.ts'
import { aBrowser, aPerson, appFolder, aServer, type Server } from './stage.ts'

let browser: Browser
let server: Server
beforeAll(async () => {
  ;[server, browser] = await Promise.all([aServer(), aBrowser()])
})
afterAll(async () => {
  await browser?.close()
  await server?.close()
})

const today = { 'zh-CN': '今日', en: 'Today' } as const
const scriptsOf = (page: Page): Promise<string[]> =>
  page.evaluate(() =>
    performance
      .getEntriesByType('resource')
      .map(({ name }) => new URL(name).pathname)
      .filter((path) => /^\/assets\/.*\.js$/.test(path)),
  )
const kB = (scripts: readonly string[], ending: string): number =>
  Math.round(
    scripts.reduce((sum, path) => sum + statSync(join(appFolder, path + ending)).size, 0) / 1000,
  )

describe.each(['zh-CN', 'en'] as const)('in %s', (locale) => {
  it('a start is light, and fetches the words of no other language', async () => {
    const person = await aPerson(browser, server, 'worker1', { locale })
    const page = await person.restart()
    await page.getByRole('heading', { name: today[locale] }).waitFor()
    await page.waitForLoadState('networkidle')
    const scripts = await scriptsOf(page)
    expect(scripts.filter((path) => path.includes('/words-'))).toHaveLength(1)
    expect(scripts.filter((path) => path.includes('/deskWords-'))).toEqual([])
    expect(kB(scripts, '.gz')).toBeLessThanOrEqual(200)
    // tests/README.md: "loads 197 kB of JavaScript"
    const told = /loads (\d+) kB of JavaScript as gzip and (\d+) kB as brotli/.exec(
      readFileSync('tests/README.md', 'utf8'),
    )
    expect(Math.abs(Number(told?.[1]) - kB(scripts, '.gz'))).toBeLessThanOrEqual(2)
    expect(Math.abs(Number(told?.[2]) - kB(scripts, '.br'))).toBeLessThanOrEqual(2)
    expect(person.trouble.take()).toEqual([])
    await person.context.close()
  })

  it('the other language comes without a network, figures and all', async () => {
    const other = locale === 'en' ? 'zh-CN' : 'en'
    const person = await aPerson(browser, server, 'worker2', { locale })
    await person.goOffline()
    const page = await person.restart('/me')
    await page.getByRole('radio', { name: other === 'en' ? 'English' : '中文' }).click()
    await expect.poll(() => page.locator('html').getAttribute('lang')).toBe(other)
    await page.getByRole('link', { name: today[other] }).click()
    await page.getByRole('heading', { name: today[other] }).waitFor()
    expect(await page.locator('body').innerText()).not.toMatch(/[{}]/)
    const again = await person.restart()
    await again.getByRole('heading', { name: today[other] }).waitFor()
    expect((await scriptsOf(again)).filter((path) => path.includes('/words-'))).toHaveLength(1)
    await person.context.close()
  })
})

it('whoever has several grids is asked which one, without a network too', async () => {
  await server.setMember(cast.worker2, { gridIds: ['g-1' as GridId, 'g-2' as GridId] })
  const person = await aPerson(browser, server, 'worker2')
  await person.goOffline()
  const page = await person.restart()
  await patrolButton(page).click()
  await page
    .getByRole('dialog')
    .getByRole('button', { name: /第二网格/ })
    .click()
  await page.waitForURL(/\/patrol$/)
  expect(person.trouble.take()).toEqual([])
  await person.context.close()
})

it('no compiler of messages is in any script of the app', () => {
  const scripts = [
    ...readFileSync(join(appFolder, 'serviceWorker.js'), 'utf8').matchAll(/assets\/[\w.-]+\.js/g),
  ].map(([path]) => path)
  expect(scripts.length).toBeGreaterThan(10)
  expect(
    scripts.filter((path) => readFileSync(join(appFolder, path), 'utf8').includes('skipToPeek')),
  ).toEqual([])
})

it('the phone keeps no packed file beside the plain one', () => {
  expect(readFileSync(join(appFolder, 'serviceWorker.js'), 'utf8')).not.toMatch(/\.(br|gz)\b/)
})
