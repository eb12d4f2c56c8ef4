// How many photos and bytes came in on one day, by device: what the daily limits are held against (rateLimits.ts), on every node alike.
import type { DeviceId } from '#domain/ids.ts'

export interface PhotoDay {
  photos: number
  bytes: number
}

export interface PhotoDayReads {
  /** @param day whole days since 1970. */
  photoDay(device: DeviceId, day: number): Promise<PhotoDay>
  photoDayOfAll(day: number): Promise<PhotoDay>
}

export interface PhotoDayWrites {
  countPhoto(device: DeviceId, day: number, bytes: number): Promise<void>
}
