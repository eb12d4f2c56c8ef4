// A day with the built app in engines other than Chromium: let in, left in the midst of every start, a report, killed without a server, delivered.
import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { cast } from '#endpoint/demo/demoMembers.ts'
import { aServer, type Server } from '../browser/stage.ts'
import { anEngine, type Engine, until } from './engine.ts'
import { launchFirefox } from './firefox.ts'
import { launchWebKit } from './webKit.ts'

const trouble = /本机的存储|浏览器清掉了/
const updateWords = '新版本已备好'

describe.each([['WebKit', launchWebKit], ['Firefox', launchFirefox]] as const)('%s', (name, launch) => {
  let server: Server
  let engine: Engine
  beforeAll(async () => {
    server = await aServer()
    engine = await anEngine(launch)
  })
  afterAll(async () => {
    await engine?.close()
    await server?.close()
  })

  const words = () => engine.driver.run(() => document.body.innerText)
  const sees = (what: string | RegExp) => until(String(what), async () => new RegExp(what).test(await words()))
  /** What a finger in its middle would touch, by its role and words; taps it. */
  const tap = (what: RegExp, nth = 0) => until(`something to tap: ${what.source}`, () => engine.driver.run((source: string, index: number) => {
    const onTop = [...document.querySelectorAll('[role=dialog]')].filter((each) => each.getClientRects().length > 0).at(-1) ?? document
    const all = [...onTop.querySelectorAll<HTMLElement>('button, a, [role=button]')]
      .filter((each) => new RegExp(source).test(each.getAttribute('aria-label') ?? each.innerText.trim()) && each.getClientRects().length > 0)
    const found = all[index]
    if (!found) return false
    found.scrollIntoView({ block: 'center' })
    const box = found.getBoundingClientRect()
    const touched = document.elementFromPoint(box.x + box.width / 2, box.y + box.height / 2)
    if (!touched || !found.contains(touched) || (found as HTMLButtonElement).disabled || found.ariaDisabled === 'true') return false
    found.click()
    return true
  }, what.source, nth))
  const type = (selector: string, text: string) => until(selector, () => engine.driver.run((where: string, value: string) => {
    const field = [...document.querySelectorAll<HTMLInputElement>(where)].find((each) => each.getClientRects().length > 0)
    if (!field) return false
    field.focus()
    document.execCommand('insertText', false, value)
    return true
  }, selector, text))

  it('lets somebody in, and offers no update at a first installation', async () => {
    await engine.driver.go(await server.inviteUrl(cast.worker1))
    await tap(/绑定这台手机/)
    await until('Today', () => engine.driver.run(() => location.pathname !== '/enrol'))
    await until('the service worker', () => engine.driver.run(() => navigator.serviceWorker.ready.then(() => true)))
    await engine.driver.go(`${server.url}/records`)
    await sleep(3000)
    expect(await words()).not.toContain(updateWords)
  })

  it('is left at every ten milliseconds of its start, and always comes up whole', { timeout: 1_800_000 }, async () => {
    const begun = Date.now()
    for (let ms = 0; ms <= 600; ms += 10) {
      if (ms % 100 === 0) console.info(`${name}: left after ${ms} of 600 ms, ${Math.round((Date.now() - begun) / 1000)} s`)
      await engine.driver.go(`${server.url}/`)
      await sleep(ms)
      await engine.driver.go(`${server.url}/icon.svg`)
      await engine.driver.go(`${server.url}/`)
      await until(`Today after ${ms} ms`, async () => {
        const text = await words()
        expect(text, `after ${ms} ms`).not.toMatch(trouble)
        return /今日/.test(text) && /到期走访/.test(text)
      })
    }
  })

  const note = `${name}：第五个地点`

  it('saves a report with a photo, at the fifth place of the list, while nobody answers', async () => {
    await engine.driver.go(`${server.url}/report`)
    // The picture may not have begun yet; then the app asks for another press.
    for (let press = 0; press < 3; press++) {
      await tap(/^拍照$/)
      await sleep(1500)
      if (!/没有拍下来/.test(await words())) break
    }
    await tap(/^拍好了$/)
    await sees(/1张照片已存本机/)
    await tap(/^更多类型$/)
    await type('[role=dialog] input[type=search]', 'ldbl')
    await tap(/路灯不亮/)
    await tap(/^地点：/)
    await type('[role=dialog] input[type=search]', '1')
    const place = await until('five places', () => engine.driver.run(() => {
      const rows = [...document.querySelectorAll<HTMLElement>('[role=dialog] button')]
        .filter((each) => / · /.test(each.innerText.replaceAll('\n', ' ')))
      return rows[4]?.innerText.split('\n')[0]
    }))
    await tap(new RegExp(`^${place.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')}`))
    await until(place, () => engine.driver.run((words: string) => !document.querySelector('[role=dialog]') && document.body.innerText.includes(words), place))
    await type('textarea', note)
    await server.goDown()
    await tap(/^保存到本机$/)
    // Not the line about the draft, which says so of every keystroke.
    await sees(/(^|\n)已存本机\s*(\n|$)/)
  })

  it('has it after it was killed and started without a server, and delivers it when there is one', async () => {
    await engine.killAndStart()
    await engine.driver.go(`${server.url}/records`)
    await sees(/在本机\s*1/)
    expect(await words()).not.toMatch(trouble)
    await server.comeUp()
    const [report] = await until('the report', async () => {
      const found = (await server.reports()).filter((each) => each.note === note)
      return found.length > 0 && (found[0]!.arrived?.length ?? 0) >= 2 && found
    }, 90_000)
    expect(report!.photos).toHaveLength(1)
  })
})
