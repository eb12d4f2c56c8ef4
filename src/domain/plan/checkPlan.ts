// Whether a plan may become so: asked of the whole plan with the new rows in it, before the import
// on the desk and once more by the server in its transaction (K1). Only what is touched is judged:
// what was wrong before is no reason to refuse something else.
import { type Grid, polygonsOf } from '../grid.ts'
import type { GridId, Instant } from '../ids.ts'
import { isOnEarth } from '../position.ts'
import { bareCode, normaliseCode, type Place } from '../place.ts'
import { checkBorders, checkCorners } from './checkBorders.ts'
import { type Plan, type PlanRowChange, planWith } from './plan.ts'
import { planLimits, type PlanProblem } from './planProblem.ts'

const dayMs = 86_400_000

export interface RowProblem extends PlanProblem {
  /** Which of the rows. */
  id: string
}

/** @param plan as it stands */
export function checkPlan(
  plan: Plan,
  changes: readonly PlanRowChange[],
  now: Instant,
): RowProblem[] {
  const after = planWith(plan, changes)
  const codes = codesIn(after, now)
  return changes.flatMap((change) => {
    const found = [
      ...(change.t === 'grid'
        ? checkGrid(after, change.set)
        : [...checkPlace(after, change.set), ...codes.problemsOf(change.set)]),
      ...checkHolder(plan, after, change),
    ]
    return found.map((problem) => ({ ...problem, id: change.id }))
  })
}

/** Nothing comes into a grid that is gone by now (K4); what lay there already may stay. */
function checkHolder(plan: Plan, after: Plan, { t, id, set }: PlanRowChange): PlanProblem[] {
  const holder = holderOf(set)
  const gone = holder === null ? undefined : after.grids.get(holder)?.f
  if (set.retiredAt !== undefined || gone?.retiredAt === undefined) return []
  const was = (t === 'grid' ? plan.grids : plan.places).get(id)?.f
  const layThere = was !== undefined && was.retiredAt === undefined && holderOf(was) === holder
  return layThere ? [] : [{ code: 'unknownGrid', detail: { grid: gone.name } }]
}

/** The grid that a row lies in. */
const holderOf = (row: Grid | Place): GridId | null => ('gridId' in row ? row.gridId : row.parentId)

const isInUse = ({ grids, places }: Plan, id: string): boolean =>
  [...grids.values()].some(({ f }) => f.parentId === id && f.retiredAt === undefined) ||
  [...places.values()].some(({ f }) => f.gridId === id && f.retiredAt === undefined)

function checkGrid(plan: Plan, grid: Grid): PlanProblem[] {
  const { grids } = plan
  const problems = [...checkTexts(grid.name, grid.code ?? ''), ...checkBorders(polygonsOf(grid))]
  if (grid.name.trim() === '') problems.push({ code: 'nameless' })
  if (grid.retiredAt !== undefined && isInUse(plan, grid.id))
    problems.push({ code: 'gridInUse', detail: { grid: grid.name } })
  if (grid.parentId === null) {
    const isOnly = ![...grids.values()].some(({ f }) => f.parentId === null && f.id !== grid.id)
    return isOnly && grid.retiredAt === undefined
      ? problems
      : [...problems, { code: 'noParent', detail: { grid: grid.name } }]
  }
  const climbed = new Set<string>([grid.id])
  for (let at: string | null = grid.parentId; at !== null;) {
    const parent: Grid | undefined = grids.get(at)?.f
    if (!parent) return [...problems, { code: 'unknownGrid', detail: { grid: grid.name } }]
    if (climbed.has(at))
      return [...problems, { code: 'parentCircle', detail: { grid: parent.name } }]
    climbed.add(at)
    at = parent.parentId
  }
  return problems
}

function checkPlace({ grids, places }: Plan, place: Place): PlanProblem[] {
  const problems = [
    ...checkTexts(place.name, place.code),
    ...(place.outline && place.type !== 'path'
      ? checkBorders([[place.outline, ...(place.holes ?? [])]])
      : checkCorners([place.outline ?? []])),
  ]
  const isDrawnOnly = place.type === 'area' || place.type === 'path'
  if (!isDrawnOnly && place.name.trim() === '' && place.code === '')
    problems.push({ code: 'nameless' })
  if ((place.aliases?.length ?? 0) > planLimits.earlierCodes)
    problems.push({ code: 'tooManyCodes', detail: { limit: planLimits.earlierCodes } })
  if (!isOnEarth(place)) problems.push({ code: 'badPosition' })
  if (!grids.has(place.gridId))
    problems.push({ code: 'unknownGrid', detail: { grid: place.gridId } })
  if (place.parentId !== null && !places.has(place.parentId))
    problems.push({ code: 'unknownParent', detail: { parent: place.parentId } })
  if (place.successorId === place.id || (place.successorId && !places.has(place.successorId)))
    problems.push({ code: 'unknownSuccessor' })
  for (const climbed = new Set<string>([place.id]), at = { id: place.parentId }; at.id !== null;) {
    if (climbed.has(at.id)) {
      problems.push({ code: 'parentCircle', detail: { grid: place.name } })
      break
    }
    climbed.add(at.id)
    at.id = places.get(at.id)?.f.parentId ?? null
  }
  return problems
}

function checkTexts(name: string, code: string): PlanProblem[] {
  return code.length > planLimits.codeCharacters || name.length > planLimits.nameCharacters
    ? [
        {
          code: 'codeTooLong',
          detail: { code: planLimits.codeCharacters, name: planLimits.nameCharacters },
        },
      ]
    : []
}

/**
 * Codes and aliases of the places that are there: a code is one place's (K3). One that was given up
 * is free again after ninety days; its alias is not.
 */
function codesIn({ places }: Plan, now: Instant): { problemsOf(place: Place): PlanProblem[] } {
  const holders = new Map<string, Place[]>()
  const alike = new Map<string, Place[]>()
  const note = (map: Map<string, Place[]>, key: string, place: Place): void => {
    const known = map.get(key)
    if (known) known.push(place)
    else map.set(key, [place])
  }
  for (const { f: place } of places.values()) {
    const isGivenUp =
      place.retiredAt !== undefined && now - place.retiredAt > planLimits.codeRestDays * dayMs
    const own = isGivenUp ? [] : [place.code]
    for (const code of new Set([...own, ...(place.aliases ?? [])].map(normaliseCode))) {
      if (code === '') continue
      note(holders, code, place)
      note(alike, bareCode(code), place)
    }
  }
  return {
    problemsOf(place) {
      if (place.retiredAt !== undefined || place.code === '') return []
      const others = (holders.get(normaliseCode(place.code)) ?? []).filter(
        ({ id }) => id !== place.id,
      )
      if (others[0])
        return [
          { code: 'codeTaken', detail: { code: place.code, by: others[0].name || others[0].code } },
        ]
      const near = (alike.get(bareCode(place.code)) ?? []).find(({ id }) => id !== place.id)
      return near ? [{ code: 'codeAlike', detail: { code: place.code, other: near.code } }] : []
    },
  }
}
