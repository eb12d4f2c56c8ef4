import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { keepAuditCopy } from '#endpoint/auditCopy.ts'
import { runVerifyAudit } from '#endpoint/commands/runVerifyAudit.ts'
import { adminChain, streamChain } from '#endpoint/storage/audit.ts'
import { openSqlite } from '#endpoint/storage/sqliteDriver.ts'
import { aWire, type Wire } from '../aWire.ts'
import { anEndpoint, cast, type World } from '../world.ts'

let folder: string
let world: World
let wire: Wire
let said: string

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'gridwalk-copy-'))
  world = await anEndpoint({ dataFolder: folder, openDriver: openSqlite })
  wire = await aWire(world, 'worker')
  for (let i = 0; i < 3; i++) await wire.push(wire.creation())
  await (await keepAuditCopy(folder, null, world.deps.storage)).close()
})
afterEach(async () => {
  await world.close()
  await rm(folder, { recursive: true })
})

const verify = (): Promise<boolean> => {
  said = ''
  return runVerifyAudit({ dataFolder: folder, databaseFile: join(folder, 'gridwalk.db') }, (text) => void (said += text))
}
const tamper = async (...texts: string[]): Promise<void> => {
  for (const sql of texts) await world.driver.write((session) => session.run(sql))
}

describe('the check of the audit trail', () => {
  it('finds a trail that went on since it was noted as it was written', async () => {
    await wire.push(wire.creation())
    expect(await verify()).toBe(true)
    await (await keepAuditCopy(folder, null, world.deps.storage)).close()
    expect(await verify()).toBe(true)
  })

  it('notices a member who was made admin in the database', async () => {
    await tamper(`UPDATE row_state SET f = REPLACE(f, '"gridWorker"', '"admin"') WHERE t = 'member' AND id = '${cast.worker.id}'`)
    expect(await verify()).toBe(false)
    expect(said).toContain(`member ${cast.worker.id}: this member may do what no entry gave them`)
  })

  it('notices a member who was put into the database', async () => {
    await tamper(`INSERT INTO row_state (t, id, v, fv, f) VALUES ('member', 'm-new', 1, '{}', '{"id":"m-new","name":"x","roles":["admin"],"gridIds":[],"isActive":true}')`)
    expect(await verify()).toBe(false)
    expect(said).toContain('member m-new')
  })

  const chain = (): string => streamChain(wire.install as never)
  it.each<[string, () => string[]]>([
    ['the whole chain of administration was deleted', () => [`DELETE FROM audit WHERE chain = '${adminChain}'`, `DELETE FROM audit_chain WHERE chain = '${adminChain}'`]],
    ['the tail of a chain was cut and its head set back', () => [
      `DELETE FROM audit WHERE chain = '${chain()}' AND seq > 2`,
      `UPDATE audit_chain SET seq = 2, hash = (SELECT hash FROM audit WHERE chain = '${chain()}' AND seq = 2) WHERE chain = '${chain()}'`,
    ]],
    ['a stream was deleted with its journal', () => [
      `DELETE FROM audit WHERE chain = '${chain()}'`, `DELETE FROM audit_chain WHERE chain = '${chain()}'`,
      `DELETE FROM stream WHERE install = '${wire.install}'`, `DELETE FROM journal WHERE install = '${wire.install}'`,
    ]],
  ])('notices that %s, also after the next note was taken', async (_what, texts) => {
    await tamper(...texts())
    expect(await verify()).toBe(false)
    expect(said).toContain('it is gone')
    await (await keepAuditCopy(folder, null, world.deps.storage)).close()
    expect(await verify()).toBe(false)
  })
})
