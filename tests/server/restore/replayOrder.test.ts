import { describe, expect, it } from 'vitest'
import { replayOrder } from '#server/restore/replayOrder.ts'
import type { JournalLine } from '#server/backup/segment.ts'

/** `a1` is number 1 of client a. */
function aLine(
  name: string,
  receivedAt: number,
  row: string,
  rowV?: number,
  more: Partial<JournalLine['result']> = {},
): JournalLine {
  const [install, n] = [name[0]!, Number(name.slice(1))]
  const result = {
    n,
    s: rowV === undefined ? 'parked' : 'applied',
    ...(rowV === undefined ? {} : { rowV }),
    ...more,
  }
  return {
    install,
    n,
    changeId: name,
    hash: name,
    body: JSON.stringify({ t: 'report', row }),
    result,
    receivedAt,
    memberId: 'm',
    deviceId: 'd',
  } as unknown as JournalLine
}
const order = (...lines: JournalLine[]): string =>
  replayOrder(lines)
    .map((line) => line.changeId)
    .join(' ')

describe('the order of a replay', () => {
  it('is the order of receipt', () => {
    expect(
      order(
        aLine('b1', 3, 'y', 1),
        aLine('a1', 1, 'x', 1),
        aLine('a2', 2, 'x', 2),
        aLine('a3', 4, 'y', 2),
      ),
    ).toBe('a1 a2 b1 a3')
  })

  it('is the order of the versions of a row, where the clocks of two nodes differ', () => {
    expect(order(aLine('b1', 1, 'x', 2), aLine('a1', 5, 'x', 1), aLine('c1', 2, 'x', 3))).toBe(
      'a1 b1 c1',
    )
  })

  it('is the order of the numbers of a phone, where it spoke to two nodes', () => {
    expect(order(aLine('a2', 1, 'y', 1), aLine('a1', 9, 'x', 1), aLine('a3', 2, 'z', 1))).toBe(
      'a1 a2 a3',
    )
  })

  it('takes a number that came late when it came, if its row says so', () => {
    expect(
      order(
        aLine('a1', 1, 'x', 1),
        aLine('a3', 2, 'x', 2),
        aLine('a2', 8, 'x', 3),
        aLine('a4', 9, 'x', 4),
      ),
    ).toBe('a1 a3 a2 a4')
  })

  it('asks nothing of the rows of what was parked or had been there before', () => {
    expect(
      order(aLine('a1', 1, 'x'), aLine('b1', 2, 'x', 2, { again: 1 }), aLine('c1', 3, 'x', 1)),
    ).toBe('a1 b1 c1')
  })

  it('loses and doubles nothing, however tangled', () => {
    let seed = 7
    const random = (below: number): number =>
      (seed = (seed * 1103515245 + 12345) & 0x7fffffff) % below
    const lines = Array.from({ length: 600 }, (_, i) =>
      aLine(
        `${'abcdefg'[i % 7]!}${1 + Math.floor(i / 7)}`,
        random(50),
        `r${random(20)}`,
        random(4) ? random(9) : undefined,
      ),
    )
    expect(
      replayOrder(lines)
        .map((line) => line.changeId)
        .sort(),
    ).toEqual(lines.map((line) => line.changeId).sort())
  })
})
