// The places of a file among those that are there: which it means, which are new, what they belong
// to and what is odd about them.
import { distanceMetres } from '#geo/distanceMetres.ts'
import type { GridId, PlaceId } from '../ids.ts'
import { isPlaced, normaliseCode, type Place } from '../place.ts'
import type { Plan } from './plan.ts'
import type { PlaceDraft } from './planDrafts.ts'
import { labelledTypes, planLimits, type PlanProblem } from './planProblem.ts'
import { key, type PreviewChoices, type PreviewRow, rowOf } from './previewRow.ts'
import type { ResolvedGrids } from './resolveGrids.ts'

export function resolvePlaces(
  plan: Plan,
  drafts: readonly PlaceDraft[],
  grids: ResolvedGrids,
  choices: PreviewChoices,
  problems: PlanProblem[],
): PreviewRow[] {
  const index = indexOf(plan, choices.now)
  const sure = drafts.map((draft) => index.bySign(draft))
  const claimed = new Set(sure.flatMap((place) => place?.id ?? []))
  const found = drafts.map((draft, at) => {
    const match = sure[at] ?? index.byName(draft, claimed)
    if (match) claimed.add(match.id)
    return { draft, id: match?.id ?? (choices.newId() as PlaceId), before: match }
  })
  const inFile = new Map<string, { id: PlaceId; draft: PlaceDraft }>()
  const firstOf = new Map<PlaceId, number>()
  for (const { draft, id } of found) {
    const code = normaliseCode(draft.code)
    if (code === '') continue
    const twin = inFile.get(code)
    if (twin)
      problems.push({
        code: 'codeTwice',
        line: draft.line,
        detail: { code: draft.code, line: draft.line, other: twin.draft.line },
      })
    else inFile.set(code, { id, draft })
  }
  const placed = new Map<PlaceId, Place>()
  const rows: PreviewRow[] = []
  for (const { draft, id, before } of found) {
    const { line } = draft
    if (firstOf.has(id)) {
      if (draft.code === '' || inFile.get(normaliseCode(draft.code))?.id === id)
        problems.push({ code: 'matchedTwice', line, detail: { name: draft.name || draft.code } })
      continue
    }
    firstOf.set(id, line)
    const parent = draft.parent
      ? (inFile.get(normaliseCode(draft.parent))?.id ?? index.byCode(draft.parent)?.id)
      : undefined
    if (draft.parent && !parent)
      problems.push({ code: 'unknownParent', line, detail: { parent: draft.parent } })
    const outer = parent && (placed.get(parent) ?? plan.places.get(parent)?.f)
    const named = draft.grid ? grids.find(draft.grid, draft.at, before?.gridId) : undefined
    if (draft.grid && !named)
      problems.push({
        code: grids.isKnown(draft.grid) ? 'gridUnclear' : 'unknownGrid',
        line,
        detail: { grid: draft.grid },
      })
    const gridId =
      named ??
      (draft.at && grids.around({ lat: draft.at[1], lon: draft.at[0] })?.id) ??
      outer?.gridId ??
      before?.gridId ??
      choices.usualGridId
    const place = placeFrom(draft, { id, gridId, parentId: parent ?? null, outer, before }, choices)
    problems.push(...warningsOf(place, line, grids))
    placed.set(id, place)
    const was = plan.places.get(id)
    rows.push(rowOf({ t: 'place', id, before: was?.v ?? 0, set: place }, line, was?.f))
  }
  return standIn(rows, grids)
}

interface Index {
  /** By the file's own id, its code, or a code it had; in this order. */
  bySign(draft: PlaceDraft): Place | undefined
  /** By its name and where it stands, unless another row means that one. */
  byName(draft: PlaceDraft, claimed: ReadonlySet<PlaceId>): Place | undefined
  byCode(code: string): Place | undefined
}

function indexOf({ places }: Plan, now: number): Index {
  const all = [...places.values()].map(({ f }) => f)
  const standing = all.filter(({ retiredAt }) => retiredAt === undefined)
  const by = (of: readonly Place[], keysOf: (place: Place) => string[]): Map<string, Place[]> => {
    const found = new Map<string, Place[]>()
    for (const place of of)
      for (const each of keysOf(place)) {
        const others = found.get(each)
        if (others) others.push(place)
        else found.set(each, [place])
      }
    return found
  }
  const codeOf = ({ code }: Place): string[] => (code ? [normaliseCode(code)] : [])
  const byExternal = by(standing, ({ externalId }) => (externalId ? [externalId] : []))
  const byCode = by(standing, codeOf)
  const byAlias = by(standing, ({ aliases = [] }) => aliases.map(normaliseCode))
  // Nobody else gets their codes yet (K3): whoever names one means it, and it is there again.
  const resting = by(
    all.filter(
      ({ retiredAt }) =>
        retiredAt !== undefined && now - retiredAt <= planLimits.codeRestDays * dayMs,
    ),
    codeOf,
  )
  const byName = by(standing, ({ type, name }) => [`${type} ${key(name)}`])
  const findByCode = (typed: string): Place | undefined => {
    const code = normaliseCode(typed)
    return byCode.get(code)?.[0] ?? byAlias.get(code)?.[0] ?? resting.get(code)?.[0]
  }
  return {
    byCode: findByCode,
    bySign: (draft) =>
      (draft.externalId
        ? byExternal.get(draft.externalId)?.find((place) => isLike(place, draft))
        : undefined) ?? (draft.code ? findByCode(draft.code) : undefined),
    byName(draft, claimed) {
      if (!draft.at || draft.name === '') return undefined
      const [lon, lat] = draft.at
      const near = (byName.get(`${draft.type} ${key(draft.name)}`) ?? []).filter(
        (place) =>
          !claimed.has(place.id) && distanceMetres(place, { lat, lon }) <= planLimits.sameMetres,
      )
      // A hydrant on every floor: which of them has got a new code, nobody can tell.
      return draft.code !== '' && near.length > 1 ? undefined : near[0]
    },
  }
}

