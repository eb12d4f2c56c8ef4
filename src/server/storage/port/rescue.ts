// The port's part for rescue files: the organisation's key they are sealed to, and the records that
// could not be taken in.
import type { DeviceId, Instant, MemberId } from '#domain/ids.ts'

export interface SetAsideRecord {
  /** Name of the rescue file. */
  file: string
  /** Place of the record in it. */
  idx: number
  reason: string
  /** The device that passed it on. */
  broughtBy: DeviceId
  /** Whose ledger it stands in; null for one from before there was a ledger. */
  chargedTo: MemberId | null
  at: Instant
  /** The sealed record as it came, in base64. */
  frame: string
}

export interface RescueReads {
  /** Private keys as JSON Web Keys, the one in use first. Older ones still open older files. */
  sealKeys(): Promise<JsonWebKey[]>
  /**
   * Which records of a file lie aside, and why; without the records themselves, which may be many
   * photos.
   */
  setAsideOf(file: string): Promise<Omit<SetAsideRecord, 'frame'>[]>
}

export interface RescueWrites {
  /** Only where there is none yet: of two nodes that make one, the first keeps it. */
  putFirstSealKey(key: JsonWebKey): Promise<void>
  putSealKeys(keys: readonly JsonWebKey[]): Promise<void>
  putSetAside(record: SetAsideRecord): Promise<void>
  /** It has been taken in after all. Returns what lay there, null for nothing. */
  dropSetAside(
    file: string,
    idx: number,
  ): Promise<{ chargedTo: MemberId | null; bytes: number } | null>
}
