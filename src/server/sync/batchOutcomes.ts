// What was decided on the changes of a batch before, and what the batch decides: one outcome for
// each change id, whatever client and number it comes under (S5). Made by openBatch.ts.
import type { MemberId } from '#domain/ids.ts'
import type { ChangeEnvelope, ChangeResult } from '#protocol/messages.ts'
import { isSameChange } from '#protocol/sameChange.ts'
import { isBare } from '../changes/readChange.ts'
import type { Outcome } from '../storage/port/outcomes.ts'
import type { WriteTx } from '../storage/port/storage.ts'

export class BatchOutcomes {
  readonly #tx: WriteTx
  readonly #memberId: MemberId
  #known = new Map<string, Outcome>()
  readonly #settled = new Map<string, Outcome>()

  /** @param memberId whose work the batch is; of another's outcomes nothing is told. */
  constructor(tx: WriteTx, memberId: MemberId) {
    this.#tx = tx
    this.#memberId = memberId
  }

  async readAhead(changes: readonly ChangeEnvelope[]): Promise<void> {
    this.#known = await this.#tx.outcomesOf(changes.map(({ id }) => id))
  }

  /** Of a change of this id, whatever its content and whoever's it is. */
  of(changeId: string): Outcome | undefined {
    return this.#known.get(changeId)
  }

  isAnothers(outcome: Outcome): boolean {
    return outcome.memberId !== this.#memberId
  }

  /**
   * What was decided on this very content; a bare envelope has no content of its own, so whatever
   * was decided on its change is its outcome.
   */
  settledFor(envelope: ChangeEnvelope, hash: string): Outcome | undefined {
    const known = this.#known.get(envelope.id)
    return known && !this.isAnothers(known) && (known.hash === hash || isBare(envelope))
      ? known
      : undefined
  }

  /**
   * The very act in another telling: two copies of a phone have saved the same form, each at its
   * own moment.
   */
  async isSaidIn(
    { install, n, isBare: hasNoContent }: Outcome,
    envelope: ChangeEnvelope,
  ): Promise<boolean> {
    const body = hasNoContent ? undefined : await this.#tx.journalBody(install, n)
    return body !== undefined && isSameChange(JSON.parse(body) as object, envelope)
  }

  /** The first content keeps its outcome; a bare one gives way to a content of the same member. */
  settle(outcome: Outcome): void {
    const known = this.#known.get(outcome.changeId)
    if (known && (outcome.isBare || !known.isBare || known.memberId !== outcome.memberId)) return
    this.#known.set(outcome.changeId, outcome)
    this.#settled.set(outcome.changeId, outcome)
  }

  /** In one order, so that two batches that settle the same changes cannot wait for each other. */
  async write(): Promise<void> {
    for (const id of [...this.#settled.keys()].sort())
      await this.#tx.putOutcome(this.#settled.get(id)!)
  }
}

/** An answer that was given before, under the number the change has now. */
export const again = ({ n }: Pick<ChangeEnvelope, 'n'>, result: ChangeResult): ChangeResult => ({
  ...result,
  n,
  again: 1,
})
