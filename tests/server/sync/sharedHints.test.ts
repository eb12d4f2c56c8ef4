import { rowOf } from '#domain/row.ts'
import { afterAll, beforeAll, expect, it } from 'vitest'
import type { ScopeId } from '#domain/ids.ts'
import type { Hints } from '#server/sync/hints.ts'
import { openSharedHints } from '#server/sync/sharedHints.ts'
import { migrate } from '#server/storage/sql/migrate.ts'
import { openPostgres } from '#server/storage/sql/postgresDriver.ts'
import { openStorage } from '#server/storage/sql/sqlStorage.ts'
import type { Storage } from '#server/storage/port/storage.ts'
import { aDatabase, type Database } from '../../aPostgres.ts'

let database: Database
let storage: Storage
const open: Hints[] = []
const never = 3_600_000

/** A node that looks at the heads as seldom or often as is said, and what its phones have heard. */
function aNode(more: Partial<Parameters<typeof openSharedHints>[0]> = {}) {
  const hints = openSharedHints({
    url: database.url,
    storage,
    intervals: { lookMs: never, lookAloneMs: never, reconnectMs: 50 },
    ...more,
  })
  open.push(hints)
  const heard: string[] = []
  hints.listen((scopes) => heard.push(...scopes))
  return { hints, heard }
}
const scopes = (...names: string[]): ScopeId[] => names as ScopeId[]
const raise = (name: string) =>
  storage.write(async (tx) => {
    await tx.lockScopes(scopes(name))
    await tx.putRow(
      rowOf({ t: 'report', id: `${name}-${Math.random()}`, v: 1, fv: {} }, {}),
      scopes(name),
    )
  })
const linesOpen = async (): Promise<number> =>
  (await driver.read((session) =>
    session.first<{ count: number }>(
      "SELECT count(*) AS count FROM pg_stat_activity WHERE application_name = 'gridwalk hints' AND datname = current_database() AND query LIKE 'LISTEN%'",
    ),
  ))!.count
let driver: ReturnType<typeof openPostgres>

beforeAll(async () => {
  database = await aDatabase()
  driver = openPostgres({ url: database.url })
  await migrate(driver)
  storage = await openStorage(driver, () => 'epoch')
})
afterAll(async () => {
  for (const hints of open) await hints.close()
  await storage.close()
  await database.drop()
})

it(
  'what one node publishes is heard at the other, at the same node once, and in as many messages as it takes',
  { timeout: 20_000 },
  async () => {
    const [here, there] = [aNode(), aNode()]
    await expect.poll(linesOpen, { timeout: 8000 }).toBe(2)
    const many = Array.from({ length: 240 }, (_, i) => `work:${'长'.repeat(20)}-${i}`)
    here.hints.publish(scopes(...many))
    await expect.poll(() => there.heard.length, { timeout: 8000 }).toBe(240)
    expect(there.heard).toEqual(many)
    expect(here.heard).toEqual(many)
  },
)

it('a line that is cut is made anew', { timeout: 20_000 }, async () => {
  const [here, there] = [aNode(), aNode()]
  await expect.poll(linesOpen, { timeout: 8000 }).toBeGreaterThanOrEqual(2)
  await driver.read((session) =>
    session.all(
      "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = 'gridwalk hints' AND datname = current_database()",
    ),
  )
  await expect
    .poll(
      async () => {
        here.hints.publish(scopes('work:again'))
        await new Promise((resolve) => setTimeout(resolve, 50))
        return there.heard.length
      },
      { timeout: 8000 },
    )
    .toBeGreaterThan(0)
})

it('where LISTEN does not get through, news are seen by looking', { timeout: 20_000 }, async () => {
  await raise('work:old')
  const deaf = aNode({
    isListening: false,
    intervals: { lookMs: never, lookAloneMs: 30, reconnectMs: 50 },
  })
  await expect
    .poll(
      async () => {
        await raise('work:new')
        return deaf.heard.length
      },
      { timeout: 8000 },
    )
    .toBeGreaterThan(0)
  expect(new Set(deaf.heard)).toEqual(new Set(['work:new']))
})

it('while LISTEN works, looking tells nothing a second time', { timeout: 20_000 }, async () => {
  const [here, there] = [
    aNode(),
    aNode({ intervals: { lookMs: 100, lookAloneMs: 100, reconnectMs: 50 } }),
  ]
  await expect.poll(linesOpen, { timeout: 8000 }).toBeGreaterThanOrEqual(2)
  await new Promise((resolve) => setTimeout(resolve, 200))
  for (let i = 0; i < 8; i++) {
    await raise(`work:once-${i}`)
    here.hints.publish(scopes(`work:once-${i}`))
    await new Promise((resolve) => setTimeout(resolve, 60))
  }
  await expect.poll(() => there.heard, { timeout: 8000 }).toContain('work:once-7')
  await new Promise((resolve) => setTimeout(resolve, 200))
  // A look may fall between the commit and its message, and then tells it first; told by both each
  // time, it would be sixteen.
  expect(there.heard.filter((scope) => scope.startsWith('work:once')).length).toBeLessThan(12)
})
