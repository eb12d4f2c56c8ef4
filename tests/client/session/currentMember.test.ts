import { IDBFactory, IDBKeyRange } from 'fake-indexeddb'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { takeInvite } from '#client/http/account.ts'
import { closeSession } from '#client/session/closeSession.ts'
import {
  startSession,
  resumeSession,
  type PhoneEnvironment,
  startReplacement,
} from '#client/session/localSession.ts'
import { putFacts, readFacts } from '#client/db/phoneFacts.ts'
import { currentMember } from '#client/session/currentMember.ts'
import { finishWipes, wipe } from '#client/session/wipe.ts'
import {
  aWorld,
  aNetwork,
  aPhone,
  cast,
  membersDatabases,
  type Phone,
  type World,
} from '../../world.ts'

let world: World
beforeAll(async () => void (world = await aWorld()))
afterAll(() => world.close())

const aStore = (kept = new Map<string, string>()): PhoneEnvironment['local'] => ({
  getItem: (key) => kept.get(key) ?? null,
  setItem: (key, value) => void kept.set(key, value),
  removeItem: (key) => void kept.delete(key),
})
/**
 * The browser was killed before it had written localStorage: nothing of it is left, or what was
 * there before.
 */
const killed = ({ environment }: Phone, kept?: Map<string, string>): PhoneEnvironment => ({
  ...environment,
  local: aStore(kept),
})

async function memberAt(environment: PhoneEnvironment): Promise<string | null> {
  const opened = await resumeSession(environment)
  if (!opened.ok) throw new Error(opened.fault.code)
  opened.value?.capture.close()
  opened.value?.cache.close()
  return opened.value?.memberId ?? null
}

/** As 0.2 left it: nothing but the databases and localStorage. */
const withoutFacts = (environment: PhoneEnvironment): Promise<void> =>
  putFacts(environment, { current: undefined, binding: undefined, beside: undefined })

describe('a phone whose localStorage was never written', () => {
  it('still knows who uses it, with their work', async () => {
    const phone = await aPhone(world, 'worker')
    await phone.report({ note: '还没写进去' })
    const opened = await resumeSession(killed(phone))
    expect(opened.ok && opened.value?.memberId).toBe(cast.worker.id)
    expect(opened.ok && (await opened.value!.capture.outbox.count())).toBe(1)
  })

  it('knows it from the databases that are there where nothing else tells, the last one bound', async () => {
    const first = await aPhone(world, 'worker', { now: () => 1000 })
    const second = await aPhone(world, 'volunteer', { ...first.environment, now: () => 2000 })
    await withoutFacts(second.environment)
    expect(await memberAt(killed(second))).toBe(cast.volunteer.id)
    expect(await readFacts(second.environment)).toEqual({ current: cast.volunteer.id })
  })

  it('finishes a binding that it died in the midst of', async () => {
    const first = await aPhone(world, 'worker')
    const next = await aPhone(world, 'volunteer', first.environment)
    await putFacts(next.environment, { current: cast.worker.id, binding: cast.volunteer.id })
    expect(await memberAt(killed(first))).toBe(cast.volunteer.id)
    await putFacts(next.environment, { binding: cast.neighbour.id })
    expect(await memberAt(killed(first)), 'no credential had been written').toBe(cast.volunteer.id)
  })

  it('opens the database beside the one that was given up', async () => {
    const phone = await aPhone(world, 'worker')
    phone.session.capture.close()
    await startReplacement(phone.environment)
    const granted = await takeInvite(phone.network, await world.invite(cast.worker), 'again')
    const bound = granted.ok && (await startSession(granted.value, phone.environment))
    if (!bound || !bound.ok) throw new Error('not bound')
    expect(await currentMember(killed(phone))).toEqual({ memberId: cast.worker.id, generation: 1 })
    await withoutFacts(phone.environment)
    expect(await currentMember(killed(phone))).toEqual({ memberId: cast.worker.id, generation: 1 })
  })

  it('says that the storage is in trouble where somebody’s work lies and cannot be opened', async () => {
    const phone = await aPhone(world, 'worker')
    const { indexedDB } = phone.environment
    const broken = {
      open: () => {
        throw new DOMException('broken', 'UnknownError')
      },
      databases: () => indexedDB!.databases(),
    } as never
    expect(await resumeSession({ ...killed(phone), indexedDB: broken })).toMatchObject({
      ok: false,
      fault: { code: 'storageLost' },
    })
  })
})

