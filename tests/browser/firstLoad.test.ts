// What the screens say in each frame while they do not know yet: on a new phone before the first
// pull is whole, and before what waits was counted.
import type { Browser, BrowserContext, Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { cast } from '#demo/demoMembers.ts'
import { button, patrolButton } from './fieldActs.ts'
import { aBrowser, aPerson, aServer, office, phone, type Role, type Server } from './stage.ts'

let browser: Browser
let server: Server
const contexts: BrowserContext[] = []

beforeAll(async () => {
  ;[server, browser] = await Promise.all([aServer(), aBrowser()])
})
afterEach(() => Promise.all(contexts.splice(0).map((context) => context.close())))
afterAll(async () => {
  await browser?.close()
  await server?.close()
})

/**
 * Every text that stood on a page of this context at the end of a frame, with the address it stood
 * at.
 */
async function recordFrames(context: BrowserContext): Promise<string[]> {
  const said: string[] = []
  await context.exposeFunction('tell', (text: string) => void said.push(text))
  await context.addInitScript(() => {
    let last = ''
    const look = (): void => {
      const text = `${location.pathname}\n${document.body?.innerText ?? ''}`
      if (text !== last)
        void (globalThis as unknown as { tell(text: string): void }).tell((last = text))
      requestAnimationFrame(look)
    }
    requestAnimationFrame(look)
  })
  return said
}

const untrue = [
  /还没有分(到|给)/,
  /没有到期/,
  /全部已上传/,
  /没有待上传/,
  /未到/,
  /\/ 0(?!\d)/,
  /(^|[^\d])0(户|条|处|个)/m,
  /\d\.\d{5}, \d/,
  /^：/m,
  /还没有(记录|人员|设|绑定)/,
  /没有(符合|要办|要裁决|点位)/,
  /^暂无|找不到|看不懂/m,
  /还没设点位|附近没有/,
]
const untruthsIn = (said: readonly string[]): string[] =>
  said.flatMap((text) =>
    untrue.flatMap((words) =>
      words.test(text) ? [`${words.source} in ${text.replaceAll('\n', ' | ')}`] : [],
    ),
  )

async function aNewPhone(
  role: Role,
  options = {},
): Promise<{ context: BrowserContext; page: Page; said: string[] }> {
  const context = await browser.newContext({
    ...phone,
    locale: 'zh-CN',
    timezoneId: 'Asia/Shanghai',
    permissions: ['geolocation'],
    geolocation: { latitude: 28.00067, longitude: 123.99908, accuracy: 8 },
    ...options,
  })
  contexts.push(context)
  const said = await recordFrames(context)
  const page = await context.newPage()
  await page.goto(await server.inviteUrl(cast[role]))
  await button(page, /^绑定这台/).waitFor()
  return { context, page, said }
}

/** Up to its end, the recording has seen the state before and the one after. */
const downloading = /正在下载社区资料/

describe('a new phone', () => {
  it('says that it is downloading, and nothing untrue, on a slow network', async () => {
    const { context, page, said } = await aNewPhone('worker1')
    const wire = await context.newCDPSession(page)
    await wire.send('Network.enable')
    await wire.send('Network.emulateNetworkConditions', {
      offline: false,
      latency: 300,
      downloadThroughput: 50_000,
      uploadThroughput: 50_000,
    })
    await button(page, /^绑定这台/).click()
    await page.getByRole('heading', { name: /到期走访/ }).waitFor()
    await page.getByText('在线 · 全部已上传').waitFor()
    const before = said.slice(
      0,
      said.findIndex((text) => text.includes('到期走访')),
    )
    expect(before.some((text) => downloading.test(text))).toBe(true)
    expect(untruthsIn(before)).toEqual([])
    expect(
      untruthsIn(said.slice(before.length).map((text) => text.replace('全部已上传', ''))),
    ).toEqual([])
  })

  it.each([
    ['worker1', {}, ['/', '/patrol', '/map', '/records', '/report', '/visit', '/me', '/me/sync']],
    [
      'secretary',
      office,
      ['/desk', '/desk/reports', '/desk/visits', '/desk/parked', '/desk/members'],
    ],
  ] as const)(
    'of %s says nothing untrue on any screen while the answer is on its way',
    async (role, options, paths) => {
      const { page, said } = await aNewPhone(role, options)
      const release = server.holdAnswers('/api/sync/1')
      await button(page, /^绑定这台/).click()
      await page.waitForURL((url) => url.pathname !== '/enrol')
      for (const path of paths) {
        await page.goto(server.url + path)
        await page.getByRole('heading').or(page.getByRole('dialog')).first().waitFor()
        await expect
          .poll(() =>
            said.some(
              (text) =>
                text.startsWith(`${path}\n`) &&
                (downloading.test(text) || /^\/(report|visit|me)/.test(path)),
            ),
          )
          .toBe(true)
      }
      // That the server has not answered yet is true of this phone.
      expect(
        untruthsIn(
          said.map((text) =>
            text.replaceAll(/还没走访过|还没有和服务器联系上|打开应用以来还没有收发过内容/g, ''),
          ),
        ),
      ).toEqual([])
      release()
      await page.goto(server.url + paths[0])
      await expect.poll(() => page.getByText(downloading).count()).toBe(0)
    },
  )
})

it('nothing is called sent while one record waits, in any frame of a load', async () => {
  const person = await aPerson(browser, server, 'worker2')
  contexts.push(person.context)
  await person.page.getByText('在线 · 全部已上传').waitFor()
  await person.goOffline()
  await patrolButton(person.page).click()
  const said = await recordFrames(person.context)
  for (let load = 0; load < 5; load++) {
    const page = await person.restart()
    await page.getByText('离线 · 巡查进度在本机').waitFor()
  }
  expect(said.filter((text) => /全部已上传|没有待上传/.test(text))).toEqual([])
})
