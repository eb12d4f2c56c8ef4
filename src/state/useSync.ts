// What the person sees of sync: connection, what waits, what happened, and one button.
import { defineStore } from 'pinia'
import { computed, ref, shallowRef, watch } from 'vue'
import { writeWaiting } from '#client/db/localFallback.ts'
import type { SyncLogEntry } from '#client/db/meta.ts'
import { outboxOf } from '#client/phone/outbox.ts'
import type { PhoneSession } from '#client/phone/phoneSession.ts'
import { readLog, saveLog, sendForOthers, startSyncing } from '#client/phone/syncing.ts'
import type { Waiting } from '#client/db/tables.ts'
import type { OtherUsersWaiting } from '#client/session/uploadOtherUsers.ts'
import { watchNetwork } from '#client/sensors/network.ts'
import { listenToHints } from '#client/sync/listenToHints.ts'
import type { Transport } from '#client/http/transport.ts'
import type { SyncLoop, SyncLoopState } from '#client/sync/syncLoop.ts'
import type { SyncDone } from '#client/sync/syncContext.ts'
import type { FaultCode } from '#domain/fault.ts'
import type { Instant } from '#domain/ids.ts'
import type { Result } from '#domain/result.ts'
import { useDevice } from './device.ts'
import { useInstall } from './useInstall.ts'
import { useLive } from './useLive.ts'
import { useSession } from './useSession.ts'
import { usePhoneState } from './usePhoneState.ts'
import { useStorageHealth } from './useStorageHealth.ts'

export type { SyncLogEntry } from '#client/db/meta.ts'

const logLength = 100
/** Rows named by one line of it. */
const rowsOfALine = 20
/** The server answers, but not this phone: only a new invite helps. */
const refusals = new Set<FaultCode>(['revokedDevice', 'unknownDevice'])

