// How many keys a morning at the desk takes, and that none of them decides what nobody has read.
import type { Browser, Locator, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Report } from '#domain/report.ts'
import type { StepType } from '#domain/step.ts'
import { cast } from '#demo/demoMembers.ts'
import { button } from './fieldActs.ts'
import { look } from './look.ts'
import { aBrowser, aPerson, aServer, office, type Person, type Server } from './stage.ts'

let browser: Browser
let server: Server
let supervisor: Person

beforeAll(async () => {
  ;[server, browser] = await Promise.all([aServer(), aBrowser()])
  supervisor = await aPerson(browser, server, 'secretary', office)
})
afterAll(async () => {
  await browser?.close()
  await server?.close()
})

const panel = (page: Page): Locator => page.getByRole('region', { name: /^事项 / })
const isRead = (page: Page) => panel(page).locator('footer[aria-busy=false]').waitFor()
const form = (page: Page): Locator => panel(page).getByRole('form')
const words = (page: Page): Locator => form(page).getByRole('textbox', { name: /^要求/ })
const one = async (id: string): Promise<Report> =>
  (await server.reports()).find((report) => report.id === id)!
const someOf = async (standing: string): Promise<Report[]> =>
  (await server.reports()).filter(
    (report) => report.kind === 'hazard' && report.standing === standing,
  )
async function openAtDesk(page: Page, id: string, tab = 'all'): Promise<void> {
  await page.goto(`${server.url}/desk/reports/${id}?tab=${tab}`)
  await isRead(page)
}
const nothingWaits = (page: Page) =>
  page.getByRole('button', { name: '撤销' }).first().waitFor({ state: 'detached', timeout: 30_000 })

describe('accepting and dispatching', () => {
  it('is one act of two steps, taken back as one', async () => {
    const { page } = supervisor
    const [report] = await someOf('reported')
    await openAtDesk(page, report!.id)
    await page.keyboard.press('d')
    await form(page).getByRole('heading', { name: '受理并派遣' }).waitFor()
    // Nobody has ever been given one like it here: who it goes to is chosen.
    await page.keyboard.press('2')
    await look(page, 'desk-accept-dispatch')
    await page.keyboard.press('Enter')
    await page.getByText(/已受理并派遣$/).waitFor()
    await page.keyboard.press('z')
    await page.getByText('已撤销', { exact: true }).waitFor()
    // What was chosen is there again, and can be saved again.
    await isRead(page)
    await page.keyboard.press('d')
    await form(page).getByRole('radio', { checked: true }).waitFor()
    await page.keyboard.press('Escape')
    await nothingWaits(page)
    expect((await one(report!.id)).steps).toEqual(report!.steps)
  })

  it('goes on from an acceptance without opening the report again', async () => {
    const { page } = supervisor
    const [report] = await someOf('reported')
    await openAtDesk(page, report!.id, 'mine')
    await page.keyboard.press('a')
    await form(page).getByRole('heading', { name: '派遣', exact: true }).waitFor()
    expect(page.url()).toContain(report!.id)
    // Once more the same key: no other is accepted, and it is not written into the words.
    await page.keyboard.press('a')
    await page.keyboard.press('a')
    expect(await words(page).inputValue()).toBe('')
    await form(page).getByRole('radio', { name: '物业·钱工（示例）' }).click()
    await look(page, 'desk-dispatch')
    await page.keyboard.press('Enter')
    await expect
      .poll(async () => (await one(report!.id)).steps.slice(-2).map(({ type }) => type), {
        timeout: 30_000,
      })
      .toEqual(['accept', 'dispatch'])
    const { handlerId, comment } = (await one(report!.id)).steps.at(-1)!
    expect([handlerId, comment]).toEqual([cast.property, undefined])
    await isRead(page)
    expect(page.url(), 'the next that waits is open').not.toContain(report!.id)
  })

  it('is not given to the one suggested by the key that accepted it, held down', async () => {
    const { page } = supervisor
    // One for whom somebody is suggested.
    const dispatched = (await server.reports()).filter(({ steps }) =>
      steps.some(({ type }) => type === 'dispatch'),
    )
    const report = (await someOf('reported')).find(({ body }) =>
      dispatched.some((each) => each.body.type === body.type),
    )
    await openAtDesk(page, report!.id, 'all')
    await page.getByRole('button', { name: '受理', exact: true }).focus()
    await page.keyboard.press('Enter')
    await form(page).getByRole('heading', { name: '派遣', exact: true }).waitFor()
    await form(page).getByRole('radio', { checked: true }).waitFor()
    for (let presses = 0; presses < 3; presses++) await page.keyboard.press('Enter')
    await expect
      .poll(async () => (await one(report!.id)).standing, { timeout: 30_000 })
      .toBe('accepted')
    expect((await one(report!.id)).steps.map(({ type }) => type)).not.toContain('dispatch')
    await page.keyboard.press('Escape')
  })

  it('suggests who was given its type before, and never oneself', async () => {
    const { page } = supervisor
    const reports = await server.reports()
    const givenTo = (type: unknown) =>
      reports
        .filter((report) => report.body.type === type)
        .flatMap(
          ({ steps }) => steps.findLast(({ type: step }) => step === 'dispatch')?.handlerId ?? [],
        )
    const known = (await someOf('accepted')).find(
      ({ body }) => new Set(givenTo(body.type)).size === 1,
    )
    await openAtDesk(page, known!.id)
    await page.keyboard.press('d')
    const [handler] = givenTo(known!.body.type)
    const { name } = (await server.members()).find(({ id }) => id === handler)!
    await form(page).getByRole('radio', { name, checked: true }).waitFor()
    await form(page).getByText(`推荐${name}：`).waitFor()
    expect(await form(page).getByRole('radio').last().innerText()).toContain('李书记')
    await page.keyboard.press('Escape')
  })

  it('is saved from the words by Ctrl and Enter, where Enter alone begins a line', async () => {
    const { page } = supervisor
    const [report] = await someOf('accepted')
    await openAtDesk(page, report!.id)
    await page.keyboard.press('d')
    await page.keyboard.press('1')
    await words(page).fill('今天清走')
    await page.keyboard.press('Enter')
    await page.keyboard.type('3号门进')
    expect(await words(page).inputValue()).toBe('今天清走\n3号门进')
    await form(page).getByText('Ctrl ↵').waitFor()
    await page.keyboard.press('Control+Enter')
    await expect
      .poll(async () => (await one(report!.id)).steps.at(-1)?.comment, { timeout: 30_000 })
      .toBe('今天清走\n3号门进')
  })
})

