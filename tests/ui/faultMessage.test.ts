// What is said of an act that went wrong: that what did not arrive waits here, where it does; and
// of an act that waits nowhere nothing of the kind.
import { createI18n } from 'vue-i18n'
import { createSSRApp } from 'vue'
import { renderToString } from 'vue/server-renderer'
import { expect, it } from 'vitest'
import { type Fault, fault } from '#domain/fault.ts'
import { planErrors } from '#domain/plan/planProblem.ts'
import { useFaultMessage } from '#ui/words/useFaultMessage.ts'
import { en, zh } from '../everyWord.ts'

async function said(locale: string, what: Fault, waits = true): Promise<string> {
  let text = ''
  const setup = () => {
    text = useFaultMessage({ waits }).faultMessage(what)
    return () => null
  }
  const i18n = createI18n({ legacy: false, locale, messages: { en, 'zh-CN': zh } })
  await renderToString(createSSRApp({ setup }).use(i18n))
  return text
}

/** What promises that somebody else will do it, or that it lies here. */
const promises = { en: /automatic|on this phone|will be (sent|tried)/i, 'zh-CN': /自动|在本机/ }
const ofTheServer: Fault['code'][] = [
  ...(['malformed', 'tooLarge', 'tooManyRequests', 'internal', 'signedOut'] as const),
  ...(['offline', 'notOurAnswer', 'serverBusy', 'serverFull', 'serverDamaged'] as const),
]

it.each(['en', 'zh-CN'] as const)(
  'an act of the desk that did not get there is not said to wait, in %s',
  async (locale) => {
    for (const code of ofTheServer)
      expect(await said(locale, fault(code), false)).not.toMatch(promises[locale])
    expect(await said(locale, fault('offline'))).toMatch(promises[locale])
  },
)

it('what is wrong with a plan that is refused is said in words', async () => {
  const refused = (problem: string) =>
    fault('planInvalid', { problem, name: '3号楼', code: '3-2', by: '四号楼' })
  expect(await said('zh-CN', refused('codeTaken'))).toContain('（编码3-2已经是“四号楼”的：3号楼）')
  for (const problem of planErrors)
    expect(await said('en', refused(problem))).not.toContain(problem)
})
