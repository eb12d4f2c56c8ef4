// Somebody before a screen of an engine: what they read, tap and type. One vocabulary for every
// story.
import type { MemberId } from '#domain/ids.ts'
import type { Server } from '../browser/stage.ts'
import { type Page, until } from './engine.ts'

/** A text of the app's, taken as it stands. */
export const exactly = (text: string): string => text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')

/** What the screens say of a storage that does not answer, or is empty. */
export const trouble = /本机的存储|浏览器清掉了/

export interface Person {
  page: Page
  words(): Promise<string>
  sees(what: string | RegExp, timeoutMs?: number): Promise<unknown>
  /** By its words. */
  tap(what: RegExp, nth?: number): Promise<unknown>
  /** The link that leads there. */
  follow(path: string): Promise<unknown>
  type(selector: string, text: string): Promise<unknown>
  /** By its address; the page is another one when this resolves. */
  goes(path: string): Promise<void>
  /** Likewise, by the browser's own button. */
  reloads(): Promise<void>
}

/**
 * In the page: taps what a finger in its middle would touch; false where that is something else, or
 * nothing yet.
 */
function touch(source: string, index: number, path?: string): boolean {
  const onTop =
    [...document.querySelectorAll('[role=dialog], [role=alertdialog]')]
      .filter((each) => each.getClientRects().length > 0)
      .at(-1) ?? document
  const all = [...onTop.querySelectorAll<HTMLElement>('button, a, [role=button]')]
    .filter(
      (each) =>
        new RegExp(source).test(each.getAttribute('aria-label') ?? each.innerText.trim()) &&
        each.getClientRects().length > 0,
    )
    .filter((each) => path === undefined || (each as HTMLAnchorElement).pathname === path)
  const found = all[index]
  if (!found) return false
  found.scrollIntoView({ block: 'center' })
  const box = found.getBoundingClientRect()
  const touched = document.elementFromPoint(box.x + box.width / 2, box.y + box.height / 2)
  if (
    !touched ||
    !found.contains(touched) ||
    (found as HTMLButtonElement).disabled ||
    found.ariaDisabled === 'true'
  )
    return false
  found.click()
  return true
}

/** @param pageNow an engine that was killed has another one. */
export function aPerson(server: Pick<Server, 'url'>, pageNow: () => Page): Person {
  /** The one before may still answer for a while. */
  async function anotherPage(leave: () => Promise<unknown>): Promise<void> {
    // One that is still being left for this one does not answer, and is asked again.
    await until('a page to leave', () =>
      person.page.run(() => (document.documentElement.dataset['isLeft'] = 'true')),
    )
    await leave()
    await until('another page', () =>
      person.page.run(() => document.body !== null && !document.documentElement.dataset['isLeft']),
    )
  }
  const person: Person = {
    get page() {
      return pageNow()
    },
    words: () => person.page.run(() => document.body.innerText),
    sees: (what, timeoutMs) =>
      until(
        String(what),
        async () => {
          const text = await person.words()
          if (new RegExp(what).test(text)) return true
          throw new Error(`what stands there: ${text}`)
        },
        timeoutMs,
      ),
    tap: (what, nth = 0) =>
      until(`something to tap: ${what.source}`, () => person.page.run(touch, what.source, nth)),
    follow: (path) => until(`a link to ${path}`, () => person.page.run(touch, '', 0, path)),
    type: (selector, text) =>
      until(selector, () =>
        person.page.run(
          (where: string, value: string) => {
            const field = [...document.querySelectorAll<HTMLInputElement>(where)].find(
              (each) => each.getClientRects().length > 0,
            )
            if (!field) return false
            field.focus()
            document.execCommand('insertText', false, value)
            return true
          },
          selector,
          text,
        ),
      ),
    goes: (path) => anotherPage(() => person.page.go(server.url + path)),
    // Not the driver's own reload: Firefox's goes past the service worker.
    reloads: () =>
      anotherPage(() => person.page.run(() => void setTimeout(() => location.reload()))),
  }
  return person
}

/** By an invite, as anybody; the app's files are kept when this resolves. */
export async function enrol(
  person: Person,
  server: Pick<Server, 'inviteUrl'>,
  member: MemberId,
): Promise<void> {
  await person.page.go(await server.inviteUrl(member))
  await person.tap(/^绑定这台/)
  await until('the first screen', () => person.page.run(() => location.pathname !== '/enrol'))
  await until('the service worker', () =>
    person.page.run(() => navigator.serviceWorker.ready.then(() => true)),
  )
}