describe('what nobody knew in the street', () => {
  it('is suggested as perhaps one thing until somebody says that it is not', async () => {
    const { page } = supervisor
    await page.goto(`${server.url}/desk/reports?tab=all`)
    const filter = page.getByRole('button', { name: /^可能重复 \d+$/ })
    const count = async () => Number((await filter.innerText()).match(/\d+$/)![0])
    const before = await filter.waitFor().then(count)
    await filter.click()
    await expect.poll(() => page.getByRole('row').count()).toBe(before + 1)
    await page.getByRole('row').nth(1).getByRole('link').click()
    const notices = panel(page).getByText(/^可能与.+是同一处：/)
    const others = await notices
      .first()
      .waitFor()
      .then(() => notices.count())
    await look(page, 'desk-same')
    await button(panel(page), '不是同一处').first().click()
    await expect.poll(() => notices.count()).toBe(others - 1)
    await page.keyboard.press('z')
    await expect.poll(() => notices.count()).toBe(others)
    expect(await count()).toBe(before)
  })

  it('is the density on the map, by a switch of the keyboard and in words', async () => {
    const { page } = supervisor
    await page.goto(`${server.url}/desk/reports?tab=all`)
    await page.getByRole('radio', { name: '地图' }).click()
    await page.getByRole('switch', { name: '热力' }).focus()
    const heat = page.locator('canvas.map-heat')
    const isDrawn = () =>
      heat.evaluate((canvas: HTMLCanvasElement) =>
        canvas
          .getContext('2d')!
          .getImageData(0, 0, canvas.width, canvas.height)
          .data.some((part) => part > 0),
      )
    await expect.poll(isDrawn).toBe(false)
    await page.keyboard.press('Space')
    await page.getByRole('heading', { name: '最密集的地方' }).waitFor()
    await expect.poll(isDrawn).toBe(true)
    await look(page, 'desk-heat')
    await page.getByRole('application').focus()
    await page.keyboard.press(']')
    await page.getByText('这一片没有事项').waitFor()
  })
})

describe('ten mixed decisions', () => {
  it('take no more than 30 keys: an acceptance, three closes, six dispatches', async () => {
    const { page } = supervisor
    const wanted: Partial<Record<StepType, number>> = { accept: 1, close: 3, dispatch: 6 }
    const before = await server.reports()
    let keys = 0
    const press = async (key: string): Promise<void> => {
      await page.keyboard.press(key)
      keys++
    }
    const openId = (): string => new URL(page.url()).pathname.split('/').at(-1)!
    const decided = new Set<string>()

    await page.goto(`${server.url}/desk/reports`)
    await page.getByRole('row').nth(3).waitFor()
    await press('j')
    await press('Enter')
    for (let seen = 0; seen < 20 && Object.values(wanted).some((left) => left > 0); seen++) {
      await isRead(page)
      const id = openId()
      const { standing } = before.find((report) => report.id === id)!
      const step: StepType =
        standing === 'reported'
          ? wanted.accept
            ? 'accept'
            : 'dispatch'
          : standing === 'accepted'
            ? 'dispatch'
            : 'close'
      if (!wanted[step]) {
        await press('j')
        continue
      }
      wanted[step]--
      decided.add(id)
      if (step === 'dispatch') {
        await press('d')
        const isSuggested = await form(page)
          .getByRole('radio', { checked: true })
          .waitFor({ timeout: 500 })
          .then(
            () => true,
            () => false,
          )
        if (!isSuggested) await press('1')
        await press('Enter')
      } else if (step === 'accept') {
        await press('a')
        await form(page).waitFor()
        await press('j')
      } else await press('c')
      await page.waitForURL((url) => !url.pathname.endsWith(id))
    }

    expect(wanted).toEqual({ accept: 0, close: 0, dispatch: 0 })
    await expect
      .poll(
        async () => {
          const taken = (await server.reports())
            .filter(({ id }) => decided.has(id))
            .map((report) => report.steps.at(-1)!.type)
          return ['accept', 'close', 'dispatch'].map(
            (type) => taken.filter((each) => each === type).length,
          )
        },
        { timeout: 30_000 },
      )
      .toEqual([1, 3, 6])
    console.info(`ten decisions: ${keys} keys`)
    expect(keys).toBeLessThanOrEqual(30)
  })
})

describe('all the while', () => {
  it('nothing was wrong in the page or at the server', () => {
    expect([supervisor.trouble.take(), server.errors]).toEqual([[], []])
  })
})
