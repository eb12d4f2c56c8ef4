// Every screen of the app in the states a person meets, each with the way there. Tests walk through
// them and look.
import { Buffer } from 'node:buffer'
import type { Page } from 'playwright-core'
import { Canvas } from '#demo/canvas.ts'
import { encodePng } from '#demo/png.ts'
import type { Report } from '#domain/report.ts'
import { button, noteField, pickPhotos } from './fieldActs.ts'
import type { PhotoFile } from './aPhoto.ts'
import { stillness } from './stillness.ts'

export interface Stop {
  name: string
  path: string
  /** What a person does there before the look. */
  act?: (page: Page) => Promise<void>
}

const closeCamera = (page: Page): Promise<void> => button(page, /^(拍好了|Done)$/).click()
const sheet = (page: Page): Promise<void> => page.getByRole('dialog').last().waitFor()
const aPicture = {
  name: '总平图.png',
  mimeType: 'image/png',
  buffer: Buffer.from(encodePng(new Canvas(240, 160, new Uint8Array(240 * 160 * 3).fill(200)))),
}
const press =
  (key: string) =>
  async (page: Page): Promise<void> => {
    await page.getByRole('region', { name: /^(事项|Report) / }).waitFor()
    await page.keyboard.press(key)
    await page.getByRole('form').waitFor()
  }

export function fieldStops(
  reports: readonly Report[],
  memberId: string,
  photos: readonly PhotoFile[],
): Stop[] {
  const mine = (standing: string): string =>
    reports.find((report) => report.by === memberId && report.standing === standing)!.id
  return [
    { name: 'Today', path: '/' },
    { name: 'the map', path: '/map', act: (page) => page.locator('canvas').first().waitFor() },
    {
      name: 'the filter of the map',
      path: '/map',
      act: async (page) => (await button(page, /^(筛选|Filter)/).click(), sheet(page)),
    },
    {
      name: 'the camera',
      path: '/report',
      act: (page) => button(page, /^(拍好了|Done)$/).waitFor(),
    },
    {
      name: 'an empty report',
      path: '/report',
      act: async (page) => (
        await closeCamera(page),
        button(page, /^(保存到本机|Save on this phone)$/).click()
      ),
    },
    {
      name: 'the types',
      path: '/report',
      act: async (page) => (
        await closeCamera(page),
        await button(page, /^(更多类型|More types)$/).click(),
        sheet(page)
      ),
    },
    {
      name: 'the place of a report',
      path: '/report',
      act: async (page) => (
        await closeCamera(page),
        await button(page, /^(地点：|Place: )/).click(),
        sheet(page)
      ),
    },
    {
      name: 'a filled report',
      path: '/report',
      act: async (page) => {
        await pickPhotos(page, photos.slice(0, 1))
        await noteField(page).fill('看看')
        await page.getByRole('radio').first().click()
        await page.getByText(/1张照片已存本机|1 photo.* saved/).waitFor()
      },
    },
    { name: 'a visit', path: '/visit' },
    {
      name: 'a visit with its result',
      path: '/visit',
      act: (page) => page.getByRole('radio').first().click(),
    },
    { name: 'a patrol', path: '/patrol' },
    { name: 'Records', path: '/records', act: (page) => page.getByRole('link').nth(3).waitFor() },
    { name: 'a returned record', path: `/records/${mine('returned')}` },
    { name: 'a record that was followed up', path: `/records/${mine('followedUp')}` },
    { name: 'parked work of one’s own', path: '/records/parked/none' },
    { name: 'Me', path: '/me' },
    { name: 'the sync log', path: '/me/sync' },
    { name: 'the offline maps', path: '/me/maps' },
    { name: 'signing in', path: '/sign-in' },
    { name: 'an invite', path: `/enrol#${'A'.repeat(22)}` },
    { name: 'the way in without an invite', path: '/enrol' },
    { name: 'a page that is not there', path: '/nowhere' },
  ]
}

