// One meaning, one word: the work of the day, what must be ruled on, and what has come to harm on
// the way wait under different names, each the same wherever it is said.
import { expect, it } from 'vitest'
import { en, zh } from '../everyWord.ts'

const said = ({ desk, parked, field, parts }: typeof zh | typeof en) => ({
  day: [desk.tab.mine, desk.figure.waiting.label],
  ruling: [desk.nav.parked, parked.title, parked.tab.open, parked.status.open],
  harm: [parts.receipt.attention, field.filter.attention],
})

it.each([
  ['zh', zh],
  ['en', en],
] as const)('what waits has a word for each meaning: %s', (_, words) => {
  const { day, ruling, harm } = said(words)
  const distinct = [day, ruling, harm].map((each) => [...new Set(each)])
  expect(distinct.map((each) => each.length)).toEqual([1, 1, 1])
  expect(new Set(distinct.flat()).size).toBe(3)
})

it('no word is left of the one that meant two of them', () => {
  expect(JSON.stringify(zh).match(/待处理|需处理/g)).toBeNull()
  expect(JSON.stringify(en).match(/\bparked\b(?!":)/gi)).toBeNull()
})

it('what waits on a phone is one figure at the desk, and named as all that is counted in it', () => {
  for (const each of en.desk.devices.photos.split(' | '))
    expect(each).toMatch(/photos? or voice notes?/)
  expect(zh.desk.devices.photos).toMatch(/照片或录音/)
})
