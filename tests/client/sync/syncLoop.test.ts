import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import {
  startSyncLoop,
  type SyncLoop,
  type SyncLoopEnvironment,
  type SyncLoopState,
} from '#client/sync/syncLoop.ts'
import type { SyncContext, SyncDone } from '#client/sync/syncContext.ts'
import type { Result } from '#domain/result.ts'
import { aCache, aCapture } from '../db/aCapture.ts'

let loop: SyncLoop | undefined
beforeEach(() => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] })
  vi.spyOn(console, 'error').mockImplementation(() => undefined)
})
afterEach(() => {
  loop?.stop()
  vi.useRealTimers()
  vi.restoreAllMocks()
})

const offline = (): Promise<Response> => Promise.reject(new TypeError('offline'))

async function aLoop(
  send: SyncContext['transport']['send'] = offline,
  more: Partial<SyncLoopEnvironment> = {},
) {
  const capture = aCapture()
  await capture.meta.put({ key: 'install', value: '00000000-0000-7000-8000-000000000000' })
  const rounds: Result<SyncDone>[] = []
  const states: SyncLoopState[] = []
  let sends = 0
  const context = {
    capture,
    cache: aCache(),
    device: { id: 'd', secret: 's' },
    app: 'test',
    now: () => 1,
    transport: { send: (path: string, init: RequestInit) => (sends++, send(path, init)) },
  }
  const environment: SyncLoopEnvironment = {
    locks: undefined,
    random: () => 1,
    onState: (state) => states.push(state),
    onRound: (round) => rounds.push(round),
    ...more,
  }
  loop = startSyncLoop(context, environment)
  return { loop, rounds, states, sends: () => sends }
}

/** Lets the databases, which run on real turns of the event loop, come to rest. */
const settle = async (isSettled: () => boolean): Promise<void> => {
  for (let i = 0; i < 2000 && !isSettled(); i++)
    await new Promise((resolve) => setImmediate(resolve))
  for (let i = 0; i < 20; i++) await new Promise((resolve) => setImmediate(resolve))
  expect(isSettled()).toBe(true)
}
/** Passes time until the next round has ended; returns how long that took. */
async function waitForRound(rounds: unknown[], stepMs = 1000, mostMs = 400_000): Promise<number> {
  const before = rounds.length
  for (let waited = stepMs; waited <= mostMs; waited += stepMs) {
    const timers = vi.getTimerCount()
    vi.advanceTimersByTime(stepMs)
    if (vi.getTimerCount() < timers) {
      await settle(() => rounds.length > before)
      return waited
    }
  }
  throw new Error('no round came')
}

describe('the sync loop', () => {
  it('waits longer after each failure, up to five minutes', async () => {
    const { loop, rounds } = await aLoop()
    await loop.syncNow()
    const waits: number[] = []
    for (let i = 0; i < 8; i++) waits.push(await waitForRound(rounds))
    expect(waits).toEqual([4000, 8000, 16_000, 32_000, 64_000, 128_000, 256_000, 300_000])
  })

  it('starts over when a person asks', async () => {
    const { loop, rounds } = await aLoop()
    await loop.syncNow()
    await waitForRound(rounds)
    await waitForRound(rounds)
    await loop.syncNow()
    expect(await waitForRound(rounds)).toBe(4000)
  })

  it('waits at least as long as the server asks', async () => {
    const busy = async () =>
      new Response(JSON.stringify({ v: 1, fault: { code: 'serverBusy' } }), {
        status: 503,
        headers: { 'Retry-After': '90' },
      })
    const { loop, rounds } = await aLoop(busy)
    await loop.syncNow()
    // 90 s as told, and the whole of the first spread of 4 s.
    expect(await waitForRound(rounds)).toBe(94_000)
  })

  it('gathers acts that follow each other closely into one round', async () => {
    const { loop, rounds, sends } = await aLoop()
    for (let i = 0; i < 5; i++) loop.syncSoon()
    expect(await waitForRound(rounds, 100)).toBe(400)
    expect(sends()).toBe(1)
  })

  it('runs once more when asked during a round, and never two at once', async () => {
    let running = 0
    let most = 0
    const slow = async (): Promise<Response> => {
      most = Math.max(most, ++running)
      await new Promise((resolve) => setImmediate(resolve))
      running--
      throw new TypeError('offline')
    }
    const { loop, rounds } = await aLoop(slow)
    await Promise.all([loop.syncNow(), loop.syncNow(), loop.syncNow()])
    expect([rounds.length, most]).toEqual([2, 1])
  })

  it('leaves the work to the tab that holds the lock, and looks again', async () => {
    let isHeld = true
    const locks = {
      request: async (_name: string, _options: unknown, work: (lock: unknown) => unknown) =>
        work(isHeld ? null : {}),
    }
    const { loop, rounds, sends } = await aLoop(offline, { locks: locks as never })
    await loop.syncNow()
    expect([rounds.length, sends()]).toEqual([0, 0])
    isHeld = false
    expect(await waitForRound(rounds)).toBe(4000)
  })

  it('outlives an exception inside a round', async () => {
    const { loop, rounds } = await aLoop(() => {
      throw new RangeError('unexpected')
    })
    await loop.syncNow()
    expect(rounds).toHaveLength(1)
    await waitForRound(rounds)
    expect(rounds).toHaveLength(2)
  })

  it('outlives a listener and a lock that throw', async () => {
    const rounds: unknown[] = []
    const { loop } = await aLoop(offline, {
      onRound: (round) => {
        if (rounds.push(round) === 1) throw new Error('a screen broke')
      },
    })
    await loop.syncNow()
    await waitForRound(rounds)
    await loop.syncNow()
    expect(rounds).toHaveLength(3)
    let asked = 0
    const locks = {
      request: () => (asked++, Promise.reject(new DOMException('not now', 'SecurityError'))),
    }
    const other = await aLoop(offline, { locks: locks })
    await other.loop.syncNow()
    await other.loop.syncNow()
    expect(asked).toBe(2)
  })

  it('is silent once it is stopped', async () => {
    const { loop, rounds, states } = await aLoop()
    await loop.syncNow()
    loop.stop()
    expect(vi.getTimerCount()).toBe(0)
    vi.advanceTimersByTime(1_000_000)
    expect(rounds).toHaveLength(1)
    expect(states.at(-1)).toMatchObject({ isRunning: false, fault: { code: 'offline' } })
  })
})
