// A report with the built app in engines other than Chromium: let in, left at every moment of a
// start, killed, delivered, accepted at a desk.
import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { cast } from '#demo/demoMembers.ts'
import { aServer, office, type Server } from '../browser/stage.ts'
import { anEngine, type Engine, until } from './engine.ts'
import { engines } from './engines.ts'
import { aPerson, exactly, enrol, type Person, trouble } from './person.ts'

describe.each(engines)('%s', (name, launch) => {
  let server: Server
  let engine: Engine
  let worker: Person
  beforeAll(async () => {
    server = await aServer()
    engine = await anEngine(launch)
    worker = aPerson(server, () => engine.driver)
  })
  afterAll(async () => {
    await engine?.close()
    await server?.close()
  })

  it('lets somebody in', () => enrol(worker, server, cast.worker1))

  it(
    'is left at every ten milliseconds of its start, and always comes up whole',
    { timeout: 1_800_000 },
    async () => {
      const begun = Date.now()
      for (let ms = 0; ms <= 600; ms += 10) {
        if (ms % 100 === 0)
          console.info(
            `${name}: left after ${ms} of 600 ms, ${Math.round((Date.now() - begun) / 1000)} s`,
          )
        for (const [path, stayMs] of [
          ['/', ms],
          ['/icon.svg', 0],
          ['/', 0],
        ] as const) {
          await worker.page.go(server.url + path)
          await sleep(stayMs)
        }
        let asked = 0
        await until(`Today after ${ms} ms`, async () => {
          // Told to go twice at once, a browser may keep to the first: then it stands at the
          // picture, and is told again.
          if (++asked === 30 && (await worker.page.run(() => location.pathname)) === '/icon.svg') {
            console.info(`${name}: still at the picture after ${ms} ms`)
            await worker.page.go(`${server.url}/`)
          }
          const text = await worker.words()
          expect(text, `after ${ms} ms`).not.toMatch(trouble)
          return /今日/.test(text) && /到期走访/.test(text)
        })
      }
    },
  )

  const note = `${name}：第五个地点`

  it('saves a report with a photo, at the fifth place of the list, while nobody answers', async () => {
    await worker.goes('/report')
    await worker.tap(/^拍照$/)
    await worker.tap(/^拍好了$/)
    await worker.sees(/1张照片已存本机/)
    await worker.tap(/^更多类型$/)
    await worker.type('[role=dialog] input[type=search]', 'ldbl')
    await worker.tap(/路灯不亮/)
    await worker.tap(/^地点：/)
    await worker.type('[role=dialog] input[type=search]', '1')
    const place = await until('five places', () =>
      worker.page.run(() => {
        const rows = [...document.querySelectorAll<HTMLElement>('[role=dialog] button')].filter(
          (each) => / · /.test(each.innerText.replaceAll('\n', ' ')),
        )
        return rows[4]?.innerText.split('\n')[0]
      }),
    )
    await worker.tap(new RegExp(`^${exactly(place)}`))
    await until('the sheet gone', () =>
      worker.page.run(() => !document.querySelector('[role=dialog]')),
    )
    await worker.sees(exactly(place))
    await worker.type('textarea', note)
    await server.goDown()
    await worker.tap(/^保存到本机$/)
    // Not the line about the draft, which says so of every keystroke.
    await worker.sees(/(^|\n)已存本机\s*(\n|$)/)
  })

  it('has it after it was killed and started without a server, and delivers it when there is one', async () => {
    await engine.killAndStart()
    await worker.goes('/records')
    await worker.sees(/在本机\s*1/)
    expect(await worker.words()).not.toMatch(trouble)
    await server.comeUp()
    const [report] = await until(
      'the report',
      async () => {
        const found = (await server.reports()).filter((each) => each.note === note)
        return found.length > 0 && (found[0]!.arrived?.length ?? 0) >= 2 && found
      },
      90_000,
    )
    expect(report!.photos).toHaveLength(1)
  })

  it('is accepted and dispatched at a desk, and the phone sees it', async () => {
    const { id } = (await server.reports()).find((each) => each.note === note)!
    const desk = await anEngine(launch, office.viewport)
    try {
      const supervisor = aPerson(server, () => desk.driver)
      await enrol(supervisor, server, cast.secretary)
      await supervisor.goes('/desk/reports')
      await supervisor.follow(`/desk/reports/${id}`)
      await supervisor.sees(exactly(note))
      await supervisor.sees('照片 1/1 已到')
      // What has just come up has not been read yet: a tap is not taken for it.
      await until('the steps', () =>
        supervisor.page.run(() => document.querySelector('.panel footer')?.ariaBusy === 'false'),
      )
      await supervisor.tap(/^受理/)
      await until(
        'the report accepted',
        async () =>
          (await server.reports()).find((each) => each.id === id)!.standing === 'accepted',
      )
      // To whom it goes is asked next, of the same report; the first is the one with the key 1.
      await supervisor.tap(/（示例）\s*1$/)
      await supervisor.tap(/^派遣/)
      await until(
        'the report dispatched',
        async () =>
          (await server.reports()).find((each) => each.id === id)!.standing === 'dispatched',
      )
    } finally {
      await desk.close()
    }
    await worker.follow(`/records/${id}`)
    await worker.sees(/李书记（示例）已受理/)
    await worker.sees(/李书记（示例）派给/)
    expect(await worker.words()).not.toMatch(trouble)
  })
})
