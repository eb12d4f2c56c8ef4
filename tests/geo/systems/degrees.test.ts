import { describe, expect, it } from 'vitest'
import { readDegrees } from '#geo/systems/degrees.ts'

describe('degrees as people write them', () => {
  it.each([
    ['114.31', 114.31],
    [' -8,5 ', -8.5],
    ['30.59N', 30.59],
    ['W 8.5', -8.5],
    ['东经114.31', 114.31],
    ['北纬：30.59', 30.59],
    ['30°35\'24"', 30.59],
    ['30° 35′ 24″ N', 30.59],
    ['北纬30度35分24秒', 30.59],
    ["南纬30°30'", -30.5],
    ['38529700.12', 38_529_700.12],
  ])('%s are read', (text, degrees) => {
    expect(readDegrees(text)).toBeCloseTo(degrees, 9)
  })

  it.each([
    'abc',
    '',
    '30.59.1',
    "30°75'",
    '30 35 24',
    '-30.5S',
    '1e3',
    'NaN',
    'Infinity',
    '114.3E5',
  ])('%s is none', (text) => {
    expect(readDegrees(text)).toBeNull()
  })
})
