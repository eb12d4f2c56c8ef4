// How often one device, one member and all of them may call: so that a broken or stolen phone
// cannot keep the others from being served. Counted in each node's memory, so with n nodes up to n
// times as many pass; what is stored is counted in the ledger, for all nodes alike. Exceeding a
// limit only means "later" (429, Retry-After): nothing is parked or dropped. Sign-in has its own
// limits (auth/sessionLibrary.ts).
import type { Instant } from '#domain/ids.ts'
import { type Fault, fault } from '#domain/fault.ts'
import { type CallRates, callRates, type Rate } from '../ledger/limits.ts'
import type { Device } from '../storage/port/storage.ts'

export interface RateLimiter {
  /** Null when the call may go on. */
  whyNotSync(device: Pick<Device, 'id' | 'memberId'>): Fault | null
  whyNotEnrol(): Fault | null
}

export function createRateLimiter(now: () => Instant, rates: CallRates = callRates): RateLimiter {
  const take = createBuckets(now)
  const tooMany = (seconds: number | null): Fault | null =>
    seconds === null ? null : fault('tooManyRequests', { retryAfterSeconds: seconds })
  return {
    whyNotSync: ({ id, memberId }) =>
      tooMany(
        take(`device:${id}`, rates.syncOfDevice) ??
          take(`member:${memberId}`, rates.syncOfMember) ??
          take('all', rates.syncOfAll),
      ),
    whyNotEnrol: () => tooMany(take('enrolling', rates.enrolling)),
  }
}

/**
 * More than any organisation has devices; full buckets are forgotten first, they are as good as new
 * ones.
 */
const mostBuckets = 20_000

/**
 * Token buckets: each call takes a token, tokens come back evenly. Answers the seconds until there
 * is one again, null when there was one.
 */
export function createBuckets(now: () => Instant): (key: string, rate: Rate) => number | null {
  const buckets = new Map<string, { tokens: number; at: Instant; rate: Rate }>()
  const filled = ({ tokens, at, rate }: { tokens: number; at: Instant; rate: Rate }): number =>
    Math.min(rate.burst, tokens + (Math.max(0, now() - at) * rate.perHour) / 3_600_000)

  return (key, rate) => {
    const known = buckets.get(key)
    const tokens = known ? filled(known) : rate.burst
    if (!known && buckets.size >= mostBuckets) {
      for (const [each, bucket] of buckets)
        if (filled(bucket) >= bucket.rate.burst) buckets.delete(each)
    }
    if (tokens < 1) return Math.max(1, Math.ceil(((1 - tokens) * 3600) / rate.perHour))
    buckets.set(key, { tokens: tokens - 1, at: now(), rate })
    return null
  }
}
