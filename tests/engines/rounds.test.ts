// Rounds with the built app in engines other than Chromium: a door where nobody opened, points of a
// patrol, a reload without a server.
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Report } from '#domain/report.ts'
import { cast } from '#demo/demoMembers.ts'
import { aServer, type Server } from '../browser/stage.ts'
import { anEngine, type Engine, until } from './engine.ts'
import { engines } from './engines.ts'
import { aPerson, exactly, enrol, type Person, trouble } from './person.ts'

describe.each(engines)('%s', (_name, launch) => {
  let server: Server
  let engine: Engine
  let worker: Person
  let visit: Report
  let visitsBefore: Report[]
  beforeAll(async () => {
    server = await aServer()
    engine = await anEngine(launch)
    worker = aPerson(server, () => engine.driver)
    visitsBefore = await visits()
    await enrol(worker, server, cast.worker1)
  })
  afterAll(async () => {
    await engine?.close()
    await server?.close()
  })

  const visits = async () => (await server.reports()).filter((each) => each.kind === 'visit')
  const walk = async () =>
    (await server.patrols()).find((each) => each.by === cast.worker1 && each.endedAt === undefined)
  const checked = async () =>
    (await walk())?.checks.map(({ placeId, outcome }) => ({ placeId, outcome })) ?? []

  /** Touches the nth point of the list, and says that all is well there; the point by its name. */
  async function checkPoint(nth: number): Promise<{ placeId: string; outcome: string }> {
    const name = await until('the list of points', () =>
      worker.page.run(
        (index: number) =>
          document.querySelectorAll<HTMLElement>('.point .title')[index]?.innerText,
        nth,
      ),
    )
    await worker.tap(new RegExp(`^${exactly(name)}\\n`))
    await worker.sees('选中的点')
    expect(
      await worker.page.run(
        () => document.querySelector<HTMLElement>('.gw-card.is-raised .name')!.innerText,
      ),
    ).toBe(name)
    await worker.tap(/^正常$/)
    await worker.sees(new RegExp(`${exactly(name)}\\n正常`))
    return {
      placeId: (await server.places()).find((each) => each.name === name)!.id,
      outcome: 'fine',
    }
  }

  it('writes down with one tap that nobody was at home, at the door that was tapped, and the list says so', async () => {
    await worker.goes('/')
    const door = await until('a door that is due', () =>
      worker.page.run(() => {
        const row = [...document.querySelectorAll<HTMLAnchorElement>('a')].filter(
          (each) => each.pathname === '/report/visit' && each.search,
        )[1]
        return (
          row && {
            words: row.innerText.split('\n')[0]!,
            id: new URL(row.href).searchParams.get('at'),
          }
        )
      }),
    )
    await worker.tap(new RegExp(`^${exactly(door.words)}\\n`))
    await worker.tap(/^没人在家$/)
    await worker.sees(/ · 没人在家，已存本机/)
    await worker.sees(new RegExp(`${exactly(door.words)}\\n+今天\\d\\d:\\d\\d 没人在家 · 再访`))
    await until('the visit', async () => (await visits()).length > visitsBefore.length)
    const known = new Set(visitsBefore.map(({ id }) => id))
    const added = (await visits()).filter(({ id }) => !known.has(id))
    expect(added).toMatchObject([
      { by: cast.worker1, placeId: door.id, body: { result: 'not_home' } },
    ])
    visit = added[0]!
    await worker.sees('在线 · 全部已上传')
  })

  const points: { placeId: string; outcome: string }[] = []

  it('checks the point of a patrol that is touched, and no other', async () => {
    await worker.goes('/')
    await worker.tap(/^(开始巡查|再走一次)$/)
    await worker.sees(/巡查 · 第一网格/)
    points.push(await checkPoint(4))
    await until('the point at the server', async () => (await checked()).length > 0)
    expect(await checked()).toEqual(points)
    await worker.goes('/')
    await worker.sees('在线 · 全部已上传')
    await worker.tap(/^继续巡查$/)
  })

  it('starts from its own files when the page is loaded again without a server, with all that was saved', async () => {
    await server.goDown()
    points.push(await checkPoint(2))
    await worker.reloads()
    await worker.sees(/巡查 · 第一网格/)
    await worker.sees(/(^|\s)2\s*\/ \d+\s*点位已查/)
    await worker.goes('/records')
    await worker.sees(/连不上服务器 · 巡查进度在本机/)
    await worker.follow(`/records/${visit.id}`)
    await worker.sees('没人在家')
    await worker.reloads()
    await worker.sees('没人在家')
    expect(await worker.words()).not.toMatch(trouble)
  })

  it('delivers it when there is one, and doubles nothing', async () => {
    await server.comeUp()
    await until('the second point at the server', async () => (await checked()).length > 1, 90_000)
    await worker.goes('/')
    await worker.sees('在线 · 全部已上传')
    expect(await checked()).toEqual(points)
    expect(await visits()).toHaveLength(visitsBefore.length + 1)
  })
})
