// A new version of the built app with two pages open, in engines other than Chromium.
import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { cast } from '#demo/demoMembers.ts'
import { aServer, type Server } from '../browser/stage.ts'
import { anEngine, type Engine, type Page, until } from './engine.ts'
import { engines } from './engines.ts'
import { aPerson, type Person } from './person.ts'

const offer = '新版本已备好'

describe.each(engines)('%s', (_name, launch) => {
  let server: Server
  let engine: Engine
  let second: Page
  let first: Person
  let other: Person
  beforeAll(async () => {
    server = await aServer()
    engine = await anEngine(launch)
    first = aPerson(server, () => engine.driver)
    other = aPerson(server, () => second)
  })
  afterAll(async () => {
    await engine?.close()
    await server?.close()
  })

  const worker = (person: Person) =>
    person.page.run(async () => {
      const registration = await navigator.serviceWorker.getRegistration()
      const { installing, waiting, active } = registration ?? {}
      return {
        isInstalling: installing != null,
        isWaiting: waiting != null,
        isActive: active?.state === 'activated',
      }
    })

  it('offers none at a first installation, though a second page is loaded meanwhile', async () => {
    const release = server.holdAnswers('/manifest.webmanifest')
    await first.page.go(await server.inviteUrl(cast.worker1))
    await first.tap(/^绑定这台/)
    await first.sees('今日')
    second = await engine.driver.openPage()
    await other.goes('/records')
    await other.sees('记录')
    expect(await worker(other)).toMatchObject({ isInstalling: true, isActive: false })
    release()
    for (const person of [first, other]) {
      await until('the service worker', async () => (await worker(person)).isActive)
      await until('its control', () =>
        person.page.run(() => navigator.serviceWorker.controller !== null),
      )
    }
    await sleep(3000)
    for (const person of [first, other]) expect(await person.words()).not.toContain(offer)
  })

  it('offers it in both pages, also in the one that has been open since the installation', async () => {
    server.alter('/serviceWorker.js', (text) => `${text}\n// a later version`)
    await other.goes('/')
    for (const person of [other, first]) await person.sees(offer, 60_000)
    expect(await worker(first)).toEqual({ isInstalling: false, isWaiting: true, isActive: true })
  })

  it('takes it in one page, and leaves the other as it is until its person agrees', async () => {
    await first.page.run(() => void (document.documentElement.dataset['since'] = 'before'))
    await other.tap(/^现在启用$/)
    await until('the new version', async () => !(await worker(other)).isWaiting)
    await other.sees('今日')
    await until('no offer', async () => !(await other.words()).includes(offer))
    await sleep(1000)
    expect(await first.page.run(() => document.documentElement.dataset['since'])).toBe('before')
    await first.tap(/^现在启用$/)
    await until('the page loaded again', () =>
      first.page.run(() => document.documentElement.dataset['since'] === undefined),
    )
    await first.sees('今日')
    for (const person of [first, other]) expect(await person.words()).not.toContain(offer)
  })
})
