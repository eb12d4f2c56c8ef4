import { describe, expect, it } from 'vitest'
import { type HistoryEntry, isTheirOwn } from '#domain/history.ts'
import type { MemberId } from '#domain/ids.ts'

const [author, reviewer] = ['m-author', 'm-reviewer'] as MemberId[]
const entry = (by: MemberId | undefined, overBy: MemberId) => ({ by, overBy }) as HistoryEntry

describe('a value that was replaced', () => {
  it('is told to the member who had put it there, and to nobody else as theirs', () => {
    expect(isTheirOwn(entry(author, reviewer!), author)).toBe(true)
    expect(isTheirOwn(entry(author, reviewer!), reviewer)).toBe(false)
    expect(isTheirOwn(entry(author, reviewer!), undefined)).toBe(false)
  })

  it('is no news to one who replaced it themselves, or where nobody knows whose it was', () => {
    expect(isTheirOwn(entry(author, author!), author)).toBe(false)
    expect(isTheirOwn(entry(undefined, reviewer!), undefined)).toBe(false)
  })
})
