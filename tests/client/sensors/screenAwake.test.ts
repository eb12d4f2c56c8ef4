import { expect, it } from 'vitest'
import { keepAwake } from '#client/sensors/screenAwake.ts'

/** A browser that gives the screen when it is let. */
function aBrowser({ refuses = false } = {}) {
  const held: { released: boolean; release(): Promise<void> }[] = []
  const waiting: (() => void)[] = []
  const listeners = new Set<() => void>()
  const document = {
    visibilityState: 'visible',
    addEventListener: (_: string, listener: () => void) => listeners.add(listener),
    removeEventListener: (_: string, listener: () => void) => listeners.delete(listener),
  }
  const request = async () => {
    await new Promise<void>((resolve) => waiting.push(resolve))
    if (refuses) throw new DOMException('battery', 'NotAllowedError')
    const lock = { released: false, release: async () => void (lock.released = true) }
    held.push(lock)
    return lock
  }
  return {
    navigator: { wakeLock: { request } } as unknown as Navigator,
    document: document as unknown as Document,
    answer: async () => {
      waiting.splice(0).forEach((resolve) => resolve())
      await new Promise((resolve) => setTimeout(resolve))
    },
    show: (isVisible: boolean) => {
      document.visibilityState = isVisible ? 'visible' : 'hidden'
      listeners.forEach((listener) => listener())
    },
    asked: () => waiting.length,
    held: () => held.filter(({ released }) => !released).length,
    takeAway: () => held.forEach((lock) => (lock.released = true)),
    listeners,
  }
}

it('holds the screen once, however often the page comes back while it is asked', async () => {
  const browser = aBrowser()
  const letSleep = keepAwake(browser.navigator, browser.document)
  browser.show(true)
  expect(browser.asked()).toBe(1)
  await browser.answer()
  browser.show(true)
  expect([browser.asked(), browser.held()]).toEqual([0, 1])
  letSleep()
  expect([browser.held(), browser.listeners.size]).toEqual([0, 0])
})

it('asks again when the page is back and the browser had let go', async () => {
  const browser = aBrowser()
  keepAwake(browser.navigator, browser.document)
  await browser.answer()
  browser.show(false)
  browser.takeAway()
  browser.show(true)
  await browser.answer()
  expect(browser.held()).toBe(1)
})

it('holds nothing when it was let go before the browser answered', async () => {
  const browser = aBrowser()
  keepAwake(browser.navigator, browser.document)()
  await browser.answer()
  expect(browser.held()).toBe(0)
})

it('takes a refusal, and a browser that cannot, for no fault', async () => {
  const browser = aBrowser({ refuses: true })
  const letSleep = keepAwake(browser.navigator, browser.document)
  await browser.answer()
  letSleep()
  expect(() => keepAwake({} as Navigator, browser.document)()).not.toThrow()
})
