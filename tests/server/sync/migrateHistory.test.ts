import { expect, it } from 'vitest'
import { migrateHistory } from '#server/sync/migrateHistory.ts'
import { aProtocolClient } from '../../aProtocolClient.ts'
import { aWorld, cast } from '../../world.ts'

it('what was overwritten before there were rows of history gets them, once', async () => {
  const world = await aWorld()
  const worker = await aProtocolClient(world, 'worker')
  const report = worker.creation({ note: 'before' })
  const patch = worker.patch(report.row, { set: { note: 'after' } })
  await worker.push(report, patch)
  const { storage } = world.deps
  const rows = async () => (await storage.read((tx) => tx.rows('history'))).map((row) => row.f)
  const { by, at, ...made } = (await rows())[0]!
  expect([by, typeof at]).toEqual([cast.worker.id, 'number'])
  await world.driver.write(async (session) => {
    for (const table of ['row_state', 'row_scope'])
      await session.run(`DELETE FROM ${table} WHERE t = 'history'`)
  })
  expect(await migrateHistory(storage)).toBe(1)
  expect(await migrateHistory(storage)).toBe(0)
  expect(await rows()).toEqual([made])
  await world.close()
})
