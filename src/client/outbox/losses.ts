// Numbers that this phone gave to saved changes and can no longer find (a damaged or rolled-back
// database). Each such range has a name and an end: the server has it after all, or it is lost,
// said to be so (S4), and told to the person.
import type { LastSaved } from '../db/tables.ts'
import type { Instant } from '#domain/ids.ts'
import type { CaptureDb } from '../db/captureDb.ts'
import { isCurrentClientId } from '../db/isCurrentClientId.ts'

export interface Loss {
  from: number
  to: number
  noticedAt: Instant
  /** `asking`: the server has not yet been heard on it. */
  outcome: 'asking' | 'received' | 'lost'
  /** The server knows that it is lost. */
  isTold?: boolean
  /** The person has read it. */
  isSeen?: boolean
}

const key = 'losses'

export const readLosses = async (db: CaptureDb): Promise<Loss[]> =>
  ((await db.meta.get(key))?.value as Loss[] | undefined) ?? []

const storeLosses = (db: CaptureDb, losses: readonly Loss[]): Promise<unknown> =>
  db.meta.put({ key, value: losses })

/**
 * At start: numbers were given out that the database does not know. They are not given out a second
 * time.
 */
export async function detectLoss(
  db: CaptureDb,
  lastSaved: LastSaved | null,
  now: Instant,
): Promise<void> {
  if (!lastSaved) return
  await db.transaction('rw', db.meta, async () => {
    const next = await nextNumber(db)
    if (lastSaved.n < next || !(await isCurrentClientId(db, lastSaved.install))) return
    await storeLosses(db, [
      ...(await readLosses(db)),
      { from: next, to: lastSaved.n, noticedAt: now, outcome: 'asking' },
    ])
    await db.meta.put({ key: 'nextN', value: lastSaved.n + 1 })
  })
}

/** What the server's `last` says about it. Part of the transaction that writes down an answer. */
export async function resolveLosses(db: CaptureDb, last: number, now: Instant): Promise<void> {
  const losses = await readLosses(db)
  const settled = losses.flatMap((loss): Loss[] => {
    if (loss.outcome !== 'asking') return [loss]
    const received: Loss[] =
      last >= loss.from ? [{ ...loss, to: Math.min(last, loss.to), outcome: 'received' }] : []
    const gone: Loss[] =
      last < loss.to ? [{ ...loss, from: Math.max(last + 1, loss.from), outcome: 'lost' }] : []
    return [...received, ...gone]
  })
  const next = await nextNumber(db)
  // The server knows numbers that this phone has forgotten giving out: none of them may be given
  // out again.
  if (last >= next) {
    settled.push({ from: next, to: last, noticedAt: now, outcome: 'received' })
    await db.meta.put({ key: 'nextN', value: last + 1 })
  } else if (!losses.some((loss) => loss.outcome === 'asking')) return
  await storeLosses(db, settled)
}

/**
 * The range to name as lost in the next request, if any: what the server misses and nothing here
 * that is still to be sent holds. `first` is the lowest number waiting, `need` and `last` as last
 * answered.
 */
export async function rangeToTell(
  db: CaptureDb,
  answered: { need: number | null; last: number | null },
  first: number | undefined,
): Promise<[number, number] | undefined> {
  if (answered.need !== null && first !== undefined && first > answered.need)
    return [answered.need, first - 1]
  const { last } = answered
  if (last === null) return undefined
  const untold = (await readLosses(db)).find(
    (loss) => loss.outcome === 'lost' && !loss.isTold && loss.to > last,
  )
  return untold && (first === undefined || first > untold.to) ? [last + 1, untold.to] : undefined
}

/** The server has taken it down. A gap that nobody had noticed before is noticed now. */
export async function markTold(
  db: CaptureDb,
  install: string,
  [from, to]: readonly [number, number],
  now: Instant,
): Promise<void> {
  await db.transaction('rw', db.meta, async () => {
    if (!(await isCurrentClientId(db, install))) return
    const losses = await readLosses(db)
    const isKnown = losses.some((loss) => loss.from <= to && loss.to >= from)
    const told = losses.map((loss) =>
      loss.outcome !== 'received' && loss.from >= from && loss.to <= to
        ? { ...loss, outcome: 'lost' as const, isTold: true }
        : loss,
    )
    await storeLosses(
      db,
      isKnown ? told : [...losses, { from, to, noticedAt: now, outcome: 'lost', isTold: true }],
    )
  })
}

/** Those whose end is known. */
export const markLossesSeen = async (db: CaptureDb): Promise<void> =>
  db.transaction('rw', db.meta, async () => {
    await storeLosses(
      db,
      (await readLosses(db)).map((loss) =>
        loss.outcome === 'received' || loss.isTold ? { ...loss, isSeen: true } : loss,
      ),
    )
  })

const nextNumber = async (db: CaptureDb): Promise<number> =>
  ((await db.meta.get('nextN'))?.value as number | undefined) ?? 1