describe('a phone that an older app bound', () => {
  it('is entered in the facts at its first start', async () => {
    const phone = await aPhone(world, 'worker')
    await withoutFacts(phone.environment)
    expect(await memberAt(phone.environment)).toBe(cast.worker.id)
    expect(await readFacts(phone.environment)).toEqual({ current: cast.worker.id })
    expect(await memberAt(killed(phone))).toBe(cast.worker.id)
  })

  it('carries out the wipe that it noted', async () => {
    const phone = await aPhone(world, 'worker')
    phone.session.capture.close()
    phone.session.cache.close()
    await withoutFacts(phone.environment)
    const order = {
      memberId: cast.worker.id,
      device: phone.session.device,
      databases: [phone.session.capture.name],
      left: { changes: 0, photos: 0, drafts: 0 },
    }
    const noted = killed(phone, new Map([['gridwalk.wiping', JSON.stringify([order])]]))
    phone.network.goOffline()
    await finishWipes({ environment: noted, transport: phone.network })
    expect((await readFacts(noted)).wiping).toEqual([{ ...order, isErased: true }])
    expect(await memberAt(killed(phone))).toBeNull()
  })
})

describe('a phone that nobody uses any more', () => {
  const stale = new Map([['gridwalk.member', cast.worker.id]])

  it('stays so after signing out, whatever localStorage still says', async () => {
    const phone = await aPhone(world, 'worker')
    await phone.report()
    expect((await closeSession(phone.session, phone.environment, { isToBeSealed: true })).ok).toBe(
      true,
    )
    expect(await memberAt(killed(phone, new Map(stale)))).toBeNull()
    await withoutFacts(phone.environment)
    expect(await memberAt(killed(phone)), 'a sealed database names nobody').toBeNull()
  })

  it('stays so after a wipe, also one that is not finished', async () => {
    const phone = await aPhone(world, 'worker')
    const order = {
      memberId: cast.worker.id,
      device: phone.session.device,
      databases: [phone.session.capture.name],
      left: { changes: 0, photos: 0, drafts: 0 },
    }
    await putFacts(phone.environment, { wiping: [order] })
    expect(
      await memberAt(killed(phone, new Map(stale))),
      'not shown while it is to be erased',
    ).toBeNull()
    phone.session.cache.close()
    expect(
      await wipe(phone.session, { environment: phone.environment, transport: phone.network }),
    ).toBe(true)
    expect(await membersDatabases(phone.environment)).toEqual([])
    expect(await memberAt(killed(phone, new Map(stale)))).toBeNull()
  })

  it('keeps what somebody began anew while the server has not heard of the wipe', async () => {
    const phone = await aPhone(world, 'worker')
    phone.network.next(/wiped/, 'dropRequest')
    await wipe(phone.session, { environment: phone.environment, transport: phone.network })
    const again = await aPhone(world, 'worker', phone.environment)
    await again.report({ note: '重新绑定之后' })
    await finishWipes({ environment: phone.environment, transport: aNetwork(world) })
    expect(await again.session.capture.outbox.count()).toBe(1)
    expect(await memberAt(killed(phone))).toBe(cast.worker.id)
  })
})

it('asks nothing of a browser that has never seen the app', async () => {
  expect(
    await currentMember({ indexedDB: new IDBFactory(), IDBKeyRange: IDBKeyRange, local: aStore() }),
  ).toBeNull()
})
