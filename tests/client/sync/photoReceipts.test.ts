import { describe, expect, it } from 'vitest'
import { applyPhotoAnswer, photosToAsk } from '#client/sync/photoReceipts.ts'
import type { PhotoHash } from '#domain/ids.ts'
import { aCapture } from '../db/aCapture.ts'

const hash = (i: number) => i.toString(16).padStart(64, '0') as PhotoHash
type Db = ReturnType<typeof aCapture>
const received = (db: Db, i: number, more: object = {}) =>
  db.photo.put({
    hash: hash(i),
    size: 1,
    part: 'photo',
    state: 'received',
    savedAt: 1,
    receivedAt: 1000,
    ...more,
  })
const answer = (backedUp: number[], missing: number[] = []) => ({
  backedUp: backedUp.map(hash),
  missing: missing.map(hash),
})

describe('asking whether photos are backed up', () => {
  it('asks about what is received and not known to be backed up, at most two hundred at once and none for ever passed over', async () => {
    const db = aCapture()
    for (let i = 0; i < 250; i++) await received(db, i)
    await received(db, 900, { backedUpAt: 1 })
    await received(db, 901, { state: 'waiting' })
    const first = await photosToAsk(db, 2000)
    expect(first).toHaveLength(200)
    await applyPhotoAnswer(db, first, answer([]), 2000)
    const second = await photosToAsk(db, 2001)
    expect(new Set([...first, ...second]).size).toBe(250)
  })

  it('asks again soon while a photo is fresh, then ever more seldom, and at least daily', async () => {
    const db = aCapture()
    const asked: number[] = []
    await received(db, 1)
    for (let now = 1000; now < 400_000_000; now = Math.ceil(now * 1.01) + 1) {
      if ((await photosToAsk(db, now)).length === 0) continue
      asked.push(now)
      await applyPhotoAnswer(db, [hash(1)], answer([]), now)
    }
    const rests = asked.slice(1).map((at, i) => at - asked[i]!)
    expect(rests[0]).toBeLessThan(100)
    expect(Math.max(...rests)).toBeLessThan(86_400_000 * 1.1)
    expect(asked.length).toBeLessThan(60)
  })

  it('writes down what is backed up, and offers again what the server has lost', async () => {
    const db = aCapture()
    for (const i of [1, 2, 3]) await received(db, i)
    await applyPhotoAnswer(db, [1, 2, 3].map(hash), answer([1], [2]), 5000)
    expect((await db.photo.toArray()).map((photo) => [photo.state, photo.backedUpAt])).toEqual([
      ['received', 5000],
      ['waiting', undefined],
      ['received', undefined],
    ])
  })

  it('takes no notice of photos it did not ask about or that have been taken up again meanwhile', async () => {
    const db = aCapture()
    await received(db, 1)
    await received(db, 2, { state: 'waiting' })
    await applyPhotoAnswer(db, [hash(2)], answer([1, 2]), 5000)
    expect((await db.photo.toArray()).map((photo) => photo.backedUpAt)).toEqual([
      undefined,
      undefined,
    ])
  })
})
