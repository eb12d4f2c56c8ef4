// The grids of a file among those that are there: which it means, which are new, and where they
// hang in the tree.
import type { Grid } from '../grid.ts'
import type { GridId } from '../ids.ts'
import { type WhichGrid, whichGrid } from '../whichGrid.ts'
import type { Plan } from './plan.ts'
import type { GridDraft, PlaceDraft } from './planDrafts.ts'
import type { PlanProblem } from './planProblem.ts'
import { key, type PreviewChoices, type PreviewRow, rowOf } from './previewRow.ts'

export interface ResolvedGrids {
  rows: PreviewRow[]
  unknown: string[]
  /**
   * Where several are called so, the one around the place, or the one that it is in already;
   * undefined where neither tells.
   */
  find(word: string, at: readonly [number, number] | null, now?: GridId): GridId | undefined
  isKnown(word: string): boolean
  around: WhichGrid['at']
  metresTo: WhichGrid['metresTo']
  byId(id: GridId): Grid | undefined
}

export function resolveGrids(
  plan: Plan,
  drafts: readonly GridDraft[],
  places: readonly PlaceDraft[],
  choices: PreviewChoices,
  problems: PlanProblem[],
): ResolvedGrids {
  const standing = [...plan.grids.values()].filter(({ f }) => f.retiredAt === undefined)
  const root = standing.find(({ f }) => f.parentId === null)
  /** Several may be called alike: a first micro-grid there is in every grid. */
  const known = new Map<string, Map<GridId, Grid>>()
  const learn = (grid: Grid): void => {
    for (const word of [grid.name, grid.code ?? ''].filter(Boolean).map(key)) {
      const called = known.get(word)
      if (called) called.set(grid.id, grid)
      else known.set(word, new Map([[grid.id, grid]]))
    }
  }
  const calledSo = (word: string): Grid[] => [...(known.get(key(word))?.values() ?? [])]
  const onlyOne = (grids: readonly Grid[]): Grid | undefined =>
    grids.length === 1 ? grids[0] : undefined
  for (const { f } of standing) learn(f)

  const isCalled = (id: GridId | null, word: string): boolean => {
    const f = id === null ? undefined : plan.grids.get(id)?.f
    return f !== undefined && [f.name, f.code ?? ''].some((own) => own && key(own) === key(word))
  }
  /** In another grid than the file says, it is another one; in none but the community, it moves. */
  const isMeant = (draft: GridDraft, { id, parentId }: Grid): boolean =>
    draft.parent === '' ||
    parentId === null ||
    parentId === root?.f.id ||
    isCalled(parentId, draft.parent) ||
    (isCalled(id, draft.code) && isCalled(id, draft.name))
  const meantBy = (draft: GridDraft): Grid | undefined => {
    for (const word of [draft.code, draft.name]) {
      const meant = calledSo(word).filter((grid) => isMeant(draft, grid))
      const inside = meant.filter(({ parentId }) => isCalled(parentId, draft.parent))
      const match = onlyOne(inside) ?? onlyOne(meant)
      if (match) return match
      if (meant.length > 1)
        problems.push({ code: 'gridUnclear', line: draft.line, detail: { grid: word } })
    }
    // The community is one: whatever a file calls it, it is this one.
    return draft.level === 'community' ? root?.f : undefined
  }

  const found = drafts.map((draft) => {
    const match = meantBy(draft)
    const id = match?.id ?? (choices.newId() as GridId)
    return { draft, id, before: plan.grids.get(id) }
  })
  // Before anything is asked of their parents: a file may name the smaller ones first.
  for (const { draft, id } of found)
    learn({ id, name: draft.name, code: draft.code, level: 'grid', parentId: null, border: [] })

  const rows: PreviewRow[] = []
  const seen = new Set<string>()
  const taken = new Map<GridId, Grid>(standing.map(({ f }) => [f.id, f]))
  for (const { draft, id, before } of found) {
    if (seen.has(id)) {
      problems.push({ code: 'matchedTwice', line: draft.line, detail: { name: draft.name } })
      continue
    }
    seen.add(id)
    const parent = draft.parent ? onlyOne(calledSo(draft.parent)) : undefined
    if (draft.parent && !parent)
      problems.push({
        code: calledSo(draft.parent).length > 1 ? 'gridUnclear' : 'unknownGrid',
        line: draft.line,
        detail: { grid: draft.parent },
      })
    const parentId = parent?.id ?? (before ? before.f.parentId : (root?.f.id ?? null))
    const grid = gridFrom(draft, id, parentId, before?.f, choices)
    learn(grid)
    taken.set(id, grid)
    rows.push(rowOf({ t: 'grid', id, before: before?.v ?? 0, set: grid }, draft.line, before?.f))
  }
  const words = [...new Set(places.map(({ grid }) => grid).filter((word) => word !== ''))]
  const unknown = words.filter((word) => !known.has(key(word)))
  if (choices.makesGrids)
    for (const name of unknown.splice(0)) {
      // Written in another way, it has been made already.
      if (known.has(key(name))) continue
      const id = choices.newId() as GridId
      const grid: Grid = {
        id,
        name,
        level: 'grid',
        parentId: root?.f.id ?? null,
        border: [],
        importId: choices.importId,
      }
      learn(grid)
      taken.set(id, grid)
      rows.push(rowOf({ t: 'grid', id, before: 0, set: grid }, null, undefined))
    }
  const where = whichGrid([...taken.values()])
  return {
    rows,
    unknown,
    find: (word, at, now) => {
      const called = calledSo(word)
      if (called.length < 2) return called[0]?.id
      const around = at ? called.filter(({ id }) => where.metresTo(pointOf(at), id) === 0) : []
      return (onlyOne(around) ?? called.find(({ id }) => id === now))?.id
    },
    isKnown: (word) => known.has(key(word)),
    around: where.at,
    metresTo: where.metresTo,
    byId: (id) => taken.get(id),
  }
}

const pointOf = ([lon, lat]: readonly [number, number]) => ({ lat, lon })

function gridFrom(
  draft: GridDraft,
  id: GridId,
  parentId: GridId | null,
  before: Grid | undefined,
  { importId }: PreviewChoices,
): Grid {
  const outer = [...draft.parts].sort((a, b) => areaOf(b[0]) - areaOf(a[0]))[0]?.[0]
  const hasMore = draft.parts.length > 1 || (draft.parts[0]?.length ?? 0) > 1
  const { parts: _old, ...kept } = before ?? ({} as Partial<Grid>)
  return {
    ...kept,
    ...(outer === undefined && before?.parts ? { parts: before.parts } : {}),
    id,
    name: draft.name || (before?.name ?? ''),
    ...(draft.code ? { code: draft.code } : {}),
    level: draft.level ?? before?.level ?? (parentId === null ? 'community' : 'grid'),
    parentId,
    border: outer ?? before?.border ?? [],
    ...(hasMore ? { parts: draft.parts } : {}),
    importId,
  }
}

/** In square degrees: only compared with its neighbours. */
const areaOf = (ring: readonly (readonly [number, number])[] = []): number =>
  Math.abs(
    ring.reduce((sum, [x, y], i) => {
      const [nextX, nextY] = ring[(i + 1) % ring.length]!
      return sum + x * nextY - nextX * y
    }, 0),
  )
