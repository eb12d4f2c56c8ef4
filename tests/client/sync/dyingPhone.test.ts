// A phone that is switched off at any moment of a sync: at each of its writing transactions in
// turn.
import { IDBKeyRange } from 'fake-indexeddb'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { resumeSession } from '#client/session/localSession.ts'
import { WatchedFactory } from '../../fuzz/watchedFactory.ts'
import { aWorld, aPhone, inHand, type Phone, type World } from '../../world.ts'

describe('a phone that dies while it syncs', () => {
  let world: World
  beforeEach(async () => (world = await aWorld()))
  afterEach(() => world.close())

  async function aMortalPhone() {
    const factory = new WatchedFactory()
    return { factory, phone: await aPhone(world, 'worker', { indexedDB: factory, IDBKeyRange }) }
  }

  async function startAgain(phone: Phone, factory: WatchedFactory): Promise<Phone> {
    for (const db of [phone.session.capture, phone.session.cache])
      db.close({ disableAutoOpen: true })
    factory.revive()
    const opened = await resumeSession(phone.environment)
    if (!opened.ok || !opened.value) throw new Error('does not start')
    return inHand(opened.value, phone.network, phone.environment)
  }

  /** Rows, work and photos as they must be in the end, whenever it died. */
  const stateOf = async ({ session }: Phone) => ({
    rows: (await session.cache.row.toArray()).map((row) => `${row.key} ${row.v}`).sort(),
    work: (await session.capture.outbox.toArray()).map((entry) => [entry.change.op, entry.fate]),
    photos: (await session.capture.photo.toArray()).map((photo) => photo.state),
  })

  it(
    'says nothing that is not so, and has everything after the next sync',
    { timeout: 90_000 },
    async () => {
      const desk = await aPhone(world, 'supervisor')
      for (let write = 0; write < 9; write++) {
        const { factory, phone } = await aMortalPhone()
        await desk.report({ note: `news ${write}` })
        await desk.sync()
        await phone.report({
          photos: [await phone.photo(2 * write), await phone.photo(2 * write + 1, 70_000)],
        })
        factory.endAt(write, 'dies')
        await phone.sync().catch(() => undefined)
        const again = await startAgain(phone, factory)
        for (const photo of await again.session.capture.photo
          .where('state')
          .equals('received')
          .toArray()) {
          expect(
            await world.deps.photos.read(photo.hash),
            `photo after write ${write}`,
          ).not.toBeNull()
        }
        const told = new Set(
          (await again.session.capture.outbox.where('fate').notEqual('waiting').toArray()).map(
            (entry) => entry.id,
          ),
        )
        const journal = await world.driver.read((session) =>
          session.all<{ change_id: string }>('SELECT change_id FROM journal'),
        )
        for (const id of told) expect(journal.some((line) => line.change_id === id)).toBe(true)
        for (let i = 0; i < 2; i++) expect((await again.sync()).ok).toBe(true)
        const fresh = await aPhone(world, 'worker')
        await fresh.sync()
        const { rows, work, photos } = await stateOf(again)
        expect(rows, `rows after write ${write}`).toEqual((await stateOf(fresh)).rows)
        expect(work).toEqual([['create', 'applied']])
        expect(new Set(photos)).toEqual(new Set(['received']))
      }
    },
  )

  it('on its very first contact knows of which database its rows are', async () => {
    const { factory, phone } = await aMortalPhone()
    await phone.report()
    for (let write = 0; write < 6; write++) {
      factory.endAt(write, 'dies')
      await phone.sync().catch(() => undefined)
      const again = await startAgain(phone, factory)
      const [epoch, cursors, told] = await Promise.all([
        again.session.capture.meta.get('epoch'),
        again.session.cache.cursor.count(),
        again.session.capture.outbox.where('fate').notEqual('waiting').count(),
      ])
      expect(epoch !== undefined || cursors + told === 0, `dead at write ${write}`).toBe(true)
      Object.assign(phone, again)
    }
  })
})
