import { describe, expect, it } from 'vitest'
import { newChunkSizer } from '#client/sync/chunkSizer.ts'

const kb = 1024

describe('the size of a piece of a photo', () => {
  it('begins at 128 KB', () => expect(newChunkSizer().next()).toBe(128 * kb))

  it('is small where a round trip costs nothing', () => {
    const sizer = newChunkSizer()
    sizer.answered(4)
    expect(sizer.next()).toBe(32 * kb)
  })

  it('grows with the round trip, as long as the link carries it', () => {
    const sizer = newChunkSizer()
    for (let i = 0; i < 10; i++) sizer.answered(300)
    expect(sizer.next()).toBe(128 * kb)
    for (let i = 0; i < 20; i++) sizer.arrived(128 * kb, 900)
    expect(sizer.next()).toBeGreaterThan(200 * kb)
  })

  it('is an eighth of what came between breaks, and never below 32 KB', () => {
    const sizer = newChunkSizer()
    for (let i = 0; i < 8; i++) {
      for (let sent = 0; sent < 512 * kb; sent += sizer.next()) sizer.arrived(sizer.next(), 200)
      sizer.broke()
    }
    expect(sizer.next()).toBeGreaterThanOrEqual(60 * kb)
    expect(sizer.next()).toBeLessThanOrEqual(80 * kb)
    for (let i = 0; i < 12; i++) sizer.broke()
    expect(sizer.next()).toBe(32 * kb)
  })

  it('is gone in eight seconds on a slow link, before silence would end it', () => {
    const sizer = newChunkSizer()
    for (let i = 0; i < 40; i++) sizer.answered(1500)
    sizer.arrived(32 * kb, 4 * 1000)
    expect(sizer.next()).toBe(64 * kb)
  })
})