export const useSync = defineStore('sync', () => {
  const device = useDevice()
  const session = useSession()
  const health = useStorageHealth()
  const install = useInstall()
  const phone = usePhoneState()
  const hasNetwork = ref(navigator.onLine)
  const loopState = shallowRef<SyncLoopState>({
    isRunning: false,
    isReading: true,
    fault: null,
    photosLeft: 0,
  })
  const log = shallowRef<SyncLogEntry[]>([])
  /** Earlier rounds are known too. */
  const isLogRead = ref(false)
  /** Null until it has been counted: that nothing waits is a finding, not where one starts from. */
  const { value: waiting } = useLive<Waiting | null>(
    () => session.current,
    (phone) => phone.waiting(),
    null,
  )
  const { value: waitingRecords } = useLive(
    () => session.current,
    (phone) => phone.waitingRecords(),
    { records: 0, beside: [] as string[] },
  )
  const contactAt = ref<Instant | null>(null)
  const othersWaiting = shallowRef<OtherUsersWaiting>({ changes: 0, photos: 0 })
  let loop: SyncLoop | null = null
  let stopHints: (() => void) | null = null

  /** The server answers and has no room for more of this member's work just now. */
  const isFull = computed(() => loopState.value.fault?.code === 'comeLater')
  const connection = computed<'online' | 'offline' | 'unreachable' | 'refused'>(() => {
    if (!hasNetwork.value) return 'offline'
    if (loopState.value.fault && refusals.has(loopState.value.fault.code)) return 'refused'
    return loopState.value.fault === null || isFull.value ? 'online' : 'unreachable'
  })

  function note(result: Result<SyncDone>): void {
    const at = device.environment.now()
    if (result.ok) contactAt.value = at
    write(result, at)
    if (session.current)
      void saveLog(session.current, { contactAt: contactAt.value, log: log.value })
  }

  function write(result: Result<SyncDone>, at: Instant): void {
    if (!result.ok)
      return push({ at, key: `fault.${result.fault.code}`, detail: result.fault.detail ?? {} })
    const { pushed, rowsSent, pulledRows, photosSent, later } = result.value
    if (later) push({ at, key: `fault.${later.code}`, detail: later.detail ?? {} })
    if (pushed + pulledRows + photosSent > 0)
      push({
        at,
        key: 'syncLog.done',
        detail: { pushed, pulledRows, photosSent },
        rows: rowsSent.slice(0, rowsOfALine),
      })
  }

  function push(entry: SyncLogEntry): void {
    const [last, ...older] = log.value
    // The same failure again and again is one line with the newest time.
    log.value =
      last?.key === entry.key && entry.key.startsWith('fault.')
        ? [entry, ...older]
        : [entry, ...log.value].slice(0, logLength)
  }

  function follow(current: PhoneSession | null): void {
    loop?.stop()
    stopHints?.()
    loop = null
    log.value = []
    contactAt.value = null
    isLogRead.value = false
    if (!current) return
    void readLog(current).then((syncLog) => {
      if (session.current !== current) return
      log.value = [...log.value, ...syncLog.log].slice(0, logLength)
      contactAt.value ??= syncLog.contactAt
      isLogRead.value = true
    })
    loop = startSyncing(
      current,
      {
        transport: device.transport,
        app: device.app,
        now: device.environment.now,
        storage: () => ({ persisted: health.isPersisted, installed: install.isInstalled }),
      },
      {
        locks: navigator.locks,
        random: Math.random,
        onState: (state) => {
          loopState.value = state
          session.isReading = state.isReading
        },
        onRound: note,
        onWipe: () => session.wipe(),
        afterRound: (isOwnWanted) => afterRound(current, isOwnWanted),
      },
    )
    stopHints = listenToHints(() => loop?.syncSoon(), {
      document,
      EventSource: globalThis.EventSource,
    })
    loop.syncSoon()
  }

  /**
   * Others' files that were taken in here, then the work other people left on this phone. One's own
   * work goes first at any time.
   */
  async function afterRound(current: PhoneSession, isOwnWanted: () => boolean): Promise<void> {
    const transport: Transport = {
      send: (path, init) =>
        isOwnWanted()
          ? Promise.reject(new DOMException('the own work first', 'AbortError'))
          : device.transport.send(path, init),
    }
    const { environment, app } = device
    await sendForOthers(current, {
      environment,
      transport,
      app,
      onWaiting: (left) => (othersWaiting.value = left),
    })
  }

  watch(() => session.current, follow, { immediate: true })
  // In the local fallback, so that what clearing this phone's data has cost can be said afterwards.
  watch(
    waiting,
    (counted) =>
      session.current &&
      counted &&
      writeWaiting(device.environment.local, session.current.memberId, counted),
  )
  watchNetwork((mayBeOnline) => {
    hasNetwork.value = mayBeOnline
    if (mayBeOnline) void loop?.syncNow()
  })
  const wake = (): void => {
    if (document.visibilityState === 'visible') loop?.syncSoon()
  }
  for (const event of ['visibilitychange', 'resume']) document.addEventListener(event, wake)
  globalThis.addEventListener('pageshow', wake)

  return {
    connection,
    isRunning: computed(() => loopState.value.isRunning),
    lastContactAt: computed(() =>
      contactAt.value === null ? null : contactAt.value + phone.clockOff,
    ),
    photosLeft: computed(() => loopState.value.photosLeft),
    waiting,
    /** Of `waiting.changes`, which may be told a moment before. */
    waitingRecords,
    othersWaiting,
    isLogRead,
    isFull,
    log: computed(() => log.value.map((entry) => ({ ...entry, at: entry.at + phone.clockOff }))),
    /** A person asks for it: what they might still have taken back goes as well. */
    syncNow: async () => {
      if (session.current)
        await outboxOf(session.current, device.environment)
          .letAllStand()
          .catch(() => undefined)
      return loop?.syncNow()
    },
    syncSoon: () => loop?.syncSoon(),
  }
})
