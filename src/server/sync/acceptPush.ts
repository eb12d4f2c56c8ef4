// The one way work comes in: phones, supervisors' desks and the first run's demo all pass here.
// Hands it changes: routes/syncRoutes.ts. Hands on to: pushBatch.ts, a transaction at a time.
import { fault } from '#domain/fault.ts'
import { decide } from '#records/decide.ts'
import type { InFlightLog } from './inFlightLog.ts'
import { type Push, PushBatch, type PushOutcome, SuspectClientLog } from './pushBatch.ts'
import { isOfTheEngine } from '../storage/port/engineTrouble.ts'

export type { Push, PushOutcome } from './pushBatch.ts'

const perTransaction = 50

/** How often a change may be in work when a process ends, before it is parked unread (S11). */
const mostAttempts = 3

/** @param inFlightLog remembers what is decided on, in case it ends the process. */
export async function acceptPush(push: Push, inFlightLog?: InFlightLog): Promise<PushOutcome> {
  const end =
    push.changes.length > 0
      ? inFlightLog?.begin({
          install: push.install,
          deviceId: push.device.id,
          to: Math.max(...push.changes.map((change) => change.n)),
        })
      : undefined
  try {
    return await acceptParts(push)
  } finally {
    end?.()
  }
}

async function acceptParts(push: Push): Promise<PushOutcome> {
  const outcome: PushOutcome = {
    last: 0,
    results: [],
    need: null,
    fork: false,
    touched: [],
    created: new Map(),
  }
  for (let at = 0; at === 0 || at < push.changes.length; at += perTransaction) {
    const part: Push = {
      ...push,
      changes: push.changes.slice(at, at + perTransaction),
      lost: at === 0 ? push.lost : undefined,
      seenAfter: (decided) => push.seenAfter?.(outcome.results.length + decided) ?? null,
    }
    const done = await acceptPart(part)
    outcome.last = done.last
    outcome.results.push(...done.results)
    outcome.touched.push(...done.touched)
    for (const [name, n] of done.created) outcome.created.set(name, n)
    if (hasStopped(done)) return { ...outcome, need: done.need, fork: done.fork, later: done.later }
  }
  return outcome
}

/**
 * All of it in one transaction; if that fails for a reason of its own content, one by one, so that
 * only the bad one is parked.
 */
async function acceptPart(push: Push): Promise<PushOutcome> {
  try {
    return await push.storage.write((tx) => new PushBatch(tx, push).accept(decide))
  } catch (error) {
    if (error instanceof SuspectClientLog) return oneByOne(push, acceptSuspect(error.to))
    if (push.changes.length === 0 || isOfTheEngine(error)) throw error
    if (push.changes.length === 1)
      return push.storage.write((tx) =>
        new PushBatch(tx, { ...push, parkAll: push.parkAll ?? fault('internal') }).accept(decide),
      )
  }
  return oneByOne(push, acceptPart)
}

/**
 * Counts each attempt before it begins, in a transaction of its own, so that it is known even if
 * the process does not live to see the end.
 */
const acceptSuspect =
  (suspectTo: number) =>
  async (push: Push): Promise<PushOutcome> => {
    const { storage, install } = push
    const n = push.changes[0]!.n
    const isSuspect = n <= suspectTo
    // The one in which the client log came under suspicion is the first.
    const attempts = isSuspect ? 1 + (await storage.write((tx) => tx.beginAttempt(install, n))) : 0
    const done = await acceptPart({ ...push, isStep: true, isUnread: attempts > mostAttempts })
    if (isSuspect) await storage.write((tx) => tx.endAttempt(install, n))
    if (done.last >= suspectTo) await storage.write((tx) => tx.clearSuspect(install))
    return done
  }

/** What comes after is not to be taken in before it. */
const hasStopped = ({ need, fork, later }: PushOutcome): boolean =>
  need !== null || fork || later !== undefined

async function oneByOne(
  push: Push,
  accept: (one: Push) => Promise<PushOutcome>,
): Promise<PushOutcome> {
  const whole: PushOutcome = {
    last: 0,
    results: [],
    need: null,
    fork: false,
    touched: [],
    created: new Map(),
  }
  for (const change of push.changes) {
    const one = await accept({
      ...push,
      changes: [change],
      seenAfter: (decided) => push.seenAfter?.(whole.results.length + decided) ?? null,
    })
    whole.last = one.last
    whole.results.push(...one.results)
    whole.touched.push(...one.touched)
    for (const [name, n] of one.created) whole.created.set(name, n)
    if (hasStopped(one)) return { ...whole, need: one.need, fork: one.fork, later: one.later }
  }
  return whole
}
