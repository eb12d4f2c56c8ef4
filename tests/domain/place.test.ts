import { describe, expect, it } from 'vitest'
import { bareCode, codeFromScan, normaliseCode } from '#domain/place.ts'

describe('a location code', () => {
  it.each(['W-116', 'w 116', 'W - 116', 'Ｗ－１１６', 'W−116', ' w_116 ', 'W·116'])(
    'typed as %s is W-116',
    (typed) => {
      expect(normaliseCode(typed)).toBe('W-116')
    },
  )

  it('is found without its separators, and with 号 behind it', () => {
    expect(bareCode('w116')).toBe(bareCode('W-116'))
    expect(normaliseCode('116 号')).toBe('116')
  })

  it('comes out of a QR as it is, or from the address it stands in', () => {
    expect(codeFromScan('3-2-201')).toBe('3-2-201')
    expect(codeFromScan('https://walk.example.org/?at=W-116&x=1')).toBe('W-116')
    expect(codeFromScan('https://walk.example.org/#/at/3-2')).toBe('3-2')
  })

  it('of a foreign QR with a broken escape is only unknown', () => {
    expect(() => codeFromScan('https://x.example.org/?at=%E0%A4%A')).not.toThrow()
  })
})
