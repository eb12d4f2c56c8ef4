// Figures after an update, and after a release that does not know of them has written.
import { afterEach, beforeEach, expect, it } from 'vitest'
import type { GridId } from '#domain/ids.ts'
import { projectRows } from '#server/readModel/projectRows.ts'
import { serverFigures } from '#server/readModel/serverFigures.ts'
import { aProtocolClient, type ProtocolClient } from '../../aProtocolClient.ts'
import { aWorld, type World } from '../../world.ts'

let world: World
let worker: ProtocolClient
beforeEach(async () => {
  world = await aWorld()
  worker = await aProtocolClient(world, 'worker')
})
afterEach(async () => {
  expect(world.errors).toEqual([])
  await world.close()
})

const open = async () => (await serverFigures(world.deps.storage)).conflictsOpen
const say = (sql: string) => world.driver.write((session) => session.run(sql))
const park = (count: number) =>
  worker.push(
    ...Array.from({ length: count }, () => worker.creation({ gridId: 'g-404' as GridId })),
  )

it('counts what was parked before the update, once it has started', async () => {
  await park(3)
  await say('UPDATE row_state SET status = NULL, status_v = NULL')
  expect(await open()).toBe(0)
  expect(await projectRows(world.deps.storage)).toBe(3)
  expect([await open(), await projectRows(world.deps.storage)]).toEqual([3, 0])
})

it('counts rightly after an earlier release has decided and parked in between', async () => {
  await park(2)
  const [first] = await world.deps.storage.read((tx) => tx.rows('case'))
  await say(
    `UPDATE row_state SET v = v + 1, f = REPLACE(f, '"standing":"open"', '"standing":"declined"') WHERE t = 'case' AND id = '${first!.id}'`,
  )
  await say(
    `INSERT INTO row_state (t, id, v, fv, f) VALUES ('case', 'by-an-earlier-release', 1, '{}', '{"standing":"open"}')`,
  )
  expect(await projectRows(world.deps.storage)).toBe(2)
  expect(await open()).toBe(2)
})

it('takes more rows than one transaction holds', async () => {
  await park(50)
  await say(
    `INSERT INTO row_state (t, id, v, fv, f) SELECT 'case', a.id || b.id, 1, '{}', '{"standing":"open"}' FROM row_state a, row_state b WHERE a.t = 'case' AND b.t = 'case' AND a.id < b.id`,
  )
  expect(await projectRows(world.deps.storage)).toBe((50 * 49) / 2)
  expect(await open()).toBe(50 + (50 * 49) / 2)
})
