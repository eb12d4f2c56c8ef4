// How much one device, and all of them, may ask for: so that a broken or stolen phone cannot keep the others from being served.
// Calls are counted in each node's memory, so with n nodes up to n times as many pass; photos are counted in the database, for all nodes alike.
// Exceeding a limit only means "later" (429, Retry-After): nothing is parked or dropped. Sign-in has its own limits (auth/sessionLibrary.ts).
import type { DeviceId, Instant } from '#domain/ids.ts'
import { type Fault, fault } from '#domain/fault.ts'
import type { ReadTx } from './storage/storage.ts'

interface Rate {
  /** Calls that may come at once. */
  burst: number
  /** Calls that come back each hour. */
  perHour: number
}

export const rateLimits = {
  /** A first sync of a month's work takes some twenty calls; hints of a busy grid bring one every few seconds. */
  syncOfDevice: { burst: 240, perHour: 1200 },
  /** Of all devices together, a node. */
  syncOfAll: { burst: 6000, perHour: 720_000 },
  /** Secrets of invites that were tried, a node. They have 128 bits: this spares the database, not the secrets. */
  enrolling: { burst: 200, perHour: 2000 },
  /** A thousand photos after a month in the field are three thousand with thumbnails and stamped copies. */
  photosOfDevicePerDay: 6000,
  bytesOfDevicePerDay: 4_000_000_000,
  bytesOfAllPerDay: 400_000_000_000,
  /** A phone that is over a day's limit asks again after this long: its text must not wait for its photos. */
  photoRetrySeconds: 900,
} as const

export type RateLimits = { [key in keyof typeof rateLimits]: (typeof rateLimits)[key] extends number ? number : Rate }

export interface RateLimiter {
  /** Null when the call may go on. */
  whyNotSync(device: DeviceId): Fault | null
  whyNotEnrol(): Fault | null
  /** @param bytes of the photo that is about to come. */
  whyNotPhoto(tx: ReadTx, device: DeviceId, bytes: number): Promise<Fault | null>
}

export const dayOf = (at: Instant): number => Math.floor(at / 86_400_000)

export function createRateLimiter(now: () => Instant, limits: RateLimits = rateLimits): RateLimiter {
  const take = createBuckets(now)
  const tooMany = (seconds: number | null): Fault | null => (seconds === null ? null : fault('tooManyRequests', { retryAfterSeconds: seconds }))
  return {
    whyNotSync: (device) => tooMany(take(`device:${device}`, limits.syncOfDevice) ?? take('all', limits.syncOfAll)),
    whyNotEnrol: () => tooMany(take('enrolling', limits.enrolling)),
    whyNotPhoto: async (tx, device, bytes) => {
      const day = dayOf(now())
      const own = await tx.photoDay(device, day)
      const isOver = own.photos >= limits.photosOfDevicePerDay || own.bytes + bytes > limits.bytesOfDevicePerDay
        || (await tx.photoDayOfAll(day)).bytes + bytes > limits.bytesOfAllPerDay
      return tooMany(isOver ? limits.photoRetrySeconds : null)
    },
  }
}

/** More than any organisation has devices; full buckets are forgotten first, they are as good as new ones. */
const mostBuckets = 20_000

/** Token buckets: each call takes a token, tokens come back evenly. Answers the seconds until there is one again, null when there was one. */
export function createBuckets(now: () => Instant): (key: string, rate: Rate) => number | null {
  const buckets = new Map<string, { tokens: number; at: Instant; rate: Rate }>()
  const filled = ({ tokens, at, rate }: { tokens: number; at: Instant; rate: Rate }): number =>
    Math.min(rate.burst, tokens + (Math.max(0, now() - at) * rate.perHour) / 3_600_000)

  return (key, rate) => {
    const known = buckets.get(key)
    const tokens = known ? filled(known) : rate.burst
    if (!known && buckets.size >= mostBuckets) {
      for (const [each, bucket] of buckets) if (filled(bucket) >= bucket.rate.burst) buckets.delete(each)
    }
    if (tokens < 1) return Math.max(1, Math.ceil(((1 - tokens) * 3600) / rate.perHour))
    buckets.set(key, { tokens: tokens - 1, at: now(), rate })
    return null
  }
}
