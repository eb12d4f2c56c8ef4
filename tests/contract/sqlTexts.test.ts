// An engine keeps what it has prepared for as long as the process lives: texts that differ with the
// size of a push would never end.
import { expect, it } from 'vitest'
import type { SqlDriver, SqlSession } from '#server/storage/sql/sqlDriver.ts'
import { aProtocolClient } from '../aProtocolClient.ts'
import { openEngine } from '../anEngine.ts'
import { aWorld } from '../world.ts'

/** Notes every text that the engine is asked with. */
function noting(driver: SqlDriver, texts: Set<string>): SqlDriver {
  const noted = (session: SqlSession): SqlSession => ({
    ...session,
    all: (sql, values) => (texts.add(sql), session.all(sql, values)),
    first: (sql, values) => (texts.add(sql), session.first(sql, values)),
    run: (sql, values) => (texts.add(sql), session.run(sql, values)),
    alter: (sql, values) => (texts.add(sql), session.alter(sql, values)),
  })
  return {
    ...driver,
    write: (work) => driver.write((session) => work(noted(session))),
    read: (work) => driver.read((session) => work(noted(session))),
  }
}

it('pushes of every size are written and answered with the same few SQL texts', async () => {
  const texts = new Set<string>()
  const world = await aWorld({
    openDriver: async (file) => noting(await openEngine(file), texts),
  })
  try {
    const client = await aProtocolClient(world, 'worker')
    const push = async (size: number): Promise<void> => {
      const photos = {
        waiting: 0,
        bytes: 0,
        received: Array.from({ length: size }, (_, i) => String(i).padStart(64, '0')),
      }
      const answer = await client.sync(
        Array.from({ length: size }, () => client.creation()),
        { pull: { cursors: {}, max: 100_000 }, photos },
      )
      expect(answer.push.results).toHaveLength(size)
    }
    for (const size of [1, 2, 4, 8, 16, 32, 50]) await push(size)
    const before = new Set(texts)
    for (const size of [3, 6, 11, 27, 47]) await push(size)
    expect([...texts].filter((sql) => !before.has(sql))).toEqual([])
    expect([...texts].filter((sql) => /\bIN \(\?/.test(sql))).toEqual([])
  } finally {
    await world.close()
  }
})
