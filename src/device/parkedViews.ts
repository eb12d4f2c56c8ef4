// The questions screens ask about parked work: the desk's cases with this phone's own decisions on
// top, and a person's own parked changes.
import type { Change } from '#domain/change.ts'
import type { Fault } from '#domain/fault.ts'
import type { ChangeId, Instant, MemberId } from '#domain/ids.ts'
import { afterDecision, afterEditing, decisionIn, type ParkedCase } from '#domain/parkedCase.ts'
import type { Fields } from '#domain/row.ts'
import { ChangeBody } from '#protocol/messages.ts'
import { parse } from '#protocol/parse.ts'
import type { CachedRow } from './cacheDb.ts'
import type { OutboxEntry } from './captureDb.ts'

export interface CaseView {
  parked: ParkedCase
  /** What was parked, if this app can read it. */
  change: Change | null
  isMine: boolean
  /** The decision shown is still only on this phone. */
  isOnPhone: boolean
  /** Why the last decision taken here came to nothing. */
  refusal: Fault | null
}

export function caseViews(
  rows: readonly CachedRow[],
  entries: readonly OutboxEntry[],
  me: MemberId,
): CaseView[] {
  return (
    rows
      .map((row) => {
        const parked = row.f as unknown as ParkedCase
        const own = entries.filter(
          (entry) =>
            (entry.change.t === 'case' && entry.row === row.id) || entry.change.ofCase === row.id,
        )
        const unseen = own.filter(
          (entry) =>
            entry.fate === 'waiting' ||
            (entry.fate === 'applied' && entry.change.t === 'case' && row.v < (entry.rowV ?? 0)),
        )
        const updated = unseen.reduce((seen, entry) => afterOwn(seen, entry), parked)
        const last = own.at(-1)
        return {
          parked: updated,
          change: readContent(parked.content),
          isMine: parked.by === me,
          isOnPhone: updated !== parked,
          refusal:
            updated.standing === 'open' && last?.fate === 'parked' ? (last.fault ?? null) : null,
        }
      })
      // What came in one batch came at one instant.
      .sort(
        (a, b) =>
          b.parked.receivedAt - a.parked.receivedAt || (b.parked.at ?? 0) - (a.parked.at ?? 0),
      )
  )
}

function afterOwn(parked: ParkedCase, { change }: OutboxEntry): ParkedCase {
  if (change.t !== 'case') return afterEditing(parked, change.id, change.by, change.at)
  const asked = decisionIn(change)
  return asked.ok ? afterDecision(parked, asked.value, change.by, change.at) : parked
}

function readContent(content: Fields | undefined): Change | null {
  const read = content ? parse(ChangeBody, content) : null
  return read?.ok ? (read.value as unknown as Change) : null
}

/** A change of this person that was parked, on this phone or on another of theirs. */
export interface ParkedWork {
  changeId: ChangeId
  /** The row it was meant for, if it says. */
  row: string | null
  change: Change | null
  fault: Fault
  savedAt: Instant
  /** How it stands with the supervisors; null until the server has told. */
  parked: ParkedCase | null
  /** Its author has seen how it ended. */
  isAcknowledged: boolean
}

export function parkedWorks(
  views: readonly CaseView[],
  entries: readonly OutboxEntry[],
): ParkedWork[] {
  const mine = views.filter((view) => view.isMine)
  const told = new Set(mine.map((view) => view.parked.changeId))
  const onlyHere = entries.filter(
    (entry) => entry.fate === 'parked' && entry.change.t !== 'case' && !told.has(entry.id),
  )
  return [...mine.map((view) => workOf(view, entries)), ...onlyHere.map(workHere)].sort(
    (a, b) => b.savedAt - a.savedAt,
  )
}

function workOf({ parked, change }: CaseView, entries: readonly OutboxEntry[]): ParkedWork {
  const entry = entries.find((each) => each.id === parked.changeId)
  return {
    // The phone has the whole of it even where the server was sent an envelope alone.
    changeId: parked.changeId,
    row: entry?.row ?? parked.concerns?.row ?? null,
    change: entry?.change ?? change,
    fault: parked.fault,
    savedAt: entry?.savedAt ?? parked.at ?? parked.receivedAt,
    parked,
    isAcknowledged: parked.isAcknowledged === true || entry?.isAcknowledged === true,
  }
}

const workHere = ({
  id,
  row,
  change,
  fault,
  savedAt,
  isAcknowledged,
}: OutboxEntry): ParkedWork => ({
  changeId: id,
  row,
  change,
  fault: fault ?? { code: 'internal' },
  savedAt,
  parked: null,
  isAcknowledged: isAcknowledged === true,
})
