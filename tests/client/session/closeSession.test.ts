import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { openCaptureDb } from '#client/db/captureDb.ts'
import { isSealed, closeSession } from '#client/session/closeSession.ts'
import { uploadOtherUsers, type OtherUsersWaiting } from '#client/session/uploadOtherUsers.ts'
import type { Transport } from '#client/http/transport.ts'
import type { MemberId } from '#domain/ids.ts'
import {
  aWorld,
  aNetwork,
  aPhone,
  cast,
  type Cast,
  membersDatabases,
  type Network,
  type Phone,
  type World,
} from '../../world.ts'
import { aDraft } from '../drafts/aDraft.ts'

let world: World
beforeEach(async () => void (world = await aWorld()))
afterEach(async () => {
  expect(world.errors).toEqual([])
  await world.close()
})

const databasesOf = (phone: Phone): Promise<string[]> => membersDatabases(phone.environment)
const notes = async () =>
  (await world.deps.storage.read((tx) => tx.rows('report'))).map((row) => row.f.note)

/** The next person on the same phone. */
const another = (who: Cast, before: Phone): Promise<Phone> => aPhone(world, who, before.environment)

/** What leaves the phone, with what would go along. */
function watched(network: Network) {
  const sent: { path: string; credentials: RequestCredentials | undefined }[] = []
  const transport: Transport = {
    send: (path, init) => {
      sent.push({ path, credentials: init.credentials })
      return network.send(path, init)
    },
  }
  return { transport, sent }
}

async function deposit(
  phone: Phone,
  transport: Transport = aNetwork(world),
): Promise<OtherUsersWaiting[]> {
  const told: OtherUsersWaiting[] = []
  await uploadOtherUsers({
    environment: phone.environment,
    transport,
    app: 'test',
    own: phone.session.capture.name,
    onWaiting: (waiting) => told.push(waiting),
  })
  return told
}

describe('a second person on the same phone', () => {
  it('sends the first one’s work with the first one’s credential and without a cookie, and reads nothing for them', async () => {
    const first = await aPhone(world, 'worker')
    await first.report({ note: '前一位', photos: [await first.photo(1)] })
    const second = await another('volunteer', first)
    await second.report({ note: '后一位' })
    const { transport, sent } = watched(aNetwork(world))
    const told = await deposit(second, transport)
    expect(told.at(0)).toMatchObject({ changes: 1, photos: 1 })
    expect(told.at(-1)).toEqual({ changes: 0, photos: 0 })
    expect(sent.map((each) => each.credentials)).toEqual(sent.map(() => 'omit'))
    expect(await notes()).toEqual(['前一位'])
    const [row] = await world.deps.storage.read((tx) => tx.rows('report'))
    expect([row!.f.by, (row!.f.arrived as string[]).length]).toEqual([cast.worker.id, 2])
    expect(await second.session.cache.row.count()).toBe(0)
    // Receipts are written where the first one will see them.
    const again = openCaptureDb(cast.worker.id, () => undefined, first.environment)
    expect((await again.outbox.toArray()).map((entry) => entry.fate)).toEqual(['applied'])
    expect(await again.photo.where('state').equals('received').count()).toBe(2)
    again.close()
  })

  it('leaves the first one’s work where it is while there is no connection', async () => {
    const first = await aPhone(world, 'worker')
    await first.report()
    const second = await another('volunteer', first)
    const network = aNetwork(world)
    network.goOffline()
    expect((await deposit(second, network)).at(-1)).toMatchObject({ changes: 1 })
    network.goOnline()
    expect((await deposit(second, network)).at(-1)).toMatchObject({ changes: 0 })
    expect(await notes()).toHaveLength(1)
  })

  it('is not held up by a first one whose device was revoked', async () => {
    const first = await aPhone(world, 'worker')
    await first.report({ note: '停用' })
    await world.deps.storage.write(async (tx) =>
      tx.putDevice({ ...(await tx.device(first.session.device.id as never))!, revokedAt: 1 }),
    )
    const third = await another('neighbour', await another('volunteer', first))
    const second = openCaptureDb(cast.volunteer.id, () => undefined, first.environment)
    await second.meta.put({ key: 'sealedAt', value: 1 })
    second.close()
    expect((await deposit(third)).at(-1)).toMatchObject({ changes: 1 })
    const kept = openCaptureDb(cast.worker.id, () => undefined, first.environment)
    expect(await kept.outbox.where('fate').equals('waiting').count()).toBe(1)
    kept.close()
    // The one in between had said goodbye and owed nothing.
    expect(await databasesOf(third)).not.toContain('gridwalk-capture-m-volunteer')
  })

  it('touches no database that nobody is bound to', async () => {
    const phone = await aPhone(world, 'worker')
    const stray = openCaptureDb('m-stray' as MemberId, () => undefined, phone.environment)
    await stray.draft.put(aDraft({ note: 'x' }))
    stray.close()
    expect((await deposit(phone)).at(-1)).toEqual({ changes: 0, photos: 0 })
    expect(await stray.open().then(() => stray.draft.count())).toBe(1)
    stray.close()
  })
})

describe('signing out with unsent work', () => {
  it('is possible when the work stays sealed, goes out later, and then leaves nothing behind', async () => {
    const first = await aPhone(world, 'worker')
    await first.report({ note: '封存' })
    expect((await closeSession(first.session, first.environment, { isToBeSealed: true })).ok).toBe(
      true,
    )
    expect(await databasesOf(first)).toEqual(['gridwalk-capture-m-worker'])
    const second = await another('volunteer', first)
    expect((await deposit(second)).at(-1)).toEqual({ changes: 0, photos: 0 })
    expect(await notes()).toEqual(['封存'])
    expect(await databasesOf(first)).toEqual([
      'gridwalk-cache-m-volunteer',
      'gridwalk-capture-m-volunteer',
    ])
  })

  it('keeps what is not backed up yet, where there is a backup', async () => {
    const first = await aPhone(world, 'worker')
    await first.report()
    await first.sync()
    await first.session.capture.meta.put({ key: 'durable', value: { n: 0, at: 1 } })
    expect((await closeSession(first.session, first.environment)).ok).toBe(true)
    expect(await databasesOf(first)).toEqual(['gridwalk-capture-m-worker'])
  })

  it('is undone by coming back: the work is theirs again and goes out in their name', async () => {
    const first = await aPhone(world, 'worker')
    await first.report({ note: '回来' })
    await closeSession(first.session, first.environment, { isToBeSealed: true })
    const back = await aPhone(world, 'worker', first.environment)
    expect(await isSealed(back.session.capture)).toBe(false)
    expect((await back.sync()).ok).toBe(true)
    expect(await notes()).toEqual(['回来'])
  })
})
