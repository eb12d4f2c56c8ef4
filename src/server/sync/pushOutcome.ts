// What became of a push. It may take several transactions (acceptInParts.ts); their outcomes are
// added up here and nowhere else.
import type { Fault } from '#domain/fault.ts'
import type { ScopeId } from '#domain/ids.ts'
import type { ChangeResult } from '#protocol/messages.ts'

export interface PushOutcome {
  last: number
  results: ChangeResult[]
  need: number | null
  fork: boolean
  /**
   * The member's ledger has no room for the change after the results: neither it nor any after it
   * was taken in (S13).
   */
  later?: Fault
  /** Scopes with news, for the hints. */
  touched: ScopeId[]
  /**
   * Rows that this push created and nothing has altered on the way in: their names and the numbers
   * of their changes (L8).
   */
  created: Map<string, number>
}

export const nothingTaken = (last = 0): PushOutcome => ({
  last,
  results: [],
  need: null,
  fork: false,
  touched: [],
  created: new Map(),
})

/** What comes after is not to be taken in before it. */
export const hasStopped = ({ need, fork, later }: PushOutcome): boolean =>
  need !== null || fork || later !== undefined

/** The part that came next, added to what came before it. */
export function addPart(
  whole: PushOutcome,
  { last, need, fork, later, ...part }: PushOutcome,
): void {
  whole.results.push(...part.results)
  whole.touched.push(...part.touched)
  for (const [name, n] of part.created) whole.created.set(name, n)
  Object.assign(whole, { last, need, fork, ...(later && { later }) })
}
