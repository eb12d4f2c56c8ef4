// What a report is called in every list: its kind, and what came of it where its kind knows.
import { expect, it } from 'vitest'
import { reportTitle } from '#ui/words/reportTitle.ts'
import { en, wordOf, zh } from '../everyWord.ts'

const inWordsOf = (messages: object) => (key: string) => String(wordOf(messages, key))
const aVisit = (result: string) => ({ kind: 'visit' as const, body: { visitKind: 'home', result } })

it('a visit that met nobody is told from one that met somebody', () => {
  const [closed, met] = ['not_home', 'nothing_new'].map((result) =>
    reportTitle(aVisit(result), inWordsOf(zh) as never),
  )
  expect(closed).not.toBe(met)
  expect(closed).toMatch(/ · .*没人|无人/)
  expect(reportTitle(aVisit('not_home'), inWordsOf(en) as never)).toMatch(/ · /)
})

it('a hazard is called by its type', () => {
  const hazard = { kind: 'hazard' as const, body: { type: 'manhole' } }
  expect(reportTitle(hazard, inWordsOf(zh) as never)).toBe('井盖缺损移位')
})
