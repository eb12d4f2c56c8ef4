// What the tables hand back, turned into what the port promises.
import type { DeviceId, ClientId, MemberId } from '#domain/ids.ts'
import { type Fields, type Row, rowOf, type RowType } from '#domain/row.ts'
import type { ChangeResult } from '#protocol/messages.ts'
import {
  type Device,
  type DeviceTelemetry,
  type Invite,
  rowName,
  type ScopedRow,
} from './storage.ts'
import { type JournalEntry } from './journal.ts'

export interface RowRecord<T extends RowType = RowType> {
  t: T
  id: string
  v: number
  fv: string
  f: string
}
export interface ScopedRecord extends RowRecord {
  seq: number
  is_out: number
}
export interface JournalRecord {
  install: ClientId
  n: number
  change_id: string
  hash: string
  result: string
}
export interface DeviceRecord {
  id: DeviceId
  member_id: MemberId
  secret_hash: string
  label: string
  created_at: number
  bound_by: DeviceId | null
  revoked_at: number | null
  seen_at: number | null
  waiting_changes: number
  waiting_photos: number
  waiting_since: number | null
  app: string | null
  clock_off_ms: number | null
  persisted: number | null
  installed: number | null
  unreadable: number | null
}
export interface InviteRecord {
  secret_hash: string
  member_id: MemberId
  created_by: string
  expires_at: number
  taken_at: number | null
}

export const rowFrom = <T extends RowType>({ t, id, v, fv, f }: RowRecord<T>): Row<T> =>
  rowOf({ t, id, v: Number(v), fv: JSON.parse(fv) as Row['fv'] }, JSON.parse(f) as Fields)

/** The stored fields are already JSON; they travel as they are, without a parse on the way. */
export function scopedRowFrom(record: ScopedRecord): ScopedRow {
  const brief = rowName({ t: record.t, id: record.id, v: Number(record.v) })
  const seq = Number(record.seq)
  const open = brief.slice(0, -1)
  if (Number(record.is_out)) return { seq, json: `${open},"out":1}`, brief: `${open},"out":1}` }
  return { seq, json: `${open},"fv":${record.fv},"f":${record.f}}`, brief }
}

export const journalFrom = (record: JournalRecord): JournalEntry => ({
  install: record.install,
  n: Number(record.n),
  changeId: record.change_id,
  hash: record.hash,
  result: JSON.parse(record.result) as ChangeResult,
})

const orNull = (value: number | null): number | null => (value === null ? null : Number(value))

const asClaim = (bit: number | null): boolean | null => (bit === null ? null : Number(bit) === 1)
const asBit = (claim: boolean | null): number | null => (claim === null ? null : Number(claim))

const telemetryFrom = (record: DeviceRecord, app: string): DeviceTelemetry => ({
  app,
  clockOffMs: Number(record.clock_off_ms),
  isPersisted: asClaim(record.persisted),
  isInstalled: asClaim(record.installed),
  unreadable: orNull(record.unreadable),
})

/** In the order of `markSeen`. */
export const telemetryColumns = (says?: DeviceTelemetry): (string | number | null)[] =>
  says
    ? [says.app, says.clockOffMs, asBit(says.isPersisted), asBit(says.isInstalled), says.unreadable]
    : [null, null, null, null, null]

export const deviceFrom = (record: DeviceRecord): Device => ({
  id: record.id,
  memberId: record.member_id,
  secretHash: record.secret_hash,
  label: record.label,
  createdAt: Number(record.created_at),
  ...(record.bound_by === null ? {} : { boundBy: record.bound_by }),
  revokedAt: orNull(record.revoked_at),
  seenAt: orNull(record.seen_at),
  waitingChanges: Number(record.waiting_changes),
  waitingPhotos: Number(record.waiting_photos),
  waitingSince: orNull(record.waiting_since),
  ...(record.app === null ? {} : { says: telemetryFrom(record, record.app) }),
})

export const inviteFrom = (record: InviteRecord): Invite => ({
  secretHash: record.secret_hash,
  memberId: record.member_id,
  createdBy: record.created_by,
  expiresAt: Number(record.expires_at),
  takenAt: orNull(record.taken_at),
})
