// A language is shown once all its words are there, those of the desk too for who has been there;
// until then the words before stay. No page is shown before the words that name it.
import { afterEach, expect, test, vi } from 'vitest'
import { nextTick, reactive } from 'vue'
import { useToast } from '#parts/toast.ts'
import { desk as enDesk } from '#ui/locales/en/desk.ts'
import { enrol as enEnrol } from '#ui/locales/en/enrol.ts'
import { maps as enMaps } from '#ui/locales/en/maps.ts'
import { patrol as enPatrol } from '#ui/locales/en/patrol.ts'
import { words as en } from '#ui/locales/en/words.ts'
import { desk as zhDesk } from '#ui/locales/zh-CN/desk.ts'
import { words as zh } from '#ui/locales/zh-CN/words.ts'

const network = vi.hoisted(() => ({
  isThere: true,
  /** What is asked for stays on its way until this resolves. */
  arrival: Promise.resolve(),
}))
// A file that this phone has never loaded.
vi.mock('#ui/locales/en/deskWords.ts', async (load) => {
  const { deskWords } = await load<typeof import('#ui/locales/en/deskWords.ts')>()
  return {
    get deskWords() {
      if (!network.isThere) throw new TypeError('Failed to fetch dynamically imported module')
      return network.arrival.then(() => deskWords)
    },
  }
})

// The pages' addresses alone: no history of a browser, no screens.
vi.mock('vue-router', async (load) => {
  const real = await load<typeof import('vue-router')>()
  return { ...real, createWebHistory: real.createMemoryHistory }
})
vi.mock('#parts/overlays.ts', () => ({
  overlays: () => ({ clear: () => Promise.resolve(), note: () => undefined }),
}))
vi.mock('#state/useStorageTrouble.ts', () => ({ useStorageTrouble: () => ({ trouble: null }) }))
vi.mock('#ui/field/today/TodayScreen.vue', () => ({ default: {} }))

import { createMessages, type Messages } from '#ui/locales/messages.ts'
import { createAppRouter } from '#ui/shell/router.ts'

const wordsOf = ({ i18n }: Messages) =>
  i18n.global as unknown as { t(key: string): string; locale: { value: string } }

async function atTheDesk() {
  const settings = reactive<{ locale: 'zh-CN' | 'en' }>({ locale: 'zh-CN' })
  const messages = await createMessages(settings)
  await messages.need('desk')
  const { t, locale } = wordsOf(messages)
  return { settings, read: () => [locale.value, t('field.loading'), t('desk.nav.reports')] }
}
const inEnglish = ['en', en.field.loading, enDesk.nav.reports]
const inChinese = ['zh-CN', zh.field.loading, zhDesk.nav.reports]
const { toasts, dismiss } = useToast()

afterEach(() => {
  network.isThere = true
  network.arrival = Promise.resolve()
  for (const { id } of [...toasts]) dismiss(id)
})

test('a language whose words of the desk cannot be loaded is not chosen, and the person is told', async () => {
  const { settings, read } = await atTheDesk()
  network.isThere = false
  settings.locale = 'en'
  await vi.waitFor(() => expect(toasts.map(({ text }) => text)).toEqual([zh.field.languageMissing]))
  expect([settings.locale, ...read()]).toEqual(['zh-CN', ...inChinese])
})

test('chosen again once there is a connection it is shown', async () => {
  const { settings, read } = await atTheDesk()
  network.isThere = false
  settings.locale = 'en'
  await vi.waitFor(() => expect(settings.locale).toBe('zh-CN'))
  network.isThere = true
  await nextTick()
  settings.locale = 'en'
  await vi.waitFor(() => expect(read()).toEqual(inEnglish))
})

test('of two choices in a row the last is shown, whichever words came last', async () => {
  const { settings, read } = await atTheDesk()
  let arrive!: () => void
  network.arrival = new Promise((resolve) => (arrive = resolve))
  settings.locale = 'en'
  await nextTick()
  settings.locale = 'zh-CN'
  await nextTick()
  arrive()
  await network.arrival
  await new Promise((resolve) => setTimeout(resolve))
  expect(read()).toEqual(inChinese)
})

test('who could not get to the desk can still choose a language of the field', async () => {
  const settings = reactive<{ locale: 'zh-CN' | 'en' }>({ locale: 'en' })
  const messages = await createMessages(settings)
  const { t } = wordsOf(messages)
  network.isThere = false
  await expect(messages.need('desk')).rejects.toThrow('Failed to fetch')
  settings.locale = 'zh-CN'
  await vi.waitFor(() => expect(t('field.loading')).toBe(zh.field.loading))
  settings.locale = 'en'
  await vi.waitFor(() => expect(t('field.loading')).toBe(en.field.loading))
})

test('of two areas asked for at once, both are there', async () => {
  const messages = await createMessages(reactive({ locale: 'en' as const }))
  const { t } = wordsOf(messages)
  await Promise.all([messages.need('enrol'), messages.need('desk'), messages.need('enrol')])
  expect([t('enrol.title'), t('desk.nav.reports')]).toEqual([enEnrol.title, enDesk.nav.reports])
})

const noWords = () => Promise.resolve()
const routerFor = (isAllowed: boolean, need: Messages['need']) => {
  const session = { member: { roles: ['gridWorker'] }, hasAbility: () => isAllowed }
  const router = createAppRouter(session as never, need)
  for (const { components } of router.getRoutes())
    if (components) components.default = { render: () => null }
  return router
}

/** What a page would be called in raw keys, where the app begins at it or with its refusal. */
async function unnamedAt(index: number, locale: 'zh-CN' | 'en', isAllowed: boolean) {
  const messages = await createMessages(reactive({ locale }))
  const router = routerFor(isAllowed, messages.need)
  const { name, path, meta } = router.getRoutes()[index]!
  await router.push(path.replace(/:\w+(\(.*\))?[*?]?/g, 'x'))
  expect(router.currentRoute.value.name).toBe(isAllowed || !meta.needs ? name : 'notAllowed')
  const { te } = messages.i18n.global as unknown as { te(key: string): boolean }
  return te(meta.titleKey) ? [] : [meta.titleKey]
}

test.each(['zh-CN', 'en'] as const)(
  'a page is named in words that are there with it, also to whoever it is not for: %s',
  async (locale) => {
    vi.stubGlobal('window', { matchMedia: () => ({ matches: false }) })
    const titled = [...routerFor(true, noWords).getRoutes().entries()].filter(
      ([, { meta }]) => meta.titleKey,
    )
    const unnamed = await Promise.all(
      titled.flatMap(([index]) => [true, false].map((may) => unnamedAt(index, locale, may))),
    )
    vi.unstubAllGlobals()
    expect(titled.length).toBeGreaterThan(20)
    expect(unnamed.flat()).toEqual([])
  },
)

test('the map says in words what can be done at a point of a patrol', async () => {
  vi.stubGlobal('window', { matchMedia: () => ({ matches: false }) })
  const messages = await createMessages(reactive({ locale: 'en' as const }))
  await routerFor(true, messages.need).push('/map')
  vi.unstubAllGlobals()
  const { t } = wordsOf(messages)
  expect([t('patrol.fine'), t('maps.title')]).toEqual([enPatrol.fine, enMaps.title])
})
