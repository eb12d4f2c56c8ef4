// How each kind is filled in and shown; browser only, so that the list of kinds itself runs
// anywhere.
import { defineAsyncComponent, type Component } from 'vue'
import type { KindKey } from './kinds.ts'

export interface KindForms {
  /** Fills the body in: `v-model` is the body, `save` asks to keep it at once. */
  form: Component
  /** Says the body in a few lines: prop `body`. */
  summary: Component
  /**
   * Corrects the body while it is accepted: prop `body`, `v-model` the fields that differ, as a
   * step carries them.
   */
  grading?: Component
}

/** Each kind of the list must stand here; the compiler asks for the missing one. */
export const forms = {
  hazard: {
    form: defineAsyncComponent(() => import('./hazard/HazardForm.vue')),
    summary: defineAsyncComponent(() => import('./hazard/HazardSummary.vue')),
    grading: defineAsyncComponent(() => import('./hazard/HazardGrading.vue')),
  },
  visit: {
    form: defineAsyncComponent(() => import('./visit/VisitForm.vue')),
    summary: defineAsyncComponent(() => import('./visit/VisitSummary.vue')),
  },
} satisfies Record<KindKey, KindForms>

/** Undefined for a kind that a later version brought. */
export const formsOf = (kind: string): KindForms | undefined =>
  Object.hasOwn(forms, kind) ? forms[kind as keyof typeof forms] : undefined
