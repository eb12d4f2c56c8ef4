// Which places get a label, in the order in which somebody walks with them, and which do not, and
// why.
import type { Grid } from '#domain/grid.ts'
import { withDescendants } from '#domain/grid.ts'
import type { GridId } from '#domain/ids.ts'
import { normaliseCode, type Place, type PlaceType } from '#domain/place.ts'
import { gridTree } from '#ui/desk/people/gridTree.ts'

export interface Plan {
  grids: readonly Grid[]
  places: readonly Place[]
}

export interface PlaceLabel {
  id: string
  code: string
  name: string
  /** Empty where the place belongs to the community itself. */
  grid: string
  community: string
}

export const labelRefusals = ['noCode', 'twice', 'retired', 'unknown'] as const
export type LabelRefusal = (typeof labelRefusals)[number]
export interface RefusedLabel {
  id: string
  name: string
  code: string
  reason: LabelRefusal
}

type Compare = (a: string, b: string) => number

/** Of a grid with what lies below it, or of all of them. */
export function placesOf(
  { grids, places }: Plan,
  gridId: GridId | null,
  types: readonly PlaceType[],
): Place[] {
  const within = gridId === null ? null : withDescendants(grids, [gridId])
  return places.filter(
    (place) => types.includes(place.type) && (within === null || within.has(place.gridId)),
  )
}

/** Codes that more than one place answers to; an alias counts as taken (K3). */
function codesHeldTwice(places: readonly Place[]): Set<string> {
  const holder = new Map<string, string>()
  const twice = new Set<string>()
  for (const place of places) {
    if (place.retiredAt !== undefined) continue
    for (const code of [place.code, ...(place.aliases ?? [])].map(normaliseCode)) {
      if (code === '') continue
      if ((holder.get(code) ?? place.id) !== place.id) twice.add(code)
      holder.set(code, place.id)
    }
  }
  return twice
}

/**
 * Labels by grid, in the order in which grids are chosen from, and within a grid by code: 3-2-201
 * before 3-10-101.
 * @param compare tells numbers by their value (ui/words/byName.ts)
 */
export function labelsOf(
  plan: Plan,
  chosen: readonly Place[],
  compare: Compare,
): { labels: PlaceLabel[]; refused: RefusedLabel[] } {
  const twice = codesHeldTwice(plan.places)
  const root = plan.grids.find(({ parentId }) => parentId === null)
  const rank = new Map(gridTree(plan.grids).map(({ grid }, at) => [grid.id, at]))
  const names = new Map(plan.grids.map(({ id, name }) => [id, name]))
  const last = rank.size
  const inOrder = [...chosen].sort(
    (a, b) =>
      (rank.get(a.gridId) ?? last) - (rank.get(b.gridId) ?? last) ||
      compare(a.code, b.code) ||
      (a.id < b.id ? -1 : 1),
  )
  const labels: PlaceLabel[] = []
  const refused: RefusedLabel[] = []
  for (const place of inOrder) {
    const { id, code, name } = place
    const reason = refusalOf(place, twice)
    if (reason) refused.push({ id, code, name, reason })
    else
      labels.push({
        id,
        code,
        name: name === code ? '' : name,
        grid: place.gridId === root?.id ? '' : (names.get(place.gridId) ?? ''),
        community: root?.name ?? '',
      })
  }
  return { labels, refused }
}

function refusalOf(place: Place, twice: ReadonlySet<string>): LabelRefusal | null {
  if (place.retiredAt !== undefined) return 'retired'
  const code = normaliseCode(place.code)
  if (code === '') return 'noCode'
  return twice.has(code) ? 'twice' : null
}

/** Places that were named one by one; what nobody knows is refused, not left out. */
export function placesNamed(
  ids: readonly string[],
  placeById: (id: string) => Place | undefined,
): { places: Place[]; refused: RefusedLabel[] } {
  const places: Place[] = []
  const refused: RefusedLabel[] = []
  for (const id of new Set(ids)) {
    const place = placeById(id)
    if (place) places.push(place)
    else refused.push({ id, name: '', code: id.slice(0, 40), reason: 'unknown' })
  }
  return { places, refused }
}
