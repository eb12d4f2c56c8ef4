import { afterAll, beforeAll, expect, it } from 'vitest'
import { aVisit, aWire } from '../aWire.ts'
import { anEndpoint, cast, type Cast, type World } from '../world.ts'

let world: World
beforeAll(async () => (world = await anEndpoint()))
afterAll(async () => {
  expect(world.errors).toEqual([])
  await world.close()
})

/** Listens as a member; `said` is all text that came so far. */
async function aListener(who: Cast) {
  const wire = await aWire(world, who)
  const answer = await wire.call('GET', '/api/hints', undefined, { Authorization: '' })
  const reader = answer.body!.getReader()
  const listener = { wire, type: answer.headers.get('Content-Type'), said: '', hasEnded: false, stop: () => reader.cancel() }
  void (async () => {
    for (;;) {
      const { done, value } = await reader.read()
      if (done) {
        listener.hasEnded = true
        return
      }
      listener.said += new TextDecoder().decode(value)
    }
  })().catch(() => undefined)
  return listener
}

it('H1 is a stream of events that name scopes and carry no data', async () => {
  const worker = await aListener('worker')
  const { wire } = worker
  expect(worker.type).toContain('text/event-stream')
  const frame = wire.creation({ note: 'not for the stream' })
  await wire.push(frame)
  await expect.poll(() => worker.said).toContain('event: hint')
  const [, data] = /event: hint\ndata: (.*)/.exec(worker.said)!
  expect(JSON.parse(data!)).toEqual({ scopes: ['work:g-1', `me:${cast.worker.id}`] })
  expect(worker.said).not.toContain('not for the stream')
  expect(worker.said).not.toContain(frame.row as string)
  await worker.stop()
})

it('H1 tells each member of their own scopes only', async () => {
  const [desk, volunteer, neighbour] = [await aListener('supervisor'), await aListener('volunteer'), await aListener('neighbour')]
  const worker = await aWire(world, 'worker')
  await worker.push(worker.creation(aVisit))
  await expect.poll(() => desk.said).toContain('care:g-1')
  await worker.push(worker.creation())
  await expect.poll(() => volunteer.said).toContain('work:g-1')
  expect(volunteer.said).not.toContain('care:')
  expect(desk.said).not.toContain('me:')
  expect(neighbour.said).not.toContain('hint')
  for (const each of [desk, volunteer, neighbour]) await each.stop()
})

it('H1 tells nothing more once the session has ended', async () => {
  const volunteer = await aListener('volunteer')
  const still = await aListener('volunteer')
  await volunteer.wire.network.send('/api/session/end', { method: 'POST', body: '{}', headers: { 'Content-Type': 'application/json' } })
  const worker = await aWire(world, 'worker')
  await worker.push(worker.creation())
  await expect.poll(() => still.said).toContain('work:g-1')
  expect(volunteer.said).not.toContain('work:g-1')
  await still.stop()
})

it('H1 a member has a dozen streams at most; the oldest gives way', async () => {
  const first = await aListener('handler')
  const others = await Promise.all(Array.from({ length: 3 }, () => aListener('handler')))
  for (let n = 0; n < 9; n++) others.push(await aListener('handler'))
  await expect.poll(() => first.hasEnded).toBe(true)
  expect(others.map((each) => each.hasEnded)).toEqual(others.map(() => false))
  for (const each of others) await each.stop()
})

it('H1 is for those who are signed in', async () => {
  const wire = await aWire(world, 'worker')
  wire.network.cookie = ''
  expect((await wire.call('GET', '/api/hints')).status).toBe(401)
})
