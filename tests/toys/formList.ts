// Stands in for src/kinds/formList.ts (withToys.ts).
import { defineAsyncComponent } from 'vue'
import type { KindForms } from '#kinds/kindForms.ts'
import { formList as real } from '../../src/kinds/formList.ts'
import type { kindList } from './kindList.ts'

export const formList = {
  ...real,
  parcel: {
    form: defineAsyncComponent(() => import('./parcel/ParcelForm.vue')),
    summary: defineAsyncComponent(() => import('./parcel/ParcelSummary.vue')),
    words: {
      'zh-CN': async () => (await import('./parcel/words/zh-CN.ts')).words,
      en: async () => (await import('./parcel/words/en.ts')).words,
    },
  },
} satisfies Record<(typeof kindList)[number]['key'], KindForms>
