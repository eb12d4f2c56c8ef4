// What an import would do: every draft matched with what is there, checked, and told as new,
// changed, same or gone. Pure; the desk shows it, the command line prints it, the server checks it
// again (checkPlan.ts).
import { normaliseCode } from '../place.ts'
import { checkPlan } from './checkPlan.ts'
import type { Plan } from './plan.ts'
import type { Drafts } from './planDrafts.ts'
import { isPlanError, type PlanProblem } from './planProblem.ts'
import type { PreviewChoices, PreviewRow } from './previewRow.ts'
import { resolveGrids } from './resolveGrids.ts'
import { resolvePlaces } from './resolvePlaces.ts'

export type { PreviewChoices, PreviewRow } from './previewRow.ts'

export interface PlanPreview {
  rows: PreviewRow[]
  /** Errors first, then by row. */
  problems: PlanProblem[]
  /** Grids that the file names and nobody has made, while `makesGrids` is off. */
  unknownGrids: string[]
}

export function planPreview(plan: Plan, drafts: Drafts, choices: PreviewChoices): PlanPreview {
  const isIn = ({ line }: { line: number }): boolean => !choices.leftOut.has(line)
  const problems: PlanProblem[] = drafts.problems.filter((each) => isIn({ line: each.line ?? 0 }))
  const places = drafts.places.filter(isIn)
  const grids = resolveGrids(plan, drafts.grids.filter(isIn), places, choices, problems)
  const rows = [...grids.rows, ...resolvePlaces(plan, places, grids, choices, problems)]
  rows.push(...gonePlaces(plan, rows, choices))

  const changes = rows.filter(({ state }) => state !== 'same').map(({ change }) => change)
  const lineOf = new Map(rows.map(({ change, line }) => [change.id, line]))
  const twice = new Set(
    problems.flatMap(({ code, detail }) => (code === 'codeTwice' ? [codeOf(detail)] : [])),
  )
  for (const { id, ...problem } of checkPlan(plan, changes, choices.now)) {
    // Told once, with both rows, and not once more by each of them.
    if (problem.code === 'codeTaken' && twice.has(codeOf(problem.detail))) continue
    const line = lineOf.get(id)
    problems.push(line ? { ...problem, line } : problem)
  }
  const isErrorFirst = (a: PlanProblem, b: PlanProblem): number =>
    Number(isPlanError(b)) - Number(isPlanError(a)) || (a.line ?? 0) - (b.line ?? 0)
  return { rows, problems: problems.sort(isErrorFirst), unknownGrids: grids.unknown }
}

const codeOf = (detail: PlanProblem['detail']): string => normaliseCode(String(detail?.['code']))

function gonePlaces(
  plan: Plan,
  rows: readonly PreviewRow[],
  { goneTypes, now, importId }: PreviewChoices,
): PreviewRow[] {
  const told = new Set(rows.map(({ change }) => change.id))
  return [...plan.places.values()]
    .filter(({ f }) => goneTypes.includes(f.type) && f.retiredAt === undefined && !told.has(f.id))
    .map(({ v, f }) => ({
      state: 'gone' as const,
      line: null,
      change: {
        t: 'place' as const,
        id: f.id,
        before: v,
        set: { ...f, retiredAt: now, importId },
      },
      altered: [],
    }))
}
