// What src/ui/locales/README.md asks of every word, as far as a machine can read.
import { expect, it } from 'vitest'
import { en, zh } from '../everyWord.ts'

const textsOf = (messages: object, path = ''): [path: string, text: string][] =>
  Object.entries(messages).flatMap(([key, value]) =>
    typeof value === 'string'
      ? [[`${path}${key}`, value] as [string, string]]
      : textsOf(value as object, `${path}${key}.`),
  )

interface Asked {
  of: object
  not: RegExp
  but: string
}
const asked: readonly Asked[] = [
  { of: zh, not: /送出|送达|发送|送完/, but: '上传' },
  { of: zh, not: /你/, but: '您' },
  { of: zh, not: /成功/, but: 'what is so now' },
  { of: zh, not: /！/, but: 'a calm sentence' },
  { of: zh, not: /\p{Script=Han}[,;:?]|[,;:?]\p{Script=Han}/u, but: 'Chinese punctuation' },
  { of: zh, not: /\p{Script=Han} \d|\d \p{Script=Han}/u, but: 'no space beside figures' },
  { of: zh, not: /同步失败|网络错误|数据异常/, but: 'what happened, what is safe, what to do' },
  { of: en, not: /upload/i, but: 'send, sent' },
  { of: en, not: /success/i, but: 'what is so now' },
  { of: en, not: /!/, but: 'a calm sentence' },
  { of: en, not: /'|"/, but: '’ and “ ”' },
  { of: en, not: /\b(e\.g\.|i\.e\.|etc\.)/, but: 'for example' },
]

it.each(asked)('no word of the app has $not; it says: $but', ({ of, not }) => {
  expect(textsOf(of).filter(([, text]) => not.test(text))).toEqual([])
})

const placeholders = (text: string): string[] => [
  ...new Set([...text.matchAll(/\{(\w+)\}/g)].map(([, name]) => name!)),
]

it('both languages have the same words, and each says what the other says', () => {
  const chinese = new Map(textsOf(zh))
  const english = new Map(textsOf(en))
  expect([...english.keys()].sort()).toEqual([...chinese.keys()].sort())
  const unlike = [...chinese].filter(([path, text]) => {
    const other = english.get(path)!
    // A singular may leave the figure out.
    const figures = placeholders(other.split(' | ').at(-1)!).sort()
    return placeholders(text).sort().join() !== figures.join()
  })
  expect(unlike.map(([path, text]) => [path, text, english.get(path)])).toEqual([])
})
