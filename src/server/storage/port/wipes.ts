// Phones that were told to hand everything in and erase themselves (E4, E5).
import type { DeviceId, Instant, MemberId } from '#domain/ids.ts'

export interface Wipe {
  deviceId: DeviceId
  askedBy: MemberId
  askedAt: Instant
  /** Null until the phone has said that it is empty. */
  done: { at: Instant; left: LeftOnWipe } | null
}

/** What the phone could not hand in, as it said at the end. */
export interface LeftOnWipe {
  changes: number
  photos: number
  drafts: number
}

export interface WipeReads {
  wipe(device: DeviceId): Promise<Wipe | undefined>
  wipes(): Promise<Wipe[]>
}

export interface WipeWrites {
  putWipe(wipe: Wipe): Promise<void>
}
