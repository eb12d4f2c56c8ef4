// Numbers that this phone gave to saved changes and can no longer find (a damaged or rolled-back
// database). Each such range has a name and an end: the server has it after all, or it is lost,
// said to be so (S4), and told to the person.
import type { LastSaved } from '../db/tables.ts'
import type { Instant } from '#domain/ids.ts'
import type { CaptureDb } from '../db/captureDb.ts'
import { type ClientLog, moveNext, readClientLog } from '../db/clientLog.ts'
import { type Loss, readMeta, writeMeta } from '../db/meta.ts'

export const readLosses = async (db: CaptureDb): Promise<Loss[]> =>
  (await readMeta(db, 'losses')) ?? []

const storeLosses = (db: CaptureDb, losses: Loss[]): PromiseLike<unknown> =>
  writeMeta(db, 'losses', losses)

/** What the server says of one log's numbers says nothing of another's. */
const isOf =
  ({ clientId: current }: ClientLog) =>
  ({ clientId }: Loss): boolean =>
    clientId === undefined || clientId === current

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
    const { clientId, next } = await readClientLog(db)
    if (lastSaved.n < next || clientId !== lastSaved.install) return
    await storeLosses(db, [
      ...(await readLosses(db)),
      { from: next, to: lastSaved.n, clientId, noticedAt: now, outcome: 'asking' },
    ])
    await moveNext(db, lastSaved.n + 1)
  })
}

/** What the server's `last` says about it. Part of the transaction that writes down an answer. */
export async function resolveLosses(db: CaptureDb, last: number, now: Instant): Promise<void> {
  const [log, losses] = await Promise.all([readClientLog(db), readLosses(db)])
  const isAsked = (loss: Loss): boolean => loss.outcome === 'asking' && isOf(log)(loss)
  const settled = losses.flatMap((loss): Loss[] => {
    if (!isAsked(loss)) return [loss]
    const received: Loss[] =
      last >= loss.from ? [{ ...loss, to: Math.min(last, loss.to), outcome: 'received' }] : []
    const gone: Loss[] =
      last < loss.to ? [{ ...loss, from: Math.max(last + 1, loss.from), outcome: 'lost' }] : []
    return [...received, ...gone]
  })
  const { clientId, next } = log
  // The server knows numbers that this phone has forgotten giving out: none of them may be given
  // out again.
  if (last >= next) {
    settled.push({ from: next, to: last, clientId, noticedAt: now, outcome: 'received' })
    await moveNext(db, last + 1)
  } else if (!losses.some(isAsked)) return
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
  const [log, losses] = await Promise.all([readClientLog(db), readLosses(db)])
  const untold = losses.find(
    (loss) => loss.outcome === 'lost' && !loss.isTold && loss.to > last && isOf(log)(loss),
  )
  return untold && (first === undefined || first > untold.to) ? [last + 1, untold.to] : undefined
}

/** The server has taken it down. A gap that nobody had noticed before is noticed now. */
export async function markReported(
  db: CaptureDb,
  install: string,
  [from, to]: readonly [number, number],
  now: Instant,
): Promise<void> {
  await db.transaction('rw', db.meta, async () => {
    const log = await readClientLog(db)
    const { clientId } = log
    if (clientId !== install) return
    const losses = await readLosses(db)
    const isHere = isOf(log)
    const isKnown = losses.some((loss) => isHere(loss) && loss.from <= to && loss.to >= from)
    const told = losses.map((loss) =>
      isHere(loss) && loss.outcome !== 'received' && loss.from >= from && loss.to <= to
        ? { ...loss, outcome: 'lost' as const, isTold: true }
        : loss,
    )
    await storeLosses(
      db,
      isKnown
        ? told
        : [...losses, { from, to, clientId, noticedAt: now, outcome: 'lost', isTold: true }],
    )
  })
}

/**
 * The log ends, another name begins: nobody can be asked any more about what was missing in it, and
 * nothing can be said. It counts as lost, which is the worse of the two.
 */
export async function endLosses(db: CaptureDb): Promise<void> {
  const losses = await readLosses(db)
  if (losses.length === 0) return
  const { clientId } = await readClientLog(db)
  await storeLosses(
    db,
    losses.map((loss) => ({
      ...loss,
      ...(loss.clientId === undefined && clientId !== undefined ? { clientId } : {}),
      ...(loss.outcome === 'received' ? {} : { outcome: 'lost' as const, isTold: true }),
    })),
  )
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
