// What the storage knows of the backup: what still has to be copied, what is copied, and what
// may be called backed up. Read and written by backup/ and restore/; the answer to a phone
// takes `durable` and `backupStateOf` from here (B1, B3).
import type { DeviceId, ClientId, Instant, MemberId, PhotoHash } from '#domain/ids.ts'
import type { Accepted, StoredPhoto } from './journal.ts'

/** A client log whose journal reaches further than its copy. */
export interface ClientLogBehind {
  install: ClientId
  deviceId: DeviceId
  durable: number
  last: number
}

/** Who handed a photo in, with all that is known of the photo. */
export interface Deposit extends StoredPhoto {
  memberId: MemberId
  deviceId: DeviceId
  receivedAt: Instant
}

/** A part of one client log that lies in the backup now. */
export interface CopiedPart {
  install: ClientId
  after: number
  upTo: number
  entries: number
}

export interface Lag {
  entries: number
  photos: number
  /** When the oldest of them was received; null when nothing waits. */
  since: Instant | null
}

/** Sums that only ever grow: a database in which one is smaller than it was is an older one. */
export interface Heads {
  rows: number
  changes: number
}

export interface DurabilityReads {
  /** Every journal entry of the client up to this number is in the backup. */
  durable(install: ClientId): Promise<number>
  clientLogsBehind(limit: number): Promise<ClientLogBehind[]>
  entriesAfter(install: ClientId, after: number, limit: number): Promise<Accepted[]>
  /** By hash, those after this one. */
  depositsBehind(
    afterHash: string,
    limit: number,
  ): Promise<(Deposit & { isPhotoDurable: boolean })[]>
  depositorsOf(hash: PhotoHash): Promise<MemberId[]>
  /** Of those that the member handed in. */
  backupStateOf(
    member: MemberId,
    hashes: readonly PhotoHash[],
  ): Promise<{ backedUp: PhotoHash[]; missing: PhotoHash[] }>
  isMissing(hash: PhotoHash): Promise<boolean>
  photosAfter(hash: string, limit: number): Promise<PhotoHash[]>
  lag(): Promise<Lag>
  sumOfHeads(): Promise<Heads>
  /** What this database was, before a restore or a failover changed its epoch on purpose. */
  previousEpochs(): Promise<string[]>
  note(key: string): Promise<string | undefined>
}

export interface DurabilityWrites {
  /**
   * Holds only where nothing turned up late in that part since it was read; else it is copied
   * again.
   */
  markCopied(part: CopiedPart): Promise<void>
  /** A number that was named lost has arrived after all: it is not in the backup yet (B2). */
  takeBackDurable(install: ClientId, n: number): Promise<void>
  markPhotoDurable(hash: PhotoHash, at: Instant): Promise<void>
  markDepositDurable(hash: PhotoHash, member: MemberId, at: Instant): Promise<void>
  markMissing(hash: PhotoHash, at: Instant): Promise<void>
  markSound(hash: PhotoHash): Promise<void>
  /** Another backup: nothing is in it yet. */
  forgetCopies(): Promise<void>
  /**
   * The database counts as another one from now on; what it was before stays among
   * `previousEpochs`.
   */
  setEpoch(epoch: string): Promise<void>
  /** What the server remembers between two starts, beside the epoch. */
  putNote(key: string, value: string): Promise<void>
}
