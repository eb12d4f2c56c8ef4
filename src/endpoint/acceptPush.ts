// The one way work comes in: phones, supervisors' desks and the first run's demo all pass here.
// Hands it changes: routes/syncRoutes.ts. Hands on to: pushBatch.ts, a transaction at a time.
import { fault } from '#domain/fault.ts'
import { decide } from './decide.ts'
import { type Push, PushBatch, type PushOutcome } from './pushBatch.ts'

export type { Push, PushOutcome } from './pushBatch.ts'

const perTransaction = 50

export async function acceptPush(push: Push): Promise<PushOutcome> {
  const outcome: PushOutcome = { last: 0, results: [], need: null, fork: false, touched: [], created: new Map() }
  for (let at = 0; at === 0 || at < push.changes.length; at += perTransaction) {
    const part: Push = {
      ...push, changes: push.changes.slice(at, at + perTransaction), lost: at === 0 ? push.lost : undefined,
      seenAfter: (decided) => push.seenAfter?.(outcome.results.length + decided) ?? null,
    }
    const done = await acceptPart(part)
    outcome.last = done.last
    outcome.results.push(...done.results)
    outcome.touched.push(...done.touched)
    for (const [name, n] of done.created) outcome.created.set(name, n)
    if (done.need !== null || done.fork) return { ...outcome, need: done.need, fork: done.fork }
  }
  return outcome
}

/** All of it in one transaction; if that fails for a reason of its own content, one by one, so that only the bad one is parked. */
async function acceptPart(push: Push): Promise<PushOutcome> {
  try {
    return await push.storage.write((tx) => new PushBatch(tx, push).accept(decide))
  } catch (error) {
    if (push.changes.length === 0 || isOfTheEngine(error)) throw error
    if (push.changes.length === 1) return push.storage.write((tx) => new PushBatch(tx, push).accept(() => ({ ok: false, fault: fault('internal') })))
  }
  const whole: PushOutcome = { last: 0, results: [], need: null, fork: false, touched: [], created: new Map() }
  for (const change of push.changes) {
    const one = await acceptPart({ ...push, changes: [change], seenAfter: (decided) => push.seenAfter?.(whole.results.length + decided) ?? null })
    whole.last = one.last
    whole.results.push(...one.results)
    whole.touched.push(...one.touched)
    for (const [name, n] of one.created) whole.created.set(name, n)
    if (one.need !== null || one.fork) return { ...whole, need: one.need, fork: one.fork }
  }
  return whole
}

/** A full disk, a busy or closed database: nothing about the change, so nothing is decided and the phone tries again. */
const isOfTheEngine = (error: unknown): boolean => /^(SQLITE_(?!CONSTRAINT|TOOBIG|MISMATCH)|ECONN|EPIPE)|^(40001|40P01|53|57|08)/.test(String((error as { code?: string }).code ?? ''))
