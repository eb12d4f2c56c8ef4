// What is said of a code that is typed and no longer in use: what became of its place.
import { createI18n } from 'vue-i18n'
import { createSSRApp } from 'vue'
import { renderToString } from 'vue/server-renderer'
import { expect, it, vi } from 'vitest'
import type { Place } from '#domain/place.ts'
import { useGoneCode } from '#ui/words/useGoneCode.ts'
import { zh } from '../everyWord.ts'

const aPlace = (code: string, more: Partial<Place> = {}) =>
  ({ code, name: `${code}号楼`, ...more }) as Place
const known = [aPlace('1', { retiredAt: 5 }), aPlace('2', { retiredAt: 5 }), aPlace('3')]

vi.mock('#state/useReference.ts', () => ({
  useReference: () => ({
    placeByCode: (typed: string) => known.find(({ code }) => code === typed),
    successorOf: ({ code }: Place) => (code === '1' ? known[2] : undefined),
  }),
}))

async function said(typed: string): Promise<string> {
  let text = ''
  const setup = () => {
    text = useGoneCode()(typed)
    return () => null
  }
  const i18n = createI18n({ legacy: false, locale: 'zh-CN', messages: { 'zh-CN': zh } })
  await renderToString(createSSRApp({ setup }).use(i18n))
  return text
}

it('names what stands in its stead, or that nothing does, and is silent of every other text', async () => {
  expect(await said(' 1 ')).toBe('1号楼已经不在了，现在是3号楼')
  expect(await said('2')).toBe('2号楼已经不在了')
  expect([await said('3'), await said('4')]).toEqual(['', ''])
})
