import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { saveClockOff, readClockOff } from '#client/db/clockOff.ts'
import { aWorld, aPhone, type World } from '../../world.ts'
import { aCapture } from './aCapture.ts'

const hour = 3_600_000

describe('how far the clock is off', () => {
  it('is measured from the middle of the exchange; the way of a message is not an error of the clock', async () => {
    const db = aCapture()
    await saveClockOff(db, 10_000, { sentAt: 5000, answeredAt: 15_000 })
    expect(await readClockOff(db)).toBe(0)
    await saveClockOff(db, 3 * hour, { sentAt: 0, answeredAt: 2000 })
    expect(await readClockOff(db)).toBe(3 * hour - 1000)
    await saveClockOff(db, 3 * hour + 5000, { sentAt: 0, answeredAt: 0 })
    expect(await readClockOff(db)).toBe(3 * hour - 1000)
    await saveClockOff(db, 60_000, { sentAt: 0, answeredAt: 0 })
    expect(await readClockOff(db)).toBe(0)
  })
})

describe('a phone whose clock is far off', () => {
  let world: World
  beforeAll(async () => (world = await aWorld()))
  afterAll(async () => {
    expect(world.errors).toEqual([])
    await world.close()
  })

  it.each([
    ['three years ahead', 3 * 8766 * hour],
    ['ten years behind', -10 * 8766 * hour],
  ])('%s: everything is taken in, in order, and shown at the time it was', async (_name, off) => {
    let now = Date.now() + off
    const phone = await aPhone(world, 'worker', { now: () => now })
    const before = await phone.report({ capturedAt: now })
    await phone.sync()
    now -= 5 * hour // somebody set it meanwhile
    const after = await phone.report({ capturedAt: now })
    expect((await phone.sync()).ok).toBe(true)
    expect((await phone.session.capture.outbox.toArray()).map((entry) => entry.fate)).toEqual([
      'applied',
      'applied',
    ])
    expect(Math.abs((await readClockOff(phone.session.capture)) + off - 5 * hour)).toBeLessThan(
      60_000,
    )
    const waiting = await phone.report({ capturedAt: now })
    expect(Math.abs((await phone.view(waiting)).report.capturedAt - Date.now())).toBeLessThan(
      60_000,
    )
    for (const id of [before, after]) {
      const { report } = await phone.view(id)
      expect(report.capturedAt).toBeLessThanOrEqual(report.receivedAt!)
      expect(Math.abs(report.receivedAt! - Date.now())).toBeLessThan(60_000)
    }
  })
})
