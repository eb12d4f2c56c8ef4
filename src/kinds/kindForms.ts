// How a kind is filled in and shown; browser only, so that the list of kinds itself runs anywhere.
import type { Component } from 'vue'
import type { Instant } from '#domain/ids.ts'
import type { PlaceType } from '#domain/place.ts'

/** What the app tells a form, beside its body. */
export interface FormContext {
  /** How often each of what the kind counts was reported here (`usageOf`). */
  usage: Readonly<Record<string, number>>
  placeType?: PlaceType
  startedAt: Instant
  isBusy: boolean
  /** Something is being put right: nothing is saved by one tap. */
  isAmending: boolean
  /** Who may have gone along, where the kind asks. */
  companions: readonly { id: string; name: string }[]
}

export type Locale = 'zh-CN' | 'en'

export interface KindForms {
  /**
   * Fills the body in: `v-model` is the body, prop `context` a FormContext, `save` asks to keep it
   * at once. Where the rest of the form stands among its fields it says itself, by its slots:
   * `photos`, `place`, `nearby`, `note`, `after`.
   */
  form: Component
  /**
   * What can be said where the photo was taken, so that the form has nothing left to ask: `v-model`
   * is the body, prop `context` a FormContext, `chosen` goes on to the form.
   */
  shot?: Component
  /** Says the body in a few lines: prop `body`. */
  summary: Component
  /**
   * Corrects the body while it is accepted: prop `body`, `v-model` the fields that differ, as a
   * step carries them.
   */
  grading?: Component
  /** Its title in Latin letters, as it is typed to find it; absent where nothing is spelt out. */
  spelling?: () => Promise<(body: Record<string, unknown>) => string>
  /** Its messages, under the prefix that it names (`words` in kind.ts). */
  words: Readonly<Record<Locale, () => Promise<Record<string, unknown>>>>
}
