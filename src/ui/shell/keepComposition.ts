// While an input method composes, its keys are its own: Enter takes a word and Escape drops it.
// Stopped before anybody else can hear them, so that no field, form, dialog or shortcut has to
// think of it.

/** Safari ends a composition with a key that is no part of it any more; the code of old tells. */
export const isComposing = (event: Pick<KeyboardEvent, 'isComposing' | 'keyCode'>): boolean =>
  event.isComposing || event.keyCode === 229

export function keepComposition(page: Pick<Window, 'addEventListener'>): void {
  for (const type of ['keydown', 'keypress', 'keyup'] as const) {
    page.addEventListener(type, (event) => isComposing(event) && event.stopImmediatePropagation(), {
      capture: true,
    })
  }
}