const dayMs = 86_400_000

/**
 * Whether the same id means the same thing: many files count their rows from 1. One thing may have
 * changed of it, but not its type, and not two with nothing else that is as it was.
 */
function isLike(place: Place, draft: PlaceDraft): boolean {
  if (!draft.isUntyped && draft.type !== place.type) return false
  const agree: boolean[] = []
  if (draft.code && place.code)
    agree.push(
      [place.code, ...(place.aliases ?? [])].map(normaliseCode).includes(normaliseCode(draft.code)),
    )
  if (draft.name && place.name) agree.push(key(draft.name) === key(place.name))
  if (draft.at && isPlaced(place)) {
    const [lon, lat] = draft.at
    agree.push(distanceMetres(place, { lat, lon }) <= planLimits.likeMetres)
  }
  return agree.includes(true) || agree.length < 2
}

interface Links {
  id: PlaceId
  gridId: GridId
  parentId: PlaceId | null
  outer: Place | undefined
  before: Place | undefined
}

/** What the file does not say stays as it was. */
function placeFrom(
  draft: PlaceDraft,
  { id, gridId, parentId, outer, before }: Links,
  { importId, pointTypes }: PreviewChoices,
): Place {
  const {
    isUnplaced: wasUnplaced,
    isPatrolPoint: wasOnRound,
    holes: oldHoles,
    // What a file has is there.
    retiredAt: _gone,
    ...kept
  } = before ?? ({} as Partial<Place>)
  const holes = draft.outline ? draft.holes : oldHoles
  const code = draft.code ? normaliseCode(draft.code) : (before?.code ?? '')
  const isRenumbered = before && before.code !== '' && normaliseCode(before.code) !== code
  const aliases = isRenumbered
    ? [...new Set([...(before.aliases ?? []), before.code])].filter((each) => each !== code)
    : before?.aliases
  const [lon, lat] = draft.at ?? []
  const type = (draft.isUntyped ? before?.type : undefined) ?? draft.type
  const isOnRound = draft.isPatrolPoint ?? wasOnRound ?? pointTypes.includes(type)
  return {
    ...kept,
    id,
    type,
    code,
    name: draft.name || before?.name || draft.code,
    gridId,
    parentId: parentId ?? before?.parentId ?? null,
    lat: lat ?? before?.lat ?? outer?.lat ?? 0,
    lon: lon ?? before?.lon ?? outer?.lon ?? 0,
    ...(draft.at === null && (before ? wasUnplaced : !outer || outer.isUnplaced)
      ? { isUnplaced: true }
      : {}),
    ...(draft.outline ? { outline: draft.outline } : {}),
    ...(holes ? { holes } : {}),
    ...(isOnRound || wasOnRound !== undefined ? { isPatrolPoint: isOnRound } : {}),
    ...(aliases?.length ? { aliases } : {}),
    ...(draft.pinyin ? { pinyin: draft.pinyin } : {}),
    ...(draft.externalId ? { externalId: draft.externalId } : {}),
    ...(draft.at ? { placedBy: 'import' as const } : {}),
    importId,
  }
}

function warningsOf(place: Place, line: number, grids: ResolvedGrids): PlanProblem[] {
  const name = place.name || place.code
  if (place.isUnplaced) return [{ code: 'noPosition', line, detail: { name } }]
  const problems: PlanProblem[] = []
  if (place.code === '' && labelledTypes.includes(place.type))
    problems.push({ code: 'noCode', line, detail: { name } })
  const metres = grids.metresTo(place, place.gridId)
  const grid = grids.byId(place.gridId)
  if (grid && metres > planLimits.outsideMetres && metres < Infinity)
    problems.push({
      code: 'outsideGrid',
      line,
      detail: { name, grid: grid.name, metres: Math.round(metres) },
    })
  return problems
}

/** Whatever has no position stands in the middle of its grid, or else among the others. */
function standIn(rows: PreviewRow[], grids: ResolvedGrids): PreviewRow[] {
  const placed = rows.flatMap(({ change }) =>
    change.t === 'place' && !change.set.isUnplaced ? [change.set] : [],
  )
  const mean = (of: 'lat' | 'lon', points: readonly { lat: number; lon: number }[]): number =>
    points.length === 0
      ? 0
      : Math.round((points.reduce((sum, point) => sum + point[of], 0) / points.length) * 1e7) / 1e7
  const middle = { lat: mean('lat', placed), lon: mean('lon', placed) }
  for (const { change, state } of rows) {
    if (change.t !== 'place' || !change.set.isUnplaced || state !== 'new') continue
    const border = grids.byId(change.set.gridId)?.border ?? []
    const corners = border.map(([lon, lat]) => ({ lat, lon }))
    Object.assign(
      change.set,
      corners.length > 0 ? { lat: mean('lat', corners), lon: mean('lon', corners) } : middle,
    )
  }
  return rows
}
