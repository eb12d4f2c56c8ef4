// Somebody who has no pointer: walks with Tab and the arrows, acts with Enter, Space and Escape.
// After every key the focus is looked at: it is seen, it lies on nothing hidden, and what lies on
// top holds it.
import type { Locator, Page } from 'playwright-core'
import { expect } from 'vitest'
import { wrongAtRest } from './stillness.ts'

/** What is wrong with where the focus is, in words; empty when all is well. */
const troubleWithFocus = (page: Page): Promise<string> =>
  page.evaluate(() => {
    const at = document.activeElement
    const name = (element: Element): string =>
      `${element.localName}.${element.getAttribute('class')?.split(' ')[0] ?? ''} “${(element.getAttribute('aria-label') ?? element.textContent ?? '').trim().slice(0, 30)}”`
    const onTop = [
      ...document.querySelectorAll('[role=dialog], [role=alertdialog], [role=menu], dialog[open]'),
    ]
      .filter((each) => each.checkVisibility())
      .at(-1)
    if (!at || at === document.body) return onTop ? 'outside of what lies on top' : 'nowhere'
    if (onTop && !onTop.contains(at)) return `${name(at)}, outside of what lies on top`
    const box = at.getBoundingClientRect()
    if (!at.checkVisibility({ visibilityProperty: true, opacityProperty: true }))
      return `${name(at)} is hidden`
    if (box.width < 2 || box.height < 2) return `${name(at)} has no extent`
    if (at.closest('[inert], [aria-hidden=true]')) return `${name(at)} is hidden from readers`
    const [x, y] = [
      Math.min(Math.max(box.left + box.width / 2, 1), innerWidth - 2),
      Math.min(Math.max(box.top + Math.min(box.height / 2, 24), 1), innerHeight - 2),
    ]
    if (box.bottom < 2 || box.top > innerHeight - 2) return `${name(at)} is out of sight`
    const there = document.elementFromPoint(x, y)
    const label = at.closest('label, .gw-control')
    const isSame = there && (at.contains(there) || there.contains(at) || label?.contains(there))
    if (there && !isSame) return `${name(at)} is covered by ${name(there)}`
    const isRinged = (element: Element, part?: string): boolean => {
      const style = getComputedStyle(element, part)
      const isLine = style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) >= 2
      return isLine && !/, 0\)$|^transparent$/.test(style.outlineColor)
    }
    const control = at.closest('.gw-control')
    // Where a link is a whole row, the ring is around the row.
    if (!isRinged(at) && !isRinged(at, '::after') && !(control && isRinged(control)))
      return `${name(at)} has no ring`
    return ''
  })

const troublesWithFocus = async (page: Page): Promise<string[]> => {
  const trouble = await troubleWithFocus(page)
  return trouble ? [trouble] : []
}

const isPastTheEnd = (page: Page): Promise<boolean> =>
  page.evaluate(
    () =>
      document.activeElement === document.body &&
      !document.querySelector('[role=dialog], [role=alertdialog]'),
  )

export interface Keyboard {
  /** From stop to stop until the focus is there. */
  to(target: Locator, key?: string): Promise<void>
  /** To it, and Enter. */
  act(target: Locator): Promise<void>
  press(key: string): Promise<void>
  type(words: string): Promise<void>
  /** The focus has come to rest on this. */
  isOn(target: Locator): Promise<void>
  /** Where the focus was seen in a wrong place, since the last look. */
  troubles(): string[]
}

export function byKeyboard(page: Page): Keyboard {
  const seen: string[] = []
  const isOn = (target: Locator): Promise<boolean> =>
    target.evaluate((element) => element === document.activeElement).catch(() => false)
  async function look(after: string): Promise<void> {
    const wrong = await wrongAtRest(page, troublesWithFocus)
    seen.push(...wrong.map((trouble) => `${after}: ${trouble}`))
  }
  async function to(target: Locator, key = 'Tab'): Promise<void> {
    await target.waitFor()
    for (let steps = 0; !(await isOn(target)); steps++) {
      if (steps > 120) throw new Error(`No way by ${key} to ${String(target)}`)
      await page.keyboard.press(key)
      // Past the last stop lies the browser, and after it the first one again.
      if (await isPastTheEnd(page)) continue
      await look(`${key} ${steps + 1} on the way to ${String(target)}`)
    }
  }
  return {
    to,
    act: async (target) => {
      await to(target)
      // It takes no key before it has stood there long enough to be meant (useOneTap.ts).
      await expect.poll(() => target.getAttribute('aria-disabled'), { timeout: 10_000 }).toBe(null)
      await page.keyboard.press('Enter')
      await page.waitForTimeout(150) // nobody's finger is on the next key before
    },
    press: (key) => page.keyboard.press(key),
    type: (words) => page.keyboard.type(words),
    isOn: (target) =>
      expect
        .poll(
          async () =>
            (await isOn(target)) ||
            (await page.evaluate(() => {
              const at = document.activeElement
              return `${at?.localName}.${at?.getAttribute('class') ?? ''} “${at?.textContent?.trim().slice(0, 40)}”`
            })),
          { message: `the focus is on ${String(target)}`, timeout: 5000 },
        )
        .toBe(true)
        .then(() => look(`on ${String(target)}`)),
    troubles: () => seen.splice(0),
  }
}
