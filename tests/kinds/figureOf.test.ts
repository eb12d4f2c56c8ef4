import { expect, it } from 'vitest'
import { figureOf } from '../../src/kinds/hazard/figureOf.ts'

it.each([
  ['12', 12],
  ['1,5', 1.5],
  ['1，5', 1.5],
  ['１２．５', 12.5],
  ['-3', -3],
  ['−3', -3],
  ['.5', 0.5],
  ['12.', 12],
  ['0', 0],
])('reads %s as a figure', (typed, figure) => {
  expect(figureOf(typed)).toBe(figure)
})

it.each(['', ' ', '-', '约12', '12cm', '1,2,3', '0x10', '1e3', 'Infinity'])(
  'does not take “%s” for one',
  (typed) => {
    expect(figureOf(typed)).toBeNull()
  },
)
