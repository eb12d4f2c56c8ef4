// Reports with the built app in engines other than Chromium: let in, left at every moment of a
// start, killed, delivered, sent back and answered, accepted at a desk; another one begun with what
// was shared, gone on with, and told instead of typed.
import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Report } from '#domain/report.ts'
import type { Status } from '#domain/step.ts'
import { cast } from '#demo/demoMembers.ts'
import { aServer, office, type Server } from '../browser/stage.ts'
import { anEngine, type Engine, until } from './engine.ts'
import { engines } from './engines.ts'
import { aPerson, exactly, enrol, type Person, trouble } from './person.ts'

describe.each(engines)('%s', (name, launch) => {
  let server: Server
  let engine: Engine
  let desk: Engine
  let worker: Person
  let supervisor: Person
  beforeAll(async () => {
    server = await aServer()
    engine = await anEngine(launch)
    worker = aPerson(server, () => engine.driver)
    supervisor = aPerson(server, () => desk.driver)
  })
  afterAll(async () => {
    await desk?.close()
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
  const found = async (): Promise<Report> =>
    (await server.reports()).find((each) => each.note.includes(note))!
  const stands = (what: Status) =>
    until(`the report ${what}`, async () => (await found()).standing === what)
  const sheetGone = () =>
    until('the sheet gone', () => worker.page.run(() => !document.querySelector('[role=dialog]')))
  /** A slow machine may draw the camera's picture too late; whoever is told so presses again. */
  const takeAPhoto = () =>
    until(
      'a photo',
      async () => {
        await worker.tap(/^拍照$/)
        await worker.tap(/^拍好了$/)
        if (/1张照片/.test(await worker.words())) return true
        await worker.tap(/^加拍$/)
        return false
      },
      90_000,
    )
  async function chooseType(): Promise<void> {
    await worker.tap(/^更多类型$/)
    await worker.type('[role=dialog] input[type=search]', 'ldbl')
    await worker.tap(/路灯不亮/)
    await sheetGone()
  }
  /** The nth of those that are found; its name. */
  async function choosePlace(nth: number): Promise<string> {
    await worker.tap(/^地点：/)
    await worker.type('[role=dialog] input[type=search]', '1')
    const place = await until('so many places', () =>
      worker.page.run((index: number) => {
        const rows = [...document.querySelectorAll<HTMLElement>('[role=dialog] button')].filter(
          (each) => / · /.test(each.innerText.replaceAll('\n', ' ')),
        )
        return rows[index]?.innerText.split('\n')[0]
      }, nth),
    )
    await worker.tap(new RegExp(`^${exactly(place)}`))
    await sheetGone()
    return place
  }
  async function openAtDesk(id: string): Promise<void> {
    await supervisor.goes(`/desk/reports/${id}?tab=all`)
    // What has just come up has not been read yet: a tap is not taken for it.
    await until('the steps', () =>
      supervisor.page.run(() => document.querySelector('.panel footer')?.ariaBusy === 'false'),
    )
  }

  it('saves a report with a photo, at the fifth place of the list, while nobody answers', async () => {
    await worker.goes('/report')
    await takeAPhoto()
    await worker.sees(/1张照片已存本机/)
    await chooseType()
    const place = await choosePlace(4)
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
    const report = await until(
      'the report',
      async () => {
        const [first] = (await server.reports()).filter((each) => each.note === note)
        return first && (first.arrived?.length ?? 0) >= 2 && first
      },
      90_000,
    )
    expect(report.photos).toHaveLength(1)
  })

  const [asked, added] = ['灯杆几号？请写明', '灯杆15号。'] as const

  it('is sent back at a desk, and answered from its card on Today', async () => {
    desk = await anEngine(launch, office.viewport)
    await enrol(supervisor, server, cast.secretary)
    await openAtDesk((await found()).id)
    await supervisor.sees(exactly(note))
    await supervisor.sees('照片 1/1 已到')
    await supervisor.tap(/^退回补正/)
    await supervisor.type('.panel form textarea', asked)
    await supervisor.tap(/^退回补正/)
    await stands('returned')
    await worker.goes('/')
    await worker.sees(exactly(asked))
    await worker.tap(/^修改 · 路灯不亮$/)
    await worker.sees(exactly(asked))
    await worker.type('textarea', added)
    await worker.tap(/^补正重报$/)
    await stands('reported')
    expect((await found()).note).toContain(added)
  })

  it('says at the desk what was altered, is accepted and dispatched there, and the phone sees it', async () => {
    const { id } = await found()
    await openAtDesk(id)
    await supervisor.sees(exactly(`李书记（示例）退回时说：${asked}`))
    await supervisor.sees(/(^|\n)补正了：说明\s*(\n|$)/)
    await supervisor.tap(/^受理/)
    await stands('accepted')
    // To whom it goes is asked next, of the same report; the first is the one with the key 1.
    await supervisor.tap(/（示例）\s*1$/)
    await supervisor.tap(/^派遣/)
    await stands('dispatched')
    await worker.goes(`/records/${id}`)
    await worker.sees(/李书记（示例）已受理/)
    await worker.sees(/李书记（示例）派给/)
    expect(await worker.words()).not.toMatch(trouble)
  })

  const half = `${name}：写了一半`

  // No phone with this engine hands photos over so far; what would take them in is there.
  it('offers a photo that another app has shared, also after it was killed, and takes it up, all without a server', async () => {
    await worker.goes('/')
    await worker.sees('在线 · 全部已上传')
    await server.goDown()
    await worker.page.run(shareAPhoto)
    await worker.sees('分享来的1张照片')
    await engine.killAndStart()
    await worker.goes('/')
    await worker.sees('分享来的1张照片')
    await worker.tap(/^上报$/)
    await worker.sees('草稿、1张照片已存本机')
    await chooseType()
    await choosePlace(3)
    await worker.type('textarea', half)
  })

  it('offers what was left half-written on Today, also after it was killed, and goes on with it', async () => {
    const offered = new RegExp(`有一份没存完的上报\\n+路灯不亮 · .+ · 1张照片 · ${exactly(half)}`)
    await worker.tap(/^离开，草稿留在本机$/)
    await worker.sees(offered)
    await engine.killAndStart()
    await worker.goes('/')
    await worker.sees(offered)
    expect(await worker.words()).not.toContain('分享来的')
    await worker.tap(/^接着填$/)
    await until('the words', () =>
      worker.page.run((words: string) => document.querySelector('textarea')?.value === words, half),
    )
  })

  it('takes in what is told instead of typed, sends it when there is a server, and plays it at the desk', async () => {
    await worker.tap(/^录音$/)
    await worker.sees('正在录音')
    await sleep(2000)
    await worker.tap(/^停止录音$/)
    await worker.sees(/(^|\n)0:0[2-9]/)
    await worker.tap(/^保存到本机$/)
    await server.comeUp()
    const report = await until(
      'the voice note at the server',
      async () => {
        const saved = (await server.reports()).find((each) => each.note === half)
        return saved?.arrived?.includes(saved.voice![0]!.hash) && saved
      },
      90_000,
    )
    expect([report.photos.length, report.voice!.length]).toEqual([1, 1])
    expect(report.voice![0]!.seconds).toBeGreaterThanOrEqual(2)
    await openAtDesk(report.id)
    await supervisor.tap(/^播放录音$/)
    await until('a voice', () =>
      supervisor.page.run(() => document.querySelector('audio')!.currentTime > 0.3),
    )
    expect(await supervisor.words()).not.toContain('放不了')
  })
})

/** In the page: a form is posted, as a phone does it that hands a photo over. */
async function shareAPhoto(): Promise<void> {
  const canvas = document.createElement('canvas')
  canvas.getContext('2d')!.fillRect(0, 0, 200, 100)
  const photo = await new Promise<Blob | null>((made) => canvas.toBlob(made, 'image/jpeg'))
  const carrier = new DataTransfer()
  carrier.items.add(new File([photo!], '1.jpg', { type: 'image/jpeg' }))
  const input = document.createElement('input')
  Object.assign(input, { type: 'file', name: 'photos', files: carrier.files })
  const form = document.createElement('form')
  Object.assign(form, { method: 'post', enctype: 'multipart/form-data', action: '/share' })
  form.append(input)
  document.body.append(form)
  setTimeout(() => form.submit())
}
