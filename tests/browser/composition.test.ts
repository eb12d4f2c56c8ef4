// Keys of an input method compose words; they choose nothing, close nothing and send nothing. Real
// compositions, as Chromium gets them from a keyboard.
import type { Browser, CDPSession, Locator, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { button } from './fieldActs.ts'
import { aBrowser, aPerson, aServer, office, type Person, type Server } from './stage.ts'

let browser: Browser
let server: Server
let worker: Person
let secretary: Person

beforeAll(async () => {
  ;[server, browser] = await Promise.all([aServer(), aBrowser()])
  worker = await aPerson(browser, server, 'worker1')
  secretary = await aPerson(browser, server, 'secretary', office)
})
afterAll(async () => {
  await browser?.close()
  await server?.close()
})

/**
 * Composes in the focused field, presses a key in the midst of it, and takes the word or drops it.
 */
async function pressInComposition(
  page: Page,
  field: Locator,
  key: 'Enter' | 'Escape',
  text: string,
): Promise<void> {
  await field.focus()
  const wire: CDPSession = await page.context().newCDPSession(page)
  await wire.send('Input.imeSetComposition', {
    text,
    selectionStart: text.length,
    selectionEnd: text.length,
  })
  await wire.send('Input.dispatchKeyEvent', {
    type: 'rawKeyDown',
    key,
    code: key,
    windowsVirtualKeyCode: 229,
  })
  await wire.send('Input.dispatchKeyEvent', {
    type: 'keyUp',
    key,
    code: key,
    windowsVirtualKeyCode: 229,
  })
  await wire.send('Input.insertText', { text })
  // As Safari tells the key that ended the composition: no longer part of it, but for its code.
  await field.evaluate((element, name) => {
    const event = new KeyboardEvent('keydown', { key: name, bubbles: true, cancelable: true })
    Object.defineProperty(event, 'keyCode', { value: 229 })
    element.dispatchEvent(event)
  }, key)
}

describe('Enter that takes a word', () => {
  it('chooses no place', async () => {
    const page = await worker.restart('/report')
    await button(page, '拍好了').click()
    await button(page, /^地点：/).click()
    const sheet = page.getByRole('dialog')
    const field = sheet.getByRole('searchbox')
    await pressInComposition(page, field, 'Enter', '3')
    expect(await sheet.isVisible()).toBe(true)
    expect(await field.inputValue()).toBe('3')
    await field.press('Enter')
    await sheet.waitFor({ state: 'detached' })
  })

  it('does not empty the search of the map', async () => {
    const page = await worker.restart('/map')
    const field = page.getByRole('searchbox')
    await pressInComposition(page, field, 'Enter', '号楼')
    expect(await field.inputValue()).toBe('号楼')
    expect(await page.getByRole('dialog').count()).toBe(0)
  })
})

describe('Escape that drops a word', () => {
  it('closes no sheet', async () => {
    const page = await worker.restart('/report')
    await button(page, '拍好了').click()
    await button(page, '更多类型').click()
    const sheet = page.getByRole('dialog')
    await pressInComposition(page, sheet.getByRole('searchbox'), 'Escape', '井')
    expect(await sheet.isVisible()).toBe(true)
  })

  it('leaves neither the search of the desk nor a form at the desk', async () => {
    const page = await secretary.restart('/desk/reports?tab=all')
    await page.getByRole('row').nth(3).waitFor()
    const field = page.getByRole('searchbox')
    await pressInComposition(page, field, 'Escape', '井盖')
    expect(await field.inputValue()).toBe('井盖')
    await page.goto(`${server.url}/desk/reports?tab=mine`)
    await page.getByRole('row').nth(1).waitFor()
    await page.keyboard.press('j')
    await page.keyboard.press('Enter')
    await page.getByRole('region', { name: /^事项 / }).waitFor()
    await page.keyboard.press('b')
    const form = page.getByRole('form')
    await form.waitFor()
    await pressInComposition(page, form.getByRole('textbox').first(), 'Escape', '请')
    expect(await form.isVisible()).toBe(true)
    await page.keyboard.press('Escape')
    await form.waitFor({ state: 'detached' })
  })
})

describe('Escape in a search', () => {
  it('leaves the one of the desk with its words and what they found', async () => {
    const page = await secretary.restart('/desk/reports?tab=all')
    await page.getByRole('row').nth(3).waitFor()
    const field = page.getByRole('searchbox')
    await field.fill('井盖')
    await page.waitForURL(/%E4%BA%95/)
    await field.press('Escape')
    expect(await field.evaluate((element) => element === document.activeElement)).toBe(false)
    expect([await field.inputValue(), new URL(page.url()).search.includes('%E4%BA%95')]).toEqual([
      '井盖',
      true,
    ])
  })

  it('empties the one of the map, with what it had found, and leaves it then', async () => {
    const page = await worker.restart('/map')
    const field = page.getByRole('searchbox')
    await field.fill('W-104')
    await button(page, /W-104/).first().waitFor()
    await field.press('Escape')
    expect([await field.inputValue(), await button(page, /W-104/).count()]).toEqual(['', 0])
    await field.press('Escape')
    expect(await field.evaluate((element) => element === document.activeElement)).toBe(false)
  })

  it('does not close the sheet it stands in before it is empty', async () => {
    const page = await worker.restart('/report')
    await button(page, '拍好了').click()
    await button(page, '更多类型').click()
    const sheet = page.getByRole('dialog')
    await sheet.getByRole('searchbox').fill('井')
    await sheet.getByRole('searchbox').press('Escape')
    expect(await sheet.getByRole('searchbox').inputValue()).toBe('')
    expect(await sheet.isVisible()).toBe(true)
    await page.keyboard.press('Escape')
    await sheet.waitFor({ state: 'detached' })
  })
})

describe('the list of places in a sheet', () => {
  it('is as high as its rows, and the fifth can be tapped', async () => {
    const page = await worker.restart('/report')
    await button(page, '拍好了').click()
    await button(page, /^地点：/).click()
    const sheet = page.getByRole('dialog')
    await sheet.getByRole('searchbox').fill('W')
    const rows = sheet.locator('.gw-card .gw-list-row')
    await rows.nth(4).waitFor()
    const [card, fifth] = await Promise.all([
      sheet.locator('.gw-card').boundingBox(),
      rows.nth(4).boundingBox(),
    ])
    expect(card!.y + card!.height).toBeGreaterThanOrEqual(fifth!.y + fifth!.height)
    await rows.nth(4).tap()
    await sheet.waitFor({ state: 'detached' })
  })
})
