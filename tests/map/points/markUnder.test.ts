import { describe, expect, it } from 'vitest'
import { markOfPin, type Mark } from '#map/points/marks.ts'
import { markBeside, markUnder } from '#map/points/markUnder.ts'

const pin = (id: string, x: number, y: number): Mark =>
  markOfPin({ id, lat: 0, lon: 0, icon: 'flame' }, { x, y })
const cluster = (key: string, x: number, y: number): Mark => ({
  ...pin(key, x, y),
  ...{ key, pin: null, count: 2 },
})

describe('the mark under a finger', () => {
  it('is the nearest one, within 26 pixels of its middle', () => {
    const marks = [cluster('left', 0, 0), cluster('right', 30, 0)]
    expect(markUnder(marks, { x: 14, y: 0 })?.key).toBe('left')
    expect(markUnder(marks, { x: 16, y: 0 })?.key).toBe('right')
    expect(markUnder(marks, { x: 0, y: 26 })?.key).toBe('left')
    expect(markUnder(marks, { x: 0, y: 27 })).toBeNull()
  })

  it('is a pin above the spot it points at', () => {
    expect(markUnder([pin('a', 0, 0)], { x: 0, y: -45 })?.pin?.id).toBe('a')
    expect(markUnder([pin('a', 0, 0)], { x: 0, y: 5 })).toBeNull()
  })

  it('is the one drawn last where two lie in one spot', () => {
    expect(markUnder([pin('a', 0, 0), pin('b', 0, 0)], { x: 0, y: -20 })?.pin?.id).toBe('b')
  })
})

describe('the mark beside', () => {
  const marks = [pin('c', 30, 5), cluster('a', -10, 0), pin('b', 30, 0)]
  const walk = (from: string | null, by: 1 | -1) => markBeside(marks, from, by)?.key

  it('goes from left to right, from north to south at one height, and round', () => {
    expect(walk(null, 1)).toBe('a')
    expect(walk('a', 1)).toBe('pin b')
    expect(walk('pin b', 1)).toBe('pin c')
    expect(walk('pin c', 1)).toBe('a')
  })

  it('goes back from the right end', () => {
    expect(walk(null, -1)).toBe('pin c')
    expect(walk('pin b', -1)).toBe('a')
    expect(walk('a', -1)).toBe('pin c')
  })

  it('begins anew where the one before is gone, and finds nothing among none', () => {
    expect(walk('pin gone', 1)).toBe('a')
    expect(markBeside([], 'a', 1)).toBeNull()
  })
})