export function deskStops(reports: readonly Report[]): Stop[] {
  const one = (standing: string, kind = 'hazard'): string =>
    reports.find((report) => report.kind === kind && report.standing === standing)!.id
  return [
    { name: 'the overview', path: '/desk' },
    {
      name: 'the reports',
      path: '/desk/reports?tab=all',
      act: (page) => page.getByRole('row').nth(3).waitFor(),
    },
    {
      name: 'the reports on the map',
      path: '/desk/reports?tab=all',
      act: async (page) => (
        await page.getByRole('radio', { name: /^(地图|Map)$/ }).click(),
        page.locator('canvas').first().waitFor()
      ),
    },
    {
      name: 'the keys of the desk',
      path: '/desk/reports?tab=all',
      act: async (page) => (
        await page.getByRole('row').nth(3).waitFor(),
        await page.keyboard.press('?'),
        sheet(page)
      ),
    },
    { name: 'a report to decide', path: `/desk/reports/${one('reported')}?tab=all` },
    { name: 'sending back', path: `/desk/reports/${one('reported')}?tab=all`, act: press('b') },
    { name: 'dispatching', path: `/desk/reports/${one('accepted')}?tab=all`, act: press('d') },
    {
      name: 'resolving for somebody',
      path: `/desk/reports/${one('inProgress')}?tab=all`,
      act: press('v'),
    },
    { name: 'a closed report', path: `/desk/reports/${one('closed')}?tab=all` },
    {
      name: 'a border under edit',
      path: '/desk/plan',
      act: async (page) => {
        await page.getByRole('combobox').selectOption({ index: 2 })
        await button(page, /^(修改网格|Edit the grid)$/).click()
        await button(page, /^(修改边界|Change the border)$/).click()
        await page.locator('.outline-pane path').first().waitFor()
      },
    },
    { name: 'the plan pictures', path: '/desk/plan/pictures' },
    {
      name: 'a picture to pin',
      path: '/desk/plan/pictures',
      act: async (page) => {
        await page.setInputFiles('input[type=file]', aPicture)
        await button(
          page,
          /^(图片，点一下放控制点1|Picture; a tap puts control point 1)$/,
        ).waitFor()
        await page.locator('.leaflet-map-pane canvas').first().waitFor()
      },
    },
    { name: 'the base maps', path: '/desk/plan/maps' },
    {
      name: 'the visits',
      path: '/desk/visits?tab=all',
      act: (page) => page.getByRole('row').nth(3).waitFor(),
    },
    {
      name: 'a visit at the desk',
      path: `/desk/visits/${reports.find((report) => report.kind === 'visit')!.id}?tab=all`,
    },
    { name: 'parked work', path: '/desk/parked' },
    {
      name: 'the phones',
      path: '/desk/devices',
      act: (page) =>
        button(page, /示例手机/)
          .first()
          .waitFor(),
    },
    {
      name: 'a phone',
      path: '/desk/devices',
      act: async (page) => (
        await button(page, /示例手机/)
          .first()
          .click(),
        sheet(page)
      ),
    },
    {
      name: 'the members',
      path: '/desk/members',
      act: (page) => page.getByRole('listitem').nth(5).waitFor(),
    },
    {
      name: 'a new member',
      path: '/desk/members',
      act: async (page) => (
        await button(page, /^(添加人员|Add .*)$/)
          .first()
          .click(),
        sheet(page)
      ),
    },
    {
      name: 'an invite to hand over',
      path: '/desk/members',
      act: async (page) => (
        await button(page, /更多操作$|^More/)
          .nth(2)
          .click(),
        await page.getByRole('menuitem').first().click(),
        sheet(page)
      ),
    },
    {
      name: 'labels to print',
      path: '/desk/plan/labels?ids=p-3-1,nowhere',
      act: (page) => page.locator('.preview').waitFor(),
    },
    { name: 'Me of a supervisor', path: '/me' },
  ]
}

export const narrowDeskStops = (reports: readonly Report[]): Stop[] => [
  { name: 'the overview on a phone', path: '/desk' },
  { name: 'the reports on a phone', path: '/desk/reports?tab=all' },
  {
    name: 'a report on a phone',
    path: `/desk/reports/${reports.find(({ kind, standing }) => kind === 'hazard' && standing === 'reported')!.id}?tab=all`,
    act: (page) => page.getByRole('region', { name: /^(事项|Report) / }).waitFor(),
  },
  { name: 'parked work on a phone', path: '/desk/parked' },
  { name: 'the members on a phone', path: '/desk/members' },
  { name: 'the phones on a phone', path: '/desk/devices' },
]

/** What an administrator alone sets, for the whole community. */
export const adminStops: readonly Stop[] = [
  {
    name: 'how accurate positions are to be',
    path: '/desk/plan',
    act: async (page) => (
      await button(page, /^(更多|More)$/).click(),
      await page.getByRole('menuitem', { name: /^(定位精度|Position accuracy)$/ }).click(),
      sheet(page)
    ),
  },
]

/** A way inside the running app, as back and forward go it. */
const go = (page: Page, path: string): Promise<void> =>
  page.evaluate((to) => {
    history.pushState(null, '', to)
    dispatchEvent(new PopStateEvent('popstate', { state: null }))
  }, path)

/**
 * There, with everything shown that is going to be shown. Between two stops lies a page that is not
 * there: what one leaves behind is gone.
 */
export async function arrive(page: Page, { path, act }: Stop): Promise<void> {
  const between = page.getByRole('heading', { name: /^(没有这个页面|No such page)$/ })
  await go(page, '/between')
  await between.waitFor()
  if (!path.startsWith('/nowhere')) {
    await go(page, path)
    await between.waitFor({ state: 'detached' })
  }
  await page.getByRole('heading').or(page.getByRole('dialog')).first().waitFor()
  await page.waitForFunction(() => !document.querySelector('[aria-busy="true"]'))
  await act?.(page)
  await stillness(page)
}

/** As a person would set it on the Me screen, for the next start. */
export const setUp = (
  page: Page,
  settings: { locale?: 'zh-CN' | 'en'; theme?: 'light' | 'dark' },
): Promise<void> =>
  page.evaluate((change) => {
    const key = 'gridwalk.settings'
    localStorage.setItem(
      key,
      JSON.stringify({ ...(JSON.parse(localStorage.getItem(key) ?? '{}') as object), ...change }),
    )
  }, settings)
