// What a person does on the phone's screens, by the names they read there, in either language.
import type { Locator, Page } from 'playwright-core'
import type { PhotoFile } from './aPhoto.ts'

export const button = (page: Page | Locator, name: string | RegExp): Locator =>
  page.getByRole('button', { name })

/** From the open camera to the phone's gallery; several at once. */
export async function pickPhotos(page: Page, files: readonly PhotoFile[]): Promise<void> {
  const [chooser] = await Promise.all([
    page.waitForEvent('filechooser'),
    button(page, /^(从相册|Gallery)$/).click(),
  ])
  await chooser.setFiles([...files])
}

/** The photos that lie in the form. */
export const photoTiles = (page: Page | Locator): Locator => button(page, /^(查看照片|View photo)/)

export async function chooseType(page: Page, typed: string, name: RegExp): Promise<void> {
  await button(page, /^(更多类型|More types)$/).click()
  const sheet = page.getByRole('dialog')
  await sheet.getByRole('searchbox').fill(typed)
  await sheet.getByRole('button', { name }).first().click()
  await sheet.waitFor({ state: 'hidden' })
}

export async function choosePlace(page: Page, code: string, name: RegExp): Promise<void> {
  await button(page, /^(地点：|Place: )/).click()
  const sheet = page.getByRole('dialog')
  await sheet.getByRole('searchbox').fill(code)
  await sheet.getByRole('button', { name }).first().click()
  await sheet.waitFor({ state: 'hidden' })
}

export const noteField = (page: Page): Locator =>
  page.getByRole('textbox', { name: /^(说明|Note)$/ })
export const saveButton = (page: Page): Locator =>
  button(page, /^(保存到本机|补正重报|Save on this phone|Send again)$/)
/** On Today; who has walked today already walks again. */
export const patrolButton = (page: Page): Locator =>
  button(page, /^(开始巡查|再走一次|继续巡查)$/).first()
export const tab = (page: Page, name: RegExp): Locator =>
  page.getByRole('navigation').getByRole('link', { name })

/** A step back in history that is still under way cancels it: what lies on top has just closed. */
const retryIfCancelled = async (load: () => Promise<unknown>): Promise<void> => {
  await load().catch((error: Error) => {
    if (!/net::ERR_ABORTED|interrupted by another navigation/.test(error.message)) throw error
    return load()
  })
}

/** Loads the page again; who meets a step back pulls once more. */
export const reload = (page: Page): Promise<void> => retryIfCancelled(() => page.reload())

/** Opens an address, as one that was typed or tapped elsewhere. */
export const goTo = (page: Page, url: string): Promise<void> =>
  retryIfCancelled(() => page.goto(url))
