// The words of the app. One language is loaded at a start, the other when somebody asks for it.
import { watch } from 'vue'
import { createI18n, type MessageCompiler } from 'vue-i18n'
import { wordsOfKinds } from '#kinds/forms.ts'
import type { Locale } from '#kinds/kindForms.ts'

const ofTheApp = {
  'zh-CN': async () => (await import('./zh-CN/words.ts')).words,
  en: async () => (await import('./en/words.ts')).words,
} satisfies Record<Locale, () => Promise<object>>

async function load(locale: Locale): Promise<object> {
  const [words, more] = await Promise.all([ofTheApp[locale](), wordsOfKinds(locale)])
  return { ...words, ...more }
}

/** What the build has not made a function of (vite.config.ts) is its own text. */
const asItStands: MessageCompiler = (message) => () => message as string

export async function createMessages(settings: { locale: Locale }) {
  const i18n = createI18n({
    legacy: false,
    locale: settings.locale,
    fallbackLocale: settings.locale,
    messages: { [settings.locale]: await load(settings.locale) } as never,
    missingWarn: import.meta.env.DEV,
    fallbackWarn: false,
    messageCompiler: asItStands,
  })
  watch(
    () => settings.locale,
    async (locale) => {
      const words = await load(locale)
      i18n.global.setLocaleMessage(locale as never, words as never)
      ;(i18n.global.locale as unknown as { value: Locale }).value = locale
    },
  )
  return i18n
}
