import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { closeSession } from '#client/session/closeSession.ts'
import { resumeSession, waitingOf } from '#client/session/localSession.ts'
import { aWorld, aPhone, membersDatabases, type Phone, type World } from '../../world.ts'
import { aDraft } from '../drafts/aDraft.ts'

let world: World
beforeAll(async () => void (world = await aWorld()))
afterAll(() => world.close())

const databasesOf = async (phone: Phone): Promise<string[]> =>
  membersDatabases(phone.environment).then((names) =>
    names.map((name) => name.replace(/-m-.*/, '')),
  )

describe('signing out', () => {
  it('is refused while anything waits to be sent', async () => {
    const phone = await aPhone(world, 'worker')
    await phone.report()
    expect(await closeSession(phone.session, phone.environment)).toEqual({
      ok: false,
      fault: { code: 'workWaits', detail: { waiting: 1 } },
    })
    expect(await phone.session.capture.outbox.count()).toBe(1)
  })

  it('leaves nothing behind where everything has been received', async () => {
    const phone = await aPhone(world, 'worker')
    await phone.report()
    await phone.sync()
    expect((await closeSession(phone.session, phone.environment)).ok).toBe(true)
    expect(await databasesOf(phone)).toEqual([])
    expect(await resumeSession(phone.environment)).toEqual({ ok: true, value: null })
  })

  it('keeps a half-filled form and parked work sealed, without the credential', async () => {
    const phone = await aPhone(world, 'worker')
    await phone.report({ placeId: 'p-none' as never })
    await phone.sync()
    await phone.session.capture.draft.put(aDraft({ note: '一半' }))
    expect(await waitingOf(phone.session.capture)).toMatchObject({
      changes: 0,
      attention: 1,
      drafts: 1,
    })
    const name = phone.session.capture.name
    expect((await closeSession(phone.session, phone.environment)).ok).toBe(true)
    expect(await databasesOf(phone)).toEqual(['gridwalk-capture'])
    const { openCaptureDb } = await import('#client/db/captureDb.ts')
    const again = openCaptureDb(
      name.replace('gridwalk-capture-', '') as never,
      () => undefined,
      phone.environment,
    )
    expect(await again.meta.get('grant')).toBeUndefined()
    expect([await again.draft.count(), await again.outbox.count()]).toEqual([1, 1])
  })
})
