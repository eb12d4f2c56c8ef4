import { expect, it } from 'vitest'
import { rememberNetwork, networkOf } from '#server/auth/networkOf.ts'
import { createSignInDelays, signInDelays } from '#server/auth/signInDelays.ts'

function delaysAt(start = 0) {
  const clock = { now: start }
  return { clock, delays: createSignInDelays(() => clock.now) }
}

it('each try after the fifth waits twice as long as the one before, an hour at most', () => {
  const { clock, delays } = delaysAt()
  for (let i = 0; i < signInDelays.free; i++) expect(delays.whyWait('name:1:1')).toBeNull()
  const waits: number[] = []
  for (let i = 0; i < 9; i++) {
    const wait = delays.whyWait('name:1:1')!
    waits.push(wait)
    clock.now += (wait - 1) * 1000
    expect(delays.whyWait('name:1:1')).toBe(1)
    clock.now += 1000
    expect(delays.whyWait('name:1:1')).toBeNull()
  }
  expect(waits).toEqual([60, 120, 240, 480, 960, 1920, 3600, 3600, 3600])
})

it('holds nothing against another caller, nor against one who got in or has not tried for a day', () => {
  const { clock, delays } = delaysAt()
  const useUp = (): void => {
    for (let i = 0; i < signInDelays.free; i++) delays.whyWait('name:1:1')
    expect(delays.whyWait('name:1:1')).toBe(60)
  }
  useUp()
  expect(delays.whyWait('name:1:2')).toBeNull()
  delays.forgive('name:1:1')
  useUp()
  clock.now += signInDelays.forgottenMs
  expect(delays.whyWait('name:1:1')).toBeNull()
})

it('strangers have a bound together, phones and desks that are known none', () => {
  const { clock, delays } = delaysAt()
  for (let i = 0; i < signInDelays.strangers.burst; i++)
    expect(delays.whyWait(`name:${i}:1`)).toBeNull()
  expect(delays.whyWait('name:x:1')).toBe(1)
  expect(delays.whyWait('device:d')).toBeNull()
  clock.now += 1000
  expect(delays.whyWait('name:x:1')).toBeNull()
})

it.each([
  ['203.0.113.7', undefined, '203.0.113.7'],
  ['::ffff:203.0.113.7', undefined, '203.0.113.7'],
  // From anywhere but this machine it is a claim.
  ['203.0.113.7', '198.51.100.1', '203.0.113.7'],
  ['127.0.0.1', '198.51.100.1', '198.51.100.1'],
  // The last one is what the proxy itself saw.
  ['::ffff:127.0.0.1', '192.0.2.1, 198.51.100.1', '198.51.100.1'],
  ['127.0.0.1', 'nonsense', '127.0.0.1'],
  ['2001:db8:0:7::1', undefined, '2001:db8:0:7'],
  ['2001:0db8:0000:0007:ffff::2', undefined, '2001:db8:0:7'],
  ['2001:db8::1', undefined, '2001:db8:0:0'],
  [undefined, undefined, ''],
])('of %j, forwarded for %j, the network is %j', (address, forwarded, network) => {
  const request = new Request('http://localhost/', {
    headers: forwarded === undefined ? {} : { 'X-Forwarded-For': forwarded },
  })
  rememberNetwork(request, address)
  expect(networkOf(request)).toBe(network)
})

it('of a request that nobody noted, nothing is told', () =>
  expect(networkOf(new Request('http://localhost/'))).toBe(''))
