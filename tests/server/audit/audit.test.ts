import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import type { GridId } from '#domain/ids.ts'
import {
  type AuditLink,
  adminChain,
  readingChain,
  clientLogChain,
} from '#server/storage/port/audit.ts'
import { verifyAudit } from '#server/audit/verifyAudit.ts'
import { aVisit, aProtocolClient, type ProtocolClient } from '../../aProtocolClient.ts'
import { aWorld, aPhone, cast, type World } from '../../world.ts'
import { anAuthWorld, cast as authCast } from '../authWorld.ts'

let world: World
let worker: ProtocolClient
beforeAll(async () => {
  world = await aWorld()
})
beforeEach(async () => {
  worker = await aProtocolClient(world, 'worker')
})
afterAll(async () => {
  expect(world.errors).toEqual([])
  await world.close()
})

const linksOf = (chain: string): Promise<AuditLink[]> =>
  world.deps.storage.read((tx) => tx.auditLinks(chain as never, 0, 100))
const tamper = (sql: string, ...values: (string | number)[]): Promise<void> =>
  world.driver.write((session) => session.run(sql, values))
const flaws = async () => (await verifyAudit(world.deps.storage)).flaws

describe('the audit trail', () => {
  it('tells each push in one link: who, which device, which changes, which backupState', async () => {
    const [good, bad] = [worker.creation(), worker.creation({ gridId: 'g-404' as GridId })]
    await worker.push(good, bad)
    expect(await linksOf(clientLogChain(worker.install as never))).toMatchObject([
      {
        seq: 1,
        action: 'pushed',
        actor: worker.me,
        device: worker.device.id,
        previous: '',
        detail: {
          app: 'test',
          changes: [
            [1, good.id, 'applied'],
            [2, bad.id, 'parked'],
          ],
        },
      },
    ])
  })

  it('a repeated push adds nothing, the next one hangs on the one before', async () => {
    const envelope = worker.creation()
    for (let i = 0; i < 3; i++) await worker.push(envelope)
    await worker.push(worker.patch(envelope.row, { set: { note: 'a' } }))
    const [first, second, ...more] = await linksOf(clientLogChain(worker.install as never))
    expect([second?.previous, second?.seq, more]).toEqual([first?.hash, 2, []])
  })

  it('a named loss is told, and what turns up of it later', async () => {
    const [one, two] = [worker.creation(), worker.creation()]
    await worker.sync([two], { lost: [[1, 1]] })
    await worker.push(one)
    expect(await linksOf(clientLogChain(worker.install as never))).toMatchObject([
      { action: 'lostNamed', detail: { from: 1, to: 1 } },
      { action: 'pushed', detail: { changes: [[2, two.id, 'applied']] } },
      { action: 'pushed', detail: { changes: [[1, one.id, 'applied']] } },
    ])
  })

  it('tells which visits a desk was shown, once each, and nothing of a worker’s own grid', async () => {
    await worker.push(worker.creation(aVisit))
    const desk = await aProtocolClient(world, 'supervisor')
    const pages = (await desk.pull())!.pages
    await desk.pull(Object.fromEntries(pages.map((page) => [page.scope, page.to])))
    await worker.pull()
    const care = pages.find((page) => page.scope === 'care:g-1')!
    expect((await linksOf(readingChain(cast.supervisor.id))).map((link) => link.detail)).toEqual([
      { ranges: [['care:g-1', 0, care.to]] },
    ])
    expect(await linksOf(readingChain(cast.worker.id))).toEqual([])
  })

  it('holds nothing that a person wrote', async () => {
    const secret = '王奶奶家的秘密'
    await worker.push(
      worker.creation({ note: secret }),
      worker.creation({ ...aVisit, note: secret }),
      worker.creation({ gridId: secret as GridId }),
    )
    const all = await world.driver.read((session) =>
      session.all<{ detail: string }>('SELECT * FROM audit'),
    )
    expect(JSON.stringify(all)).not.toContain(secret)
  })

  it('of a phone’s whole life is sound', async () => {
    const phone = await aPhone(world, 'worker')
    const id = await phone.report({ photos: [await phone.photo(1)] })
    await phone.sync()
    await phone.capture({ row: id, op: 'patch', set: { note: '后来' } })
    await phone.sync()
    const report = await verifyAudit(world.deps.storage)
    expect(report.flaws).toEqual([])
    expect(report.links).toBeGreaterThan(6)
  })
})

