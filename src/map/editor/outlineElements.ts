// Marks of the editor, built as elements: the page's policy takes no HTML as text.

/** A finger reaches farther than the drawing. */
export const markSide = { corner: 44, edge: 36 } as const

export function markElement(kind: 'corner' | 'edge'): HTMLElement {
  const element = document.createElement('span')
  element.className = `outline-${kind}`
  element.setAttribute('aria-hidden', 'true')
  return element
}

/** At the spot where two edges cross. */
export function bangElement(): HTMLElement {
  const element = document.createElement('span')
  element.className = 'outline-bang'
  element.setAttribute('aria-hidden', 'true')
  element.textContent = '!'
  return element
}

/** In the middle of the map, where the keyboard puts a corner. */
export function middleElement(): HTMLElement {
  const element = document.createElement('span')
  element.className = 'outline-middle'
  element.setAttribute('aria-hidden', 'true')
  return element
}
