// Finding a place by what a thumb types: its code (W-116, w116, 116), its name, a part of either,
// its name with something left out between the numbers (3号楼201, 3-201), its initials (xfl3).
import { distanceMetres, type LatLon } from '#geo/distanceMetres.ts'
import { initialsOf } from './initials.ts'
import { bareCode, type Place, type PlaceType } from './place.ts'
import { Shortlist } from './shortlist.ts'

/** A place in the letters that are compared, so that a keystroke folds nothing but itself. */
interface Folded {
  place: Place
  code: string
  name: string
  /** These two once they are first asked for: many a search never does. */
  initials: string | undefined
  plainName: string | undefined
}

interface Query {
  code: string
  name: string
  /** Empty where what is typed cannot be initials. */
  initials: string
  /** Empty where nothing can be left out between its parts. */
  parts: readonly RegExp[]
}

const foldedName = (text: string): string =>
  text.normalize('NFKC').toUpperCase().replace(/\s+/g, '')

/** One word for a building, none for what goes without saying. */
const plainNameOf = (name: string): string =>
  name.replace(/[栋幢座]|号楼/g, '楼').replace(/室$/, '')

const foldedOf = (place: Place): Folded => ({
  place,
  code: bareCode(place.code),
  name: foldedName(place.name),
  initials: undefined,
  plainName: undefined,
})

/** A list of places is never changed, only replaced when the plan is another. */
const known = new WeakMap<readonly Place[], readonly Folded[]>()

/** Places without a code only draw the plan. */
function foldedOnce(places: readonly Place[]): readonly Folded[] {
  let folded = known.get(places)
  if (!folded) {
    folded = places.filter((place) => place.code !== '').map(foldedOf)
    known.set(places, folded)
  }
  return folded
}

function queryOf(typed: string): Query {
  const name = foldedName(typed)
  const letters = name.toLowerCase()
  return {
    code: bareCode(typed),
    name,
    initials: /^[a-z0-9]*[a-z][a-z0-9]*$/.test(letters) ? letters : '',
    parts: partsOf(plainNameOf(name)),
  }
}

/**
 * Numbers and words as each stands in a name: a number is that number, the last part while it is
 * typed the beginning of one; a word takes along what is joined to it. Only where there are two
 * numbers: one alone would be found everywhere.
 */
function partsOf(plainName: string): RegExp[] {
  const parts = plainName.match(/\d+|[^\d-]+/g) ?? []
  const isNumber = (part: string): boolean => /\d/.test(part)
  if (parts.filter(isNumber).length < 2) return []
  return parts.map((part, i) => {
    if (!isNumber(part))
      return new RegExp(`${part.replace(/[^\p{L}\p{N}]/gu, '\\$&')}[^\\d-]*`, 'g')
    return new RegExp(`(?<!\\d)${part}${i < parts.length - 1 ? '(?!\\d)' : ''}`, 'g')
  })
}

/** Whether the parts stand in the name in their order. */
function isLeftOutOf(plainName: string, parts: readonly RegExp[]): boolean {
  let from = 0
  return parts.every((part) => {
    part.lastIndex = from
    const isThere = part.test(plainName)
    from = part.lastIndex
    return isThere
  })
}

/** How good a match it is, 0 the best; null for none. */
function rankOf(place: Folded, query: Query): number | null {
  if (query.code && place.code.startsWith(query.code))
    return place.code.length === query.code.length ? 0 : 1
  if (place.name.startsWith(query.name)) return 2
  if (query.code && place.code.includes(query.code)) return 3
  if (place.name.includes(query.name)) return 4
  if (query.parts.length > 0) {
    place.plainName ??= plainNameOf(place.name)
    if (isLeftOutOf(place.plainName, query.parts)) return 5
  }
  if (!query.initials) return null
  place.initials ??= initialsOf(place.name)
  if (place.initials.startsWith(query.initials)) return 6
  return place.initials.includes(query.initials) ? 7 : null
}

interface Match {
  place: Place
  rank: number
  metres: number
}

export interface SearchOptions {
  /** Of equal matches the nearer to here comes first. */
  near?: LatLon | null
  /** Only places of these types; without them, of all. */
  types?: readonly PlaceType[] | undefined
}

/**
 * Nearest match first, of equals the shorter name (the building before its doors), then the nearer;
 * nothing while nothing is typed. The list is folded when it is first searched (its initials when
 * letters first are) and has to be the same array at every keystroke: then one takes less than a
 * frame among 50 000 places, however many of them match.
 */
export function searchPlaces(
  typed: string,
  places: readonly Place[],
  limit: number,
  { near, types }: SearchOptions = {},
): Place[] {
  if (!typed.trim()) return []
  const query = queryOf(typed)
  const best = new Shortlist<Match>(
    limit,
    (a, b) => a.rank - b.rank || a.place.name.length - b.place.name.length || a.metres - b.metres,
  )
  for (const folded of foldedOnce(places)) {
    const rank = rankOf(folded, query)
    if (rank === null || rank > (best.last?.rank ?? rank)) continue
    const { place } = folded
    if (types && !types.includes(place.type)) continue
    best.offer({ place, rank, metres: near ? distanceMetres(near, place) : 0 })
  }
  return best.kept.map(({ place }) => place)
}
