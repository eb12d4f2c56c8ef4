import { describe, expect, it } from 'vitest'
import { newChunkPace } from '#device/sync/chunkPace.ts'

const kb = 1024

describe('the size of a piece of a photo', () => {
  it('begins at 128 KB', () => expect(newChunkPace().next()).toBe(128 * kb))

  it('is small where a round trip costs nothing', () => {
    const pace = newChunkPace()
    pace.answered(4)
    expect(pace.next()).toBe(32 * kb)
  })

  it('grows with the round trip, as long as the link carries it', () => {
    const pace = newChunkPace()
    for (let i = 0; i < 10; i++) pace.answered(300)
    expect(pace.next()).toBe(128 * kb)
    for (let i = 0; i < 20; i++) pace.arrived(128 * kb, 900)
    expect(pace.next()).toBeGreaterThan(200 * kb)
  })

  it('is an eighth of what came between breaks, and never below 32 KB', () => {
    const pace = newChunkPace()
    for (let i = 0; i < 8; i++) {
      for (let sent = 0; sent < 512 * kb; sent += pace.next()) pace.arrived(pace.next(), 200)
      pace.broke()
    }
    expect(pace.next()).toBeGreaterThanOrEqual(60 * kb)
    expect(pace.next()).toBeLessThanOrEqual(80 * kb)
    for (let i = 0; i < 12; i++) pace.broke()
    expect(pace.next()).toBe(32 * kb)
  })

  it('is gone in eight seconds on a slow link, before silence would end it', () => {
    const pace = newChunkPace()
    for (let i = 0; i < 40; i++) pace.answered(1500)
    pace.arrived(32 * kb, 4 * 1000)
    expect(pace.next()).toBe(64 * kb)
  })
})
