// What became of each change, once for all: keyed by its id alone, whatever client and number it
// came under (S5).
import type { ClientId, MemberId } from '#domain/ids.ts'
import type { ChangeResult } from '#protocol/messages.ts'

export interface Outcome {
  changeId: string
  /**
   * SHA-256 of the canonical change without its number; what else comes under this id is another
   * change.
   */
  hash: string
  /**
   * Only its envelope came, its body was withheld (C8): its content, once it comes, takes this
   * outcome's place.
   */
  isBare: boolean
  result: ChangeResult
  /** Under which it was decided. */
  install: ClientId
  n: number
  memberId: MemberId
}

export interface OutcomeReads {
  /** By change id. */
  outcomesOf(changeIds: readonly string[]): Promise<Map<string, Outcome>>
}

export interface OutcomeWrites {
  /**
   * The first content keeps its outcome for ever; only what is bare is replaced, and by a content
   * alone. Once for each change in a transaction.
   */
  putOutcome(outcome: Outcome): Promise<void>
}
