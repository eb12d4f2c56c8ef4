import { expect, it } from 'vitest'
import { initialsOf } from '#domain/initials.ts'
import { spellingOf } from '#kinds/hazard/hazardSpellings.ts'
import { hazardTypes } from '#kinds/hazard/hazardTypes.ts'

it('are those of the pinyin that the types bring', () => {
  const han = (text: string) => [...text].filter((each) => /\p{Script=Han}/u.test(each))
  const wrong = hazardTypes.flatMap(({ key, zh }) => {
    const spelt = spellingOf(key)
      .pinyin.split(' ')
      .map((syllable) => syllable[0])
    return initialsOf(han(zh).join('')) === spelt.join('') ? [] : [`${zh} ${spelt.join('')}`]
  })
  expect(wrong).toEqual([])
})

it('leave figures and Latin letters as they are, and spaces out', () => {
  expect(initialsOf('幸福里 3号楼２单元')).toBe('xfl3hl2dy')
  expect(initialsOf('W-116 Lamp')).toBe('w-116lamp')
})

it('know every letter a syllable begins with', () => {
  expect(initialsOf('安白陈邓鄂方高何江孔李马宁欧潘钱任宋唐王徐杨张')).toBe(
    'abcdefghjklmnopqrstwxyz',
  )
})
