// Whoever walks by keyboard or is read to is never nowhere: a new screen begins at its heading, and
// what goes from under the focus gives it to what stood around it.

const isTyped = (element: Element): boolean =>
  element.matches('textarea, input:not([type=checkbox], [type=radio])')
const stops =
  'a[href], button:enabled, input:enabled, select:enabled, textarea:enabled, [tabindex="0"]'

const isThere = (element: Element): boolean =>
  element.isConnected &&
  !element.matches(':disabled') &&
  !element.closest('[inert], [aria-hidden="true"]') &&
  element.checkVisibility({ visibilityProperty: true })

const isNowhere = (page: Document): boolean =>
  page.activeElement === null || page.activeElement === page.body

/** What holds the keyboard itself, and gives it back when it closes. */
const liesOnTop = (page: Document): boolean =>
  page.querySelector('[role="dialog"], [role="alertdialog"], dialog[open]') !== null

/** To the heading of what is shown, or to its main part where the heading is not seen. */
export function focusScreen(page: Document = document): void {
  if (liesOnTop(page)) return
  const heading = [...page.querySelectorAll<HTMLElement>('h1, h2')].find(isThere)
  const isSeen = heading && !heading.classList.contains('visually-hidden')
  const target = isSeen ? heading : page.querySelector<HTMLElement>('main')
  if (!target) return
  target.tabIndex = -1
  target.focus({ preventScroll: true })
}

/** Watches for the rest of the page's life. @param first has the focus already. */
export function keepFocus(page: Document, first: EventTarget | null): void {
  let last: Element | null = null
  let around: Element[] = []

  function note(target: EventTarget | null): void {
    if (!(target instanceof Element)) return
    last = target
    around = []
    for (let at = last.parentElement; at; at = at.parentElement) around.push(at)
  }
  note(first)
  page.addEventListener('focusin', ({ target }) => note(target))

  function rescue(): void {
    if (!last || isThere(last) || !isNowhere(page)) return
    last = null
    const heading = page.querySelector('h1')
    for (const group of around) {
      if (!isThere(group)) continue
      if (group === page.body || (heading && group.contains(heading))) break
      const next = [...group.querySelectorAll<HTMLElement>(stops)].find(isThere)
      // Under a finger a field would bring up its keyboard, which nobody has asked for.
      if (next && isTyped(next) && matchMedia('(pointer: coarse)').matches) break
      if (next) return next.focus({ preventScroll: true })
    }
    focusScreen(page)
  }

  let isAsked = false
  new MutationObserver(() => {
    if (isAsked || !last || !isNowhere(page)) return
    isAsked = true
    // What takes its place may still be coming.
    setTimeout(() => {
      isAsked = false
      rescue()
    }, 50)
  }).observe(page, {
    childList: true,
    subtree: true,
    attributes: true,
    attributeFilter: ['inert', 'disabled'],
  })
}
