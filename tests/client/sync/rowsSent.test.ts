// What a round of sync says of itself, for the log that a person reads.
import { afterEach, beforeEach, expect, it } from 'vitest'
import { aPhone, aWorld, type World } from '../../world.ts'

let world: World
beforeEach(async () => (world = await aWorld()))
afterEach(() => world.close())

it('names each row of which something arrived, once, and none that only came in', async () => {
  const phone = await aPhone(world, 'worker')
  const desk = await aPhone(world, 'supervisor')
  await desk.report({ note: 'of somebody else' })
  await desk.sync()
  const first = await phone.report({ note: 'first' })
  await phone.step(await phone.view(first), 'note', { comment: 'one thing more' })
  const second = await phone.report({ note: 'second' })
  const round = await phone.sync()
  expect(round.ok && round.value.rowsSent).toEqual([first, second])
  const quiet = await phone.sync()
  expect(quiet.ok && quiet.value.rowsSent).toEqual([])
})
