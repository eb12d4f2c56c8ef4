// What a person is told of sync, from what the loop says of its rounds.
import { createPinia, setActivePinia } from 'pinia'
import { nextTick, shallowReactive, shallowRef } from 'vue'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import type { SyncDone } from '#client/sync/syncContext.ts'
import type { SyncLoopEnvironment } from '#client/sync/syncLoop.ts'
import { type Fault, fault } from '#domain/fault.ts'
import { fail, succeed } from '#domain/result.ts'
import { useSync } from '#state/useSync.ts'

const told = vi.hoisted(() => ({
  loops: [] as { environment: SyncLoopEnvironment; stop: () => void; syncSoon: () => void }[],
  log: { contactAt: null as number | null, log: [] as unknown[] },
  saved: [] as unknown[],
  session: {} as { current: unknown; isReading: boolean },
}))

vi.mock('#state/device.ts', () => ({
  useDevice: () => ({ environment: { now: () => 1000, local: {} }, transport: {}, app: 'a' }),
}))
vi.mock('#state/useSession.ts', () => ({ useSession: () => told.session }))
vi.mock('#state/useStorageHealth.ts', () => ({ useStorageHealth: () => ({ isPersisted: true }) }))
vi.mock('#state/useInstall.ts', () => ({ useInstall: () => ({ isInstalled: true }) }))
vi.mock('#state/usePhoneState.ts', () => ({ usePhoneState: () => ({ clockOff: 0 }) }))
vi.mock('#state/useLive.ts', () => ({
  useLive: (_: unknown, __: unknown, empty: unknown) => ({ value: shallowRef(empty) }),
}))
vi.mock('#client/sync/listenToHints.ts', () => ({ listenToHints: () => () => undefined }))
vi.mock('#client/sensors/network.ts', () => ({ watchNetwork: () => undefined }))
vi.mock('#client/phone/syncing.ts', () => ({
  startSyncing: (_: unknown, __: unknown, environment: SyncLoopEnvironment) => {
    const loop = { environment, stop: vi.fn(), syncSoon: vi.fn(), syncNow: vi.fn() }
    told.loops.push(loop)
    return loop
  },
  readLog: () => Promise.resolve(told.log),
  saveLog: (_: unknown, log: unknown) => Promise.resolve(void told.saved.push(log)),
  sendForOthers: () => Promise.resolve(),
}))

beforeEach(() => {
  vi.stubGlobal('navigator', { onLine: true, locks: undefined })
  vi.stubGlobal('document', { addEventListener: () => undefined, visibilityState: 'visible' })
  vi.stubGlobal('addEventListener', () => undefined)
  setActivePinia(createPinia())
  told.loops.length = told.saved.length = 0
  told.log = { contactAt: null, log: [] }
  told.session = shallowReactive({ current: { memberId: 'm-1' }, isReading: true })
})
afterEach(() => vi.unstubAllGlobals())

const round = (more: Partial<SyncDone> = {}) =>
  succeed<SyncDone>({
    pushed: 0,
    rowsSent: [],
    pulledRows: 0,
    photosSent: 0,
    isReading: true,
    ...more,
  })
const say = (why: Fault | null, isReading = true): void =>
  told.loops.at(-1)!.environment.onState({ isRunning: false, isReading, fault: why, photosLeft: 0 })

test.each([
  [null, 'online'],
  [fault('offline'), 'unreachable'],
  [fault('notOurAnswer'), 'unreachable'],
  [fault('comeLater'), 'online'],
  [fault('revokedDevice'), 'refused'],
  [fault('unknownDevice'), 'refused'],
] as const)('a loop that stands at %j is %s', (why, connection) => {
  const sync = useSync()
  say(why)
  expect(sync.connection).toBe(connection)
  expect(sync.isFull).toBe(why?.code === 'comeLater')
})

test('the same failure again and again is one line with the newest time', () => {
  const sync = useSync()
  const { onRound } = told.loops[0]!.environment
  onRound(fail(fault('offline')))
  onRound(fail(fault('offline')))
  onRound(round({ pushed: 2 }))
  onRound(round())
  onRound(fail(fault('offline')))
  expect(sync.log.map(({ key }) => key)).toEqual(['fault.offline', 'syncLog.done', 'fault.offline'])
  expect(sync.lastContactAt).toBe(1000)
  expect(told.saved).toHaveLength(5)
})

test('what an earlier start has noted is there, behind what has happened since', async () => {
  told.log = { contactAt: 7, log: [{ at: 5, key: 'syncLog.done', detail: {} }] }
  const sync = useSync()
  expect(sync.isLogRead).toBe(false)
  told.loops[0]!.environment.onRound(fail(fault('offline')))
  await vi.waitFor(() => expect(sync.isLogRead).toBe(true))
  expect(sync.log.map(({ key }) => key)).toEqual(['fault.offline', 'syncLog.done'])
  expect(sync.lastContactAt).toBe(7)
})

test('a session that has ended tells the screens; another member gets a loop of their own', async () => {
  useSync()
  say(null, false)
  expect(told.session.isReading).toBe(false)
  const [first] = told.loops
  told.session.current = { memberId: 'm-2' }
  await nextTick()
  expect(first!.stop).toHaveBeenCalled()
  expect(told.loops).toHaveLength(2)
  expect(told.loops[1]!.syncSoon).toHaveBeenCalled()
})
