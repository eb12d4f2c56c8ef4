// The words of the app. One language is loaded at a start, the other when somebody asks for it, and
// the words of the desk when somebody goes there.
import { watch } from 'vue'
import { createI18n, type MessageCompiler } from 'vue-i18n'
import { wordsOfKinds } from '#kinds/forms.ts'
import type { Locale } from '#kinds/kindForms.ts'
import { useToast } from '#parts/toast.ts'

const ofTheApp = {
  'zh-CN': async () => (await import('./zh-CN/words.ts')).words,
  en: async () => (await import('./en/words.ts')).words,
} satisfies Record<Locale, () => Promise<object>>

const ofTheDesk = {
  'zh-CN': async () => (await import('./zh-CN/deskWords.ts')).deskWords,
  en: async () => (await import('./en/deskWords.ts')).deskWords,
} satisfies Record<Locale, () => Promise<object>>

/** What the build has not made a function of (vite.config.ts) is its own text. */
const asItStands: MessageCompiler = (message) => () => message as string

export interface Messages {
  i18n: Awaited<ReturnType<typeof withWords>>
  /** Resolves when the words of the desk are there, in whichever language is shown. */
  needDesk(): Promise<void>
}

const withWords = async (locale: Locale, load: (locale: Locale) => Promise<object>) =>
  createI18n({
    legacy: false,
    locale,
    fallbackLocale: locale,
    messages: { [locale]: await load(locale) } as never,
    missingWarn: import.meta.env.DEV,
    fallbackWarn: false,
    messageCompiler: asItStands,
  })

export async function createMessages(settings: { locale: Locale }): Promise<Messages> {
  let needsDesk = false
  async function load(locale: Locale): Promise<object> {
    const words = [ofTheApp[locale](), wordsOfKinds(locale)]
    if (needsDesk) words.push(ofTheDesk[locale]())
    return Object.assign({}, ...(await Promise.all(words))) as object
  }

  const i18n = await withWords(settings.locale, load)
  const shown = i18n.global.locale as unknown as { value: Locale }
  // Its own type is as deep as the words, too deep for the compiler.
  const { t } = i18n.global as unknown as { t(key: string): string }
  async function show(locale: Locale): Promise<void> {
    const words = await load(locale)
    // Another may have been chosen while these were on their way.
    if (settings.locale !== locale) return show(settings.locale)
    i18n.global.setLocaleMessage(locale as never, words as never)
    shown.value = locale
  }
  watch(
    () => settings.locale,
    (locale) => {
      if (locale === shown.value) return
      // First use without a connection: what is read goes on being read, and the choice says so.
      show(locale).catch(() => {
        settings.locale = shown.value
        const text = t('field.languageMissing')
        useToast().show({ text, tone: 'attention', icon: 'circle-alert' })
      })
    },
  )

  let desk: Promise<void> | undefined
  return {
    i18n,
    needDesk: () => {
      needsDesk = true
      // What could not be loaded is asked for again with the next way to the desk.
      return (desk ??= show(settings.locale).catch((error: unknown) => {
        desk = undefined
        needsDesk = false
        throw error
      }))
    },
  }
}
