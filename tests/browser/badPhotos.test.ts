// Files that are no photos, through the real form: each refused with a sentence, and what was good
// stays.
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { png } from '../client/photos/imageHeads.ts'
import { type PhotoFile, photosOf } from './aPhoto.ts'
import { button, noteField, photoTiles, pickPhotos } from './fieldActs.ts'
import { aBrowser, aPerson, aServer, type Person, type Server } from './stage.ts'

let browser: Browser
let server: Server
let worker: Person
let page: Page
const note = '楼道灯时亮时灭'

const named = (name: string, buffer: Buffer): PhotoFile => ({
  name,
  mimeType: 'image/jpeg',
  buffer,
})

beforeAll(async () => {
  ;[server, browser] = await Promise.all([aServer(), aBrowser()])
  worker = await aPerson(browser, server, 'worker1')
  const good = await photosOf(browser, 1)
  page = await worker.restart('/report')
  await pickPhotos(page, good)
  await noteField(page).fill(note)
  await page.getByText('草稿、1张照片已存本机').waitFor()
})
afterAll(async () => {
  await browser?.close()
  await server?.close()
})

async function refusalOf(files: readonly PhotoFile[]): Promise<string> {
  await button(page, '加拍').click()
  await pickPhotos(page, files)
  const alert = page.getByRole('alert').filter({ hasText: '没有加入' })
  await alert.waitFor()
  const words = await alert.innerText()
  await alert.getByRole('button', { name: '知道了' }).click()
  await alert.waitFor({ state: 'hidden' })
  return words.replace(/\s+/g, ' ')
}

describe('the form refuses with a sentence', () => {
  it.each([
    [
      'an empty file',
      () => named('空.jpg', Buffer.alloc(0)),
      '空.jpg · 这个文件是空的，没有加入。',
    ],
    [
      'a text that calls itself a JPEG',
      () => named('文字.jpg', Buffer.from('这不是照片')),
      '文字.jpg · 这个文件不是照片，没有加入。可用 JPEG、PNG 或 WebP。',
    ],
    [
      'a photo that was cut off',
      () => named('断.jpg', Buffer.of(0xff, 0xd8, 0xff, 0xe0, 0, 16)),
      '断.jpg · 这张照片读不出来，没有加入。请重拍，或另选一张。',
    ],
    [
      'a picture of 900 million pixels in a few bytes',
      () => named('大图.png', Buffer.from(png(30_000, 30_000))),
      '大图.png · 照片像素太多（上限',
    ],
  ])('%s', async (_, file, sentence) => {
    const words = await refusalOf([file()])
    expect(words).toContain('1张照片没有加入')
    expect(words).toContain(sentence)
    expect(words).toContain('其余照片和填的内容都在。')
  })

  it('a file of 61 MB', async () => {
    // Too large for the way from test to browser: made in the page and dropped into the input as a
    // person's choice is.
    await button(page, '加拍').click()
    await button(page, '从相册').waitFor()
    await page
      .locator('input[type=file][multiple]')
      .last()
      .evaluate((input: HTMLInputElement) => {
        const chosen = new DataTransfer()
        chosen.items.add(new File([new ArrayBuffer(61e6)], '巨大.jpg', { type: 'image/jpeg' }))
        input.files = chosen.files
        input.dispatchEvent(new Event('change'))
      })
    const alert = page.getByRole('alert').filter({ hasText: '没有加入' })
    await alert.waitFor()
    expect(await alert.innerText()).toContain('照片文件太大（上限')
    await alert.getByRole('button', { name: '知道了' }).click()
  })
})

describe('what was good', () => {
  it('is taken in beside the bad ones of the same choice', async () => {
    const [, second] = await photosOf(browser, 2)
    const words = await refusalOf([
      named('空.jpg', Buffer.alloc(0)),
      second!,
      named('文字.jpg', Buffer.from('文字')),
    ])
    expect(words).toContain('2张照片没有加入')
    const again = await refusalOf([
      named('空.jpg', Buffer.alloc(0)),
      named('也空.jpg', Buffer.alloc(0)),
    ])
    expect(again, 'one reason for both is said once').toContain(
      '空.jpg、也空.jpg · 这个文件是空的，没有加入。',
    )
    await expect.poll(() => photoTiles(page).count()).toBe(2)
  })

  it('is all there, in the form and after a new start', async () => {
    expect(await noteField(page).inputValue()).toBe(note)
    page = await worker.restart('/report')
    await page.getByText('上次没存完的草稿，已经找回').waitFor()
    await expect.poll(() => photoTiles(page).count()).toBe(2)
    expect(await noteField(page).inputValue()).toBe(note)
    expect(worker.trouble.take()).toEqual([])
  })
})
