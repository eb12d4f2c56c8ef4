// The questions screens ask about parked work: the desk's conflicts with this phone's own decisions
// on top, and a person's own parked changes.
import type { Change } from '#domain/change.ts'
import type { Fault } from '#domain/fault.ts'
import type { ChangeId, Instant, MemberId } from '#domain/ids.ts'
import { afterDecision, afterEditing, decisionIn, type Conflict } from '#domain/conflict.ts'
import type { Fields } from '#domain/row.ts'
import { parseChange } from '#records/parseChange.ts'
import type { CachedRow } from '../db/cacheDb.ts'
import type { OutboxEntry } from '../db/tables.ts'

export interface LocalConflict {
  conflict: Conflict
  /** What was parked, if this app can read it. */
  change: Change | null
  isMine: boolean
  /** The decision shown is still only on this phone. */
  isOnPhone: boolean
  /** Why the last decision taken here came to nothing. */
  refusal: Fault | null
}

export function localConflicts(
  rows: readonly CachedRow<'case'>[],
  entries: readonly OutboxEntry[],
  me: MemberId,
): LocalConflict[] {
  return (
    rows
      .map((row) => {
        const conflict: Conflict = row.f
        const own = entries.filter(
          (entry) =>
            (entry.change.t === 'case' && entry.row === row.id) || entry.change.ofCase === row.id,
        )
        const unseen = own.filter(
          (entry) =>
            entry.fate === 'waiting' ||
            (entry.fate === 'applied' && entry.change.t === 'case' && row.v < (entry.rowV ?? 0)),
        )
        const updated = unseen.reduce((seen, entry) => afterOwn(seen, entry), conflict)
        const last = own.at(-1)
        return {
          conflict: updated,
          change: readContent(conflict.content),
          isMine: conflict.by === me,
          isOnPhone: updated !== conflict,
          refusal:
            updated.standing === 'open' && last?.fate === 'parked' ? (last.fault ?? null) : null,
        }
      })
      // What came in one batch came at one instant.
      .sort(
        (a, b) =>
          b.conflict.receivedAt - a.conflict.receivedAt ||
          (b.conflict.at ?? 0) - (a.conflict.at ?? 0),
      )
  )
}

function afterOwn(conflict: Conflict, { change }: OutboxEntry): Conflict {
  if (change.t !== 'case') return afterEditing(conflict, change.id, change.by, change.at)
  const asked = decisionIn(change)
  return asked.ok ? afterDecision(conflict, asked.value, change.by, change.at) : conflict
}

function readContent(content: Fields | undefined): Change | null {
  const read = content ? parseChange(content) : null
  return read?.ok ? read.value : null
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
  conflict: Conflict | null
  /** Its author has seen how it ended. */
  isAcknowledged: boolean
}

export function parkedWorks(
  views: readonly LocalConflict[],
  entries: readonly OutboxEntry[],
): ParkedWork[] {
  const mine = views.filter((view) => view.isMine)
  const told = new Set(mine.map((view) => view.conflict.changeId))
  const onlyHere = entries.filter(
    (entry) => entry.fate === 'parked' && entry.change.t !== 'case' && !told.has(entry.id),
  )
  return [...mine.map((view) => workOf(view, entries)), ...onlyHere.map(workHere)].sort(
    (a, b) => b.savedAt - a.savedAt,
  )
}

function workOf({ conflict, change }: LocalConflict, entries: readonly OutboxEntry[]): ParkedWork {
  const entry = entries.find((each) => each.id === conflict.changeId)
  return {
    // The phone has the whole of it even where the server was sent an envelope alone.
    changeId: conflict.changeId,
    row: entry?.row ?? conflict.concerns?.row ?? null,
    change: entry?.change ?? change,
    fault: conflict.fault,
    savedAt: entry?.savedAt ?? conflict.at ?? conflict.receivedAt,
    conflict,
    isAcknowledged: conflict.isAcknowledged === true || entry?.isAcknowledged === true,
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
  conflict: null,
  isAcknowledged: isAcknowledged === true,
})
