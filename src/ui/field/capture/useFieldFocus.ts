// Brings a part of the form before the person, by the name it bears (`data-field`). The parts lie
// in components of every depth, and a kind brings its own: the page is the one place they share.

export function useFieldFocus() {
  return (field: string): void => {
    const found = document.querySelector<HTMLElement>(`[data-field="${field}"]`)
    found?.scrollIntoView({ block: 'center' })
    found
      ?.querySelector<HTMLElement>('button:not(:disabled), input, select, textarea')
      ?.focus({ preventScroll: true })
  }
}
