// The port to the database. Routes and the accept path speak this; SQLite stands behind it, another
// engine may (tests/contract).
import type { DeviceId, ClientId, MemberId, PhotoHash, ScopeId } from '#domain/ids.ts'
import type { Row, RowType } from '#domain/row.ts'
import type { Accepted, JournalEntry, StoredPhoto } from './journal.ts'
import type { AttemptWrites } from './attempts.ts'
import type { CredentialReads, CredentialWrites } from './credentials.ts'
import type { AuditReads, AuditWrites } from './audit.ts'
import type { ConflictReads, ConflictWrites } from './conflicts.ts'
import type { DurabilityReads, DurabilityWrites } from './durability.ts'
import type { FigureReads, FigureWrites } from './figures.ts'
import type { GridReads } from './grids.ts'
import type { HistoryReads, HistoryWrites } from './history.ts'
import type { IncidentReads, IncidentWrites } from './incidents.ts'
import type { LedgerReads, LedgerWrites } from './ledger.ts'
import type { OutcomeReads, OutcomeWrites } from './outcomes.ts'
import type { RescueReads, RescueWrites } from './rescue.ts'
import type { StagingReads, StagingWrites } from './staging.ts'
import type { QuarantineReads, QuarantineWrites } from './quarantine.ts'
import type { SealReads, SealWrites } from './seals.ts'
import type { WipeReads, WipeWrites } from './wipes.ts'

export interface Storage {
  /**
   * Runs in one transaction, alone on every scope it locks; committed to disk before the promise
   * resolves. Rolls back when `work` throws.
   */
  write<T>(work: (tx: WriteTx) => Promise<T>): Promise<T>
  /** Runs on one snapshot. */
  read<T>(work: (tx: ReadTx) => Promise<T>): Promise<T>
  close(): Promise<void>
}

export interface ClientLog {
  install: ClientId
  deviceId: DeviceId
  /** Highest change number that was applied or parked. */
  last: number
  /** Up to this number a change may have ended a process (attempts.ts). */
  suspectTo?: number
}

/** A row in a scope's order; `json` is the row as it goes over the wire, already text. */
export interface ScopedRow {
  seq: number
  json: string
  /** The row by name and version alone (`rowName`), for an answer that carries it whole already. */
  brief: string
}

export const rowName = ({ t, id, v }: Pick<Row, 't' | 'id' | 'v'>): string =>
  `{"t":${JSON.stringify(t)},"id":${JSON.stringify(id)},"v":${v}}`

export interface Device {
  id: DeviceId
  memberId: MemberId
  secretHash: string
  label: string
  createdAt: number
  /** The device from whose session it was bound; absent for one that took an invite. */
  boundBy?: DeviceId
  revokedAt: number | null
  /** Last contact, and what it said was still waiting on it. */
  seenAt: number | null
  waitingChanges: number
  waitingPhotos: number
  waitingSince: number | null
  /** What its app said of itself at the last contact. */
  says?: DeviceTelemetry
}

export interface DeviceTelemetry {
  app: string
  /** How far its clock was ahead of ours. */
  clockOffMs: number
  /** Whether its browser promised to keep what is stored; null where the app does not say. */
  isPersisted: boolean | null
  isInstalled: boolean | null
  /** Photos it can no longer read. */
  unreadable: number | null
}

/** Last contact and what it said waits. */
export type DeviceSeen = Pick<
  Device,
  'seenAt' | 'waitingChanges' | 'waitingPhotos' | 'waitingSince' | 'says'
>

export interface Invite {
  secretHash: string
  memberId: MemberId
  createdBy: string
  expiresAt: number
  takenAt: number | null
}

