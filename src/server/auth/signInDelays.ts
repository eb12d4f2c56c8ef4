// How long whoever guesses passwords must wait: counted for each caller (callerKey.ts), longer with
// each try, and forgotten once they got in. All strangers together have a bound of their own, for a
// password is slow to check. Counted in each node's memory.
import type { Instant } from '#domain/ids.ts'
import { createBuckets } from '../http/rateLimits.ts'

export const signInDelays = {
  /** Tries before the first wait. */
  free: 5,
  firstWaitMs: 60_000,
  longestWaitMs: 3_600_000,
  /** Without a try for so long, nothing is held against a caller any more. */
  forgottenMs: 24 * 3_600_000,
  /** Of all strangers, a node. */
  strangers: { burst: 300, perHour: 18_000 },
  mostCallers: 20_000,
} as const

export interface SignInDelays {
  /** Counts a try. Null where it may go on, else the seconds to wait. */
  whyWait(caller: string): number | null
  /** They were let in. */
  forgive(caller: string): void
}

interface Tries {
  count: number
  at: Instant
}

export function createSignInDelays(now: () => Instant): SignInDelays {
  const callers = new Map<string, Tries>()
  const take = createBuckets(now)
  const waitAfter = ({ count, at }: Tries): number => {
    const { free, firstWaitMs, longestWaitMs } = signInDelays
    return count < free
      ? 0
      : at + Math.min(longestWaitMs, firstWaitMs * 2 ** Math.min(count - free, 30)) - now()
  }
  return {
    whyWait: (caller) => {
      const known = callers.get(caller)
      const before =
        known && now() - known.at < signInDelays.forgottenMs ? known : { count: 0, at: now() }
      const waitMs = waitAfter(before)
      if (waitMs > 0) return Math.ceil(waitMs / 1000)
      const ofAll = caller.startsWith('name:') ? take('strangers', signInDelays.strangers) : null
      if (ofAll !== null) return ofAll
      // The one that tried last stands last: those at the front are forgotten first.
      callers.delete(caller)
      callers.set(caller, { count: before.count + 1, at: now() })
      if (callers.size > signInDelays.mostCallers) callers.delete(callers.keys().next().value!)
      return null
    },
    forgive: (caller) => void callers.delete(caller),
  }
}
