// How each kind is filled in and shown. Each kind of kindList.ts must stand here; the compiler asks
// for the missing one.
import { defineAsyncComponent } from 'vue'
import type { KindForms } from './kindForms.ts'
import type { KindKey } from './kinds.ts'

export const formList = {
  hazard: {
    form: defineAsyncComponent(() => import('./hazard/HazardForm.vue')),
    summary: defineAsyncComponent(() => import('./hazard/HazardSummary.vue')),
    shot: defineAsyncComponent(() => import('./hazard/HazardShotTypes.vue')),
    grading: defineAsyncComponent(() => import('./hazard/HazardGrading.vue')),
    spelling: async () => (await import('./hazard/hazardSpellings.ts')).spellHazard,
    words: {
      'zh-CN': async () => (await import('./hazard/words/zh-CN.ts')).words,
      en: async () => (await import('./hazard/words/en.ts')).words,
    },
  },
  visit: {
    form: defineAsyncComponent(() => import('./visit/VisitForm.vue')),
    summary: defineAsyncComponent(() => import('./visit/VisitSummary.vue')),
    words: {
      'zh-CN': async () => (await import('./visit/words/zh-CN.ts')).words,
      en: async () => (await import('./visit/words/en.ts')).words,
    },
  },
} satisfies Record<KindKey, KindForms>
