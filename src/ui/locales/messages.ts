// The words of the app. One language is loaded at a start, the other when somebody asks for it, and
// the words of an area when somebody goes there.
import { watch } from 'vue'
import { createI18n, type MessageCompiler } from 'vue-i18n'
import { wordsOfKinds } from '#kinds/forms.ts'
import type { Locale } from '#kinds/kindForms.ts'
import { useToast } from '#parts/toast.ts'

const ofTheApp = {
  'zh-CN': async () => (await import('./zh-CN/words.ts')).words,
  en: async () => (await import('./en/words.ts')).words,
} satisfies Record<Locale, () => Promise<object>>

const ofAnArea = {
  desk: {
    'zh-CN': async () => (await import('./zh-CN/deskWords.ts')).deskWords,
    en: async () => (await import('./en/deskWords.ts')).deskWords,
  },
  enrol: {
    'zh-CN': async () => (await import('./zh-CN/enrolWords.ts')).enrolWords,
    en: async () => (await import('./en/enrolWords.ts')).enrolWords,
  },
  maps: {
    'zh-CN': async () => (await import('./zh-CN/mapsWords.ts')).mapsWords,
    en: async () => (await import('./en/mapsWords.ts')).mapsWords,
  },
  patrol: {
    'zh-CN': async () => (await import('./zh-CN/patrolWords.ts')).patrolWords,
    en: async () => (await import('./en/patrolWords.ts')).patrolWords,
  },
  me: {
    'zh-CN': async () => (await import('./zh-CN/meWords.ts')).meWords,
    en: async () => (await import('./en/meWords.ts')).meWords,
  },
} satisfies Record<string, Record<Locale, () => Promise<object>>>

/** Screens whose words no start loads. */
export type WordsArea = keyof typeof ofAnArea

/** What the build has not made a function of (vite.config.ts) is its own text. */
const asItStands: MessageCompiler = (message) => () => message as string

export interface Messages {
  i18n: Awaited<ReturnType<typeof withWords>>
  /** Resolves when the words of the area are there, in whichever language is shown. */
  need(area: WordsArea): Promise<void>
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
  const needed = new Set<WordsArea>()
  const wordsOf = async (locale: Locale, areas: readonly WordsArea[]): Promise<object> =>
    Object.assign(
      {},
      ...(await Promise.all([
        ofTheApp[locale](),
        wordsOfKinds(locale),
        ...areas.map((area) => ofAnArea[area][locale]()),
      ])),
    ) as object

  const i18n = await withWords(settings.locale, (locale) => wordsOf(locale, []))
  const shown = i18n.global.locale as unknown as { value: Locale }
  // Its own type is as deep as the words, too deep for the compiler.
  const { t } = i18n.global as unknown as { t(key: string): string }
  async function show(locale: Locale): Promise<void> {
    const areas = [...needed]
    const words = await wordsOf(locale, areas)
    // Another may have been chosen, or more asked for, while these were on their way.
    if (settings.locale !== locale || needed.size !== areas.length) return show(settings.locale)
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

  const loaded = new Map<WordsArea, Promise<void>>()
  function load(area: WordsArea): Promise<void> {
    needed.add(area)
    return show(settings.locale).catch((error: unknown) => {
      // Asked for again with the next way there.
      needed.delete(area)
      loaded.delete(area)
      throw error
    })
  }
  return {
    i18n,
    need(area) {
      const words = loaded.get(area) ?? load(area)
      loaded.set(area, words)
      return words
    },
  }
}
