// Figures for whoever operates the server, in the form Prometheus reads. Counts and durations by
// route pattern: no ids, no names, no content. Served by main.ts on an address of its own
// (--metrics), never beside the app.
import { Counter, Gauge, Histogram, Registry } from 'prom-client'
import type { ChangeResult } from '#protocol/messages.ts'
import type { Backup } from '../backup/backup.ts'
import { serverFigures } from '../readModel/serverFigures.ts'
import type { Storage } from '../storage/port/storage.ts'

export interface Metrics {
  answered(route: string, method: string, status: number, seconds: number): void
  pushed(results: readonly ChangeResult[]): void
  photoTaken(bytes: number): void
  photoQuarantined(): void
  /** The text of all of them, read at this moment. */
  text(): Promise<string>
  readonly contentType: string
}

const secondsOf = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10]

export function createMetrics({
  storage,
  backup,
}: {
  storage: Storage
  backup: () => Backup | undefined
}): Metrics {
  const registers = [new Registry()]
  const [registry] = registers as [Registry]
  const durations = new Histogram({
    name: 'gridwalk_request_seconds',
    help: 'Answers by route pattern',
    labelNames: ['route', 'method', 'status'],
    buckets: secondsOf,
    registers,
  })
  const tooMany = new Counter({
    name: 'gridwalk_rate_limited_total',
    help: 'Responses with 429',
    labelNames: ['route'],
    registers,
  })
  const pushes = new Counter({
    name: 'gridwalk_pushes_total',
    help: 'Requests that carried changes',
    registers,
  })
  const changes = new Counter({
    name: 'gridwalk_changes_total',
    help: 'Changes by outcome',
    labelNames: ['fate'],
    registers,
  })
  const photos = new Counter({ name: 'gridwalk_photos_total', help: 'Photos accepted', registers })
  const photoBytes = new Counter({
    name: 'gridwalk_photo_bytes_total',
    help: 'Bytes of photos accepted',
    registers,
  })
  const quarantined = new Counter({
    name: 'gridwalk_photos_quarantined_total',
    help: 'Photos that cannot be shown',
    registers,
  })

  const gauge = (name: string, help: string): Gauge => new Gauge({ name, help, registers })
  const devicesWaiting = gauge('gridwalk_devices_waiting', 'Devices that reported unsent work')
  const conflictsOpen = gauge(
    'gridwalk_cases_open',
    'Open conflicts: parked changes not yet decided',
  )
  const auditLinks = gauge('gridwalk_audit_links', 'Entries of the audit trail')
  const lag = gauge(
    'gridwalk_second_place_lag_seconds',
    'Age of the oldest change or photo not yet in the backup; 0 when there is none',
  )
  const entriesBehind = gauge(
    'gridwalk_second_place_entries_behind',
    'Changes not yet in the backup',
  )
  const photosBehind = gauge('gridwalk_second_place_photos_behind', 'Photos not yet in the backup')

  /**
   * Read from the database when somebody asks, so that it is right on every node and after a
   * restart.
   */
  const readGauges = async (): Promise<void> => {
    const figures = await serverFigures(storage)
    devicesWaiting.set(figures.devicesWaiting)
    conflictsOpen.set(figures.conflictsOpen)
    auditLinks.set(figures.auditLinks)
    const copied = await backup()?.status()
    lag.set(copied?.lagSeconds ?? 0)
    entriesBehind.set(copied?.entriesBehind ?? 0)
    photosBehind.set(copied?.photosBehind ?? 0)
  }

  return {
    answered: (route, method, status, seconds) => {
      durations.observe({ route, method, status: String(status) }, seconds)
      if (status === 429) tooMany.inc({ route })
    },
    pushed: (results) => {
      if (results.length > 0) pushes.inc()
      for (const { s, again } of results) changes.inc({ fate: again ? 'again' : s })
    },
    photoTaken: (bytes) => {
      photos.inc()
      photoBytes.inc(bytes)
    },
    photoQuarantined: () => quarantined.inc(),
    text: async () => {
      await readGauges()
      return registry.metrics()
    },
    contentType: registry.contentType,
  }
}