export interface ReadTx
  extends
    ConflictReads,
    CredentialReads,
    DurabilityReads,
    FigureReads,
    GridReads,
    HistoryReads,
    IncidentReads,
    OutcomeReads,
    RescueReads,
    AuditReads,
    LedgerReads,
    QuarantineReads,
    WipeReads,
    StagingReads,
    SealReads {
  epoch(): Promise<string>
  /** Rows are believed to be what their type says: they were checked before they were written. */
  row<T extends RowType>(t: T, id: string): Promise<Row<T> | undefined>
  rows<T extends RowType>(t: T): Promise<Row<T>[]>
  rowsOf<T extends RowType>(t: T, ids: readonly string[]): Promise<Row<T>[]>
  scopesOf(t: RowType, id: string): Promise<ScopeId[]>
  heads(scopes: readonly ScopeId[]): Promise<Map<ScopeId, number>>
  allHeads(): Promise<Map<ScopeId, number>>
  /** Rows of a scope after a cursor, oldest first, at most `limit`. */
  rowsAfter(scope: ScopeId, after: number, limit: number): Promise<ScopedRow[]>
  clientLog(install: ClientId): Promise<ClientLog | undefined>
  journal(install: ClientId, from: number, to: number): Promise<JournalEntry[]>
  /** The change as it came under this number, as text. */
  journalBody(install: ClientId, n: number): Promise<string | undefined>
  photo(hash: PhotoHash): Promise<StoredPhoto | undefined>
  /** Which of these the member has handed in. */
  depositedBy(member: MemberId, hashes: readonly PhotoHash[]): Promise<Set<PhotoHash>>
  /** True when a row in one of the scopes names the photo, by a member who had its bytes. */
  isPhotoIn(hash: PhotoHash, scopes: readonly ScopeId[]): Promise<boolean>
  /** The rows in which the member names the photo. */
  rowsNaming(hash: PhotoHash, member: MemberId): Promise<{ t: RowType; id: string }[]>
  /** The member's upload under way. Each has their own: another's bytes prove nothing. */
  upload(hash: PhotoHash, member: MemberId): Promise<string | undefined>
  device(id: DeviceId): Promise<Device | undefined>
  devices(): Promise<Device[]>
  /** Of those that are there. */
  deviceLabels(ids: readonly DeviceId[]): Promise<Map<DeviceId, string>>
  devicesOf(member: MemberId): Promise<Device[]>
  invite(secretHash: string): Promise<Invite | undefined>
}

export interface WriteTx
  extends
    ReadTx,
    ConflictWrites,
    CredentialWrites,
    DurabilityWrites,
    FigureWrites,
    HistoryWrites,
    IncidentWrites,
    OutcomeWrites,
    RescueWrites,
    AttemptWrites,
    AuditWrites,
    LedgerWrites,
    QuarantineWrites,
    WipeWrites,
    StagingWrites,
    SealWrites {
  /** The client log's row, locked and made if new. */
  lockClientLog(install: ClientId, deviceId: DeviceId): Promise<ClientLog>
  /** Locks in sorted order; only these scopes may be written to by `putRow`. */
  lockScopes(scopes: readonly ScopeId[]): Promise<void>
  /**
   * Stores the row and gives it the next number in each of its scopes; scopes it left get an `out`.
   */
  putRow(row: Row, scopes: readonly ScopeId[]): Promise<void>
  /** Writes down that the member names these photos in the row. */
  namePhotos(t: RowType, id: string, member: MemberId, hashes: readonly PhotoHash[]): Promise<void>
  putJournal(entry: Accepted): Promise<void>
  setLast(install: ClientId, last: number): Promise<void>
  putLost(
    install: ClientId,
    deviceId: DeviceId,
    from: number,
    to: number,
    at: number,
  ): Promise<void>
  /** The photo is here, handed in by this device's member. */
  putPhoto(photo: StoredPhoto, by: Pick<Device, 'id' | 'memberId'>, at: number): Promise<void>
  putUpload(hash: PhotoHash, member: MemberId, uploadId: string, at: number): Promise<void>
  dropUpload(hash: PhotoHash, member: MemberId): Promise<void>
  putDevice(device: Device): Promise<void>
  /** No audit, no scope. */
  markSeen(id: DeviceId, seen: DeviceSeen): Promise<void>
  putInvite(invite: Invite): Promise<void>
}
