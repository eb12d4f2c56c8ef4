// Whom a report is probably given to: whoever was given what is of its type, most often in its own
// grid. Only worked out from the reports the desk has; nothing is kept.
import type { Instant, MemberId } from '#domain/ids.ts'
import type { Member } from '#domain/member.ts'
import type { Report } from '#domain/report.ts'
import { typeOf } from '#ui/desk/list/reportItem.ts'

export interface HandlerSuggestion {
  member: Member
  /** Of the latest reports of this type, how many they were given: in this grid, and in all. */
  here: number
  anywhere: number
}

/** So many of the latest count, so that whoever has taken over comes up soon. */
const counted = 10

interface Given {
  to: MemberId
  at: Instant
  isHere: boolean
}

function lastGiven(report: Report, gridId: Report['gridId']): Given | null {
  const step = report.steps.findLast((each) => each.type === 'dispatch')
  return step?.handlerId
    ? {
        to: step.handlerId,
        at: step.receivedAt ?? step.at,
        isHere: report.gridId === gridId,
      }
    : null
}

function tally(given: readonly Given[]): Map<MemberId, number> {
  const counts = new Map<MemberId, number>()
  for (const { to } of given.slice(0, counted)) counts.set(to, (counts.get(to) ?? 0) + 1)
  return counts
}

/**
 * All who may handle it, the likeliest first. Nobody is suggested to themselves: whoever decides
 * comes last.
 *
 * @param members who may handle it, in the order of their names.
 */
export function suggestHandlers(
  report: Report,
  reports: readonly Report[],
  members: readonly Member[],
  me: MemberId | undefined,
): HandlerSuggestion[] {
  const type = typeOf(report)
  const given = reports
    .filter((each) => each.id !== report.id && each.kind === report.kind && typeOf(each) === type)
    .flatMap((each) => lastGiven(each, report.gridId) ?? [])
    .sort((a, b) => b.at - a.at)
  const here = tally(given.filter(({ isHere }) => isHere))
  const anywhere = tally(given)
  const latest = new Map(given.toReversed().map(({ to, at }) => [to, at]))
  const handlesOnly = ({ roles }: Member): number => (roles.includes('handler') ? 0 : 1)
  return members
    .map((member) => ({
      member,
      here: here.get(member.id) ?? 0,
      anywhere: anywhere.get(member.id) ?? 0,
    }))
    .sort(
      (a, b) =>
        Number(a.member.id === me) - Number(b.member.id === me) ||
        b.here - a.here ||
        b.anywhere - a.anywhere ||
        (latest.get(b.member.id) ?? 0) - (latest.get(a.member.id) ?? 0) ||
        handlesOnly(a.member) - handlesOnly(b.member),
    )
}

/** The first, where it is more than the order of names that put them there. */
export const suggestedHandler = (
  suggestions: readonly HandlerSuggestion[],
  me: MemberId | undefined,
): HandlerSuggestion | undefined =>
  suggestions.find(({ member, anywhere }) => anywhere > 0 && member.id !== me)
