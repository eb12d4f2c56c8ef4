// A push in as many transactions as it needs: fifty changes each; one each where one of them makes
// its transaction fail or has ended a process. Asked by acceptPush.ts and acceptRescued.ts.
import type { Storage, WriteTx } from '../storage/port/storage.ts'
import { isOfTheEngine } from '../storage/port/engineTrouble.ts'
import type { InFlightLog } from './inFlightLog.ts'
import type { BatchWork } from './openBatch.ts'
import { addPart, hasStopped, nothingTaken, type PushOutcome } from './pushOutcome.ts'
import { parkedInstead, unreadRuling } from './ruling.ts'
import { takeBatch, takeUnlessSuspect } from './takeBatch.ts'

export interface PushWork extends BatchWork {
  storage: Storage
}

const perTransaction = 50

/** How often a change may be in work when a process ends, before it is parked unread (S11). */
const mostAttempts = 3

/** @param inFlightLog remembers what is decided on, in case it ends the process. */
export async function acceptInParts(
  push: PushWork,
  inFlightLog?: InFlightLog,
): Promise<PushOutcome> {
  const end =
    push.changes.length > 0
      ? inFlightLog?.begin({
          install: push.install,
          deviceId: push.device.id,
          to: Math.max(...push.changes.map((change) => change.n)),
        })
      : undefined
  try {
    return await inTurn(partsOf(push), acceptPart)
  } finally {
    end?.()
  }
}

/** At least one, for a push without changes has lost numbers and a device to note. */
function partsOf(push: PushWork): PushWork[] {
  const parts: PushWork[] = []
  for (let at = 0; at === 0 || at < push.changes.length; at += perTransaction)
    parts.push({
      ...push,
      changes: push.changes.slice(at, at + perTransaction),
      lost: at === 0 ? push.lost : undefined,
    })
  return parts
}

const singlesOf = (push: PushWork): PushWork[] =>
  push.changes.map((change) => ({ ...push, changes: [change] }))

async function inTurn(
  parts: readonly PushWork[],
  accept: (part: PushWork) => Promise<PushOutcome>,
): Promise<PushOutcome> {
  const whole = nothingTaken()
  for (const part of parts) {
    const before = whole.results.length
    addPart(
      whole,
      await accept({
        ...part,
        seenAfter: (decided) => part.seenAfter?.(before + decided) ?? null,
      }),
    )
    if (hasStopped(whole)) break
  }
  return whole
}

/**
 * All of it in one transaction; if that fails for a reason of its own content, one by one, so that
 * only the bad one is parked.
 */
async function acceptPart(push: PushWork): Promise<PushOutcome> {
  const taken = await unlessOfContent(push, takeUnlessSuspect)
  if (taken?.is === 'taken') return taken.outcome
  if (taken) return inTurn(singlesOf(push), (one) => acceptSuspect(one, taken.to))
  return push.changes.length === 1 ? acceptParked(push) : inTurn(singlesOf(push), acceptPart)
}

/**
 * Counts each attempt before it begins, in a transaction of its own, so that it is known even if
 * the process does not live to see the end.
 */
async function acceptSuspect(push: PushWork, suspectTo: number): Promise<PushOutcome> {
  const { storage, install } = push
  const { n } = push.changes[0]!
  const isSuspect = n <= suspectTo
  // The one in which the client log came under suspicion is the first.
  const attempts = isSuspect ? 1 + (await storage.write((tx) => tx.beginAttempt(install, n))) : 0
  const one = attempts > mostAttempts ? { ...push, ruling: unreadRuling } : push
  const done = (await unlessOfContent(one, takeBatch)) ?? (await acceptParked(one))
  if (isSuspect) await storage.write((tx) => tx.endAttempt(install, n))
  if (done.last >= suspectTo) await storage.write((tx) => tx.clearSuspect(install))
  return done
}

const acceptParked = (push: PushWork): Promise<PushOutcome> =>
  push.storage.write((tx) => takeBatch(tx, { ...push, ruling: parkedInstead(push.ruling) }))

/** Null where it failed for what the changes hold; what is the engine's is thrown. */
async function unlessOfContent<T>(
  push: PushWork,
  take: (tx: WriteTx, work: BatchWork) => Promise<T>,
): Promise<T | null> {
  try {
    return await push.storage.write((tx) => take(tx, push))
  } catch (error) {
    if (push.changes.length === 0 || isOfTheEngine(error)) throw error
    return null
  }
}