describe('a trail that was tampered with', () => {
  /** Five links in a stream of its own. */
  beforeEach(async () => {
    for (let i = 0; i < 5; i++) await worker.push(worker.creation())
  })
  const chain = () => clientLogChain(worker.install as never)
  /** What is done to it is undone afterwards, so that each test stands on a sound trail. */
  const tampered = async (...statements: [string, ...(string | number)[]][]) => {
    expect(await flaws()).toEqual([])
    const kept = await world.driver.read(async (session) => ({
      links: await session.all<Record<string, string | number | null>>(
        'SELECT * FROM audit WHERE chain = ?',
        [chain()],
      ),
      head: (
        await session.all<{ seq: number; hash: string }>(
          'SELECT seq, hash FROM audit_chain WHERE chain = ?',
          [chain()],
        )
      )[0]!,
      journal: await session.all<Record<string, string | number>>(
        'SELECT * FROM journal WHERE install = ?',
        [worker.install],
      ),
    }))
    for (const [sql, ...values] of statements) await tamper(sql, ...values)
    const found = await flaws()
    await world.driver.write(async (session) => {
      const restore = async (
        table: string,
        where: string,
        key: string,
        rows: Record<string, string | number | null>[],
      ) => {
        await session.run(`DELETE FROM ${table} WHERE ${where} = ?`, [key])
        for (const row of rows)
          await session.run(
            `INSERT INTO ${table} (${Object.keys(row).join()}) VALUES (${Object.keys(row)
              .map(() => '?')
              .join()})`,
            Object.values(row),
          )
      }
      await restore('audit', 'chain', chain(), kept.links)
      await restore('journal', 'install', worker.install, kept.journal)
      await restore('audit_chain', 'chain', chain(), [{ chain: chain(), ...kept.head }])
    })
    return found
  }

  it('shows a link that was altered', async () => {
    expect(
      await tampered([
        `UPDATE audit SET actor = 'm-colleague' WHERE chain = ? AND seq = 3`,
        chain(),
      ]),
    ).toEqual([{ chain: chain(), seq: 3, what: 'altered' }])
  })

  it('shows a link that was altered with a hash to match, by the one after it', async () => {
    const [, , third] = await linksOf(chain())
    const { hashOfLink } = await import('#server/storage/sql/sqlAudit.ts')
    const forged = { ...third!, actor: cast.colleague.id, hash: '' }
    const found = await tampered([
      'UPDATE audit SET actor = ?, hash = ? WHERE chain = ? AND seq = 3',
      cast.colleague.id,
      hashOfLink(forged),
      chain(),
    ])
    expect(found).toEqual([{ chain: chain(), seq: 4, what: 'moved' }])
  })

  it('shows a link that is missing in the middle, at the beginning and at the end', async () => {
    expect(await tampered(['DELETE FROM audit WHERE chain = ? AND seq = 3', chain()])).toEqual([
      { chain: chain(), seq: 3, what: 'missing' },
    ])
    expect(await tampered(['DELETE FROM audit WHERE chain = ? AND seq = 1', chain()])).toEqual([
      { chain: chain(), seq: 1, what: 'missing' },
    ])
    expect(await tampered(['DELETE FROM audit WHERE chain = ? AND seq = 5', chain()])).toEqual([
      { chain: chain(), seq: 5, what: 'missing' },
    ])
  })

  it('shows two links that changed places', async () => {
    const found = await tampered(
      ['UPDATE audit SET seq = 99 WHERE chain = ? AND seq = 2', chain()],
      ['UPDATE audit SET seq = 2 WHERE chain = ? AND seq = 3', chain()],
      ['UPDATE audit SET seq = 3 WHERE chain = ? AND seq = 99', chain()],
    )
    expect(found.map((flaw) => `${'seq' in flaw ? flaw.seq : ''} ${flaw.what}`)).toEqual(
      expect.arrayContaining(['2 moved', '2 altered', '3 altered']),
    )
  })

  it('shows a journal entry that was altered or taken out', async () => {
    expect(
      await tampered([`UPDATE journal SET hash = 'f' WHERE install = ? AND n = 2`, worker.install]),
    ).toEqual([{ chain: chain(), seq: 2, what: 'journal' }])
    expect(
      await tampered(['DELETE FROM journal WHERE install = ? AND n = 4', worker.install]),
    ).toEqual([{ chain: chain(), seq: 4, what: 'journal' }])
  })

  it('shows a whole chain that was taken out', async () => {
    expect(
      await tampered(
        ['DELETE FROM audit WHERE chain = ?', chain()],
        ['DELETE FROM audit_chain WHERE chain = ?', chain()],
      ),
    ).toEqual([{ chain: chain(), seq: 0, what: 'missing' }])
  })
})

describe('administration', () => {
  it('leaves a link for each device, invite, member, password and revocation, in the order it was done', async () => {
    const authWorld = await anAuthWorld()
    const admin = await authWorld.enrol(authCast.admin)
    const asAdmin = { Cookie: admin.cookie }
    const made = (await (
      await authWorld.call(
        'POST',
        '/api/members',
        { name: '新来的', roles: ['gridWorker'], gridIds: ['g-north'] },
        asAdmin,
      )
    ).json()) as { member: { id: string } }
    await authWorld.call(
      'PATCH',
      `/api/members/${made.member.id}`,
      { roles: ['volunteer'] },
      asAdmin,
    )
    await authWorld.call(
      'POST',
      `/api/members/${made.member.id}/invite`,
      { medium: 'screen' },
      asAdmin,
    )
    const phone = await authWorld.enrol(authCast.worker)
    await authWorld.call('POST', `/api/devices/${phone.deviceId}/revoke`, {}, asAdmin)
    await authWorld.call('POST', `/api/devices/${phone.deviceId}/revoke`, {}, asAdmin)
    await authWorld.call(
      'POST',
      '/api/session/password',
      { username: 'admin1', password: 'a long enough one' },
      asAdmin,
    )
    const links = await authWorld.deps.storage.read((tx) => tx.auditLinks(adminChain, 0, 100))
    expect(links.map((link) => link.action)).toEqual([
      'deviceEnrolled',
      'memberAdded',
      'memberAltered',
      'inviteMade',
      'deviceEnrolled',
      'deviceRevoked',
      'passwordSet',
    ])
    expect(links[2]).toMatchObject({
      actor: 'm-admin',
      t: 'member',
      row: made.member.id,
      detail: { roles: ['volunteer'] },
    })
    expect(JSON.stringify(links)).not.toContain('新来的')
    expect((await verifyAudit(authWorld.deps.storage)).flaws).toEqual([])
    await authWorld.close()
  })
})
