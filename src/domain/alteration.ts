// Which fields of a report a person may alter, and where they may move it; asked on the phone and
// on the server alike.
import type { PatchChange } from './change.ts'
import { fault, type Fault } from './fault.ts'
import type { GridTree } from './grid.ts'
import type { GridId } from './ids.ts'
import { type Ability, type Acting, canIn } from './member.ts'
import { isInAuthorsHands, type Report } from './report.ts'

type Altered = Pick<Report, 'by' | 'gridId' | 'standing'>
/** Whoever wrote or spoke them. */
const words: ReadonlySet<string> = new Set(['note', 'voice'])

type Alteration = Pick<PatchChange, 'set' | 'add' | 'remove'>

/**
 * Null for the author while the report is in their hands, and for whoever reviews in its grid;
 * words are altered by whoever wrote them.
 */
export function whyNotAlter(
  report: Altered,
  { set, add, remove }: Alteration,
  member: Acting,
  tree: GridTree,
): Fault | null {
  const altered = [set, add, remove].flatMap((part) => Object.keys(part ?? {}))
  if (altered.length === 0) return null
  const reviews = canIn(member, 'review', report.gridId, tree)
  if (report.by !== member.id)
    return reviews && !altered.some((field) => words.has(field)) ? null : fault('notYours')
  return reviews || isInAuthorsHands(report)
    ? null
    : fault('closedReport', { standing: report.standing })
}

/**
 * Null where the member may take the report out of its grid and put it into the other. @param
 * capture what its kind is captured by
 */
export function whyNotMove(
  report: Altered,
  to: GridId,
  capture: Ability,
  member: Acting,
  tree: GridTree,
): Fault | null {
  const inBoth = (ability: Ability): boolean =>
    [report.gridId, to].every((gridId) => canIn(member, ability, gridId, tree))
  const asAuthor = report.by === member.id && isInAuthorsHands(report)
  return report.gridId === to || inBoth('review') || (asAuthor && inBoth(capture))
    ? null
    : fault('notYourGrid')
}
