// The places of a file among those that are there: which it means, which are new, what they belong
// to and what is odd about them.
import { distanceMetres } from '#geo/distanceMetres.ts'
import type { GridId, PlaceId } from '../ids.ts'
import { normaliseCode, type Place } from '../place.ts'
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
  const index = indexOf(plan)
  const found = drafts.map((draft) => {
    const match = index.match(draft)
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
    const named = draft.grid ? grids.find(draft.grid) : undefined
    if (draft.grid && !named)
      problems.push({ code: 'unknownGrid', line, detail: { grid: draft.grid } })
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
  match(draft: PlaceDraft): Place | undefined
  byCode(code: string): Place | undefined
}

/** By the file's own id, its code, a code it had, its name and where it stands; in this order. */
function indexOf({ places }: Plan): Index {
  const standing = [...places.values()]
    .map(({ f }) => f)
    .filter(({ retiredAt }) => retiredAt === undefined)
  const by = <K>(keysOf: (place: Place) => K[]): Map<K, Place> =>
    new Map(standing.flatMap((place) => keysOf(place).map((each) => [each, place] as const)))
  const byExternal = by(({ externalId }) => (externalId ? [externalId] : []))
  const byCode = by(({ code }) => (code ? [normaliseCode(code)] : []))
  const byAlias = by(({ aliases = [] }) => aliases.map(normaliseCode))
  const byName = new Map<string, Place[]>()
  for (const place of standing) {
    const word = `${place.type} ${key(place.name)}`
    byName.set(word, [...(byName.get(word) ?? []), place])
  }
  const findByCode = (code: string): Place | undefined =>
    byCode.get(normaliseCode(code)) ?? byAlias.get(normaliseCode(code))
  return {
    byCode: findByCode,
    match(draft) {
      const known =
        (draft.externalId ? byExternal.get(draft.externalId) : undefined) ??
        (draft.code ? findByCode(draft.code) : undefined)
      if (known || !draft.at || draft.name === '') return known
      const [lon, lat] = draft.at
      return byName
        .get(`${draft.type} ${key(draft.name)}`)
        ?.find((place) => distanceMetres(place, { lat, lon }) <= planLimits.sameMetres)
    },
  }
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
    ...kept
  } = before ?? ({} as Partial<Place>)
  const holes = draft.outline ? draft.holes : oldHoles
  const code = draft.code ? normaliseCode(draft.code) : (before?.code ?? '')
  const isRenumbered = before && before.code !== '' && normaliseCode(before.code) !== code
  const aliases = isRenumbered
    ? [...new Set([...(before.aliases ?? []), before.code])].filter((each) => each !== code)
    : before?.aliases
  const [lon, lat] = draft.at ?? []
  const isOnRound = draft.isPatrolPoint ?? wasOnRound ?? pointTypes.includes(draft.type)
  return {
    ...kept,
    id,
    type: draft.type,
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
