// Finding a place by what a thumb types: its code (W-116, w116, 116) or one it had before, its
// name, a part of either, its name with something left out between the numbers (3号楼201, 3-201),
// its pinyin (xingfu, xfl3).
import { distanceMetres, type LatLon } from '#geo/distanceMetres.ts'
import { initialsOf } from './initials.ts'
import { bareCode, type Place, type PlaceType } from './place.ts'
import { Shortlist } from './shortlist.ts'
import { foldSpelling, spells, spellsInside } from './spelling.ts'

/** A place in the letters that are compared, so that a keystroke folds nothing but itself. */
interface Folded {
  place: Place
  code: string
  /** Codes it had before, which most have not. */
  aliases: readonly string[] | undefined
  name: string
  /** These once they are first asked for: many a search never does. */
  initials: string | undefined
  spellings: readonly string[] | undefined
  plainName: string | undefined
}

interface Query {
  code: string
  name: string
  /** Empty where what is typed cannot be pinyin. */
  letters: string
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
  aliases: place.aliases?.map(bareCode),
  name: foldedName(place.name),
  initials: undefined,
  spellings: undefined,
  plainName: undefined,
})

/** A list of places is never changed, only replaced when the plan is another. */
const known = new WeakMap<readonly Place[], readonly Folded[]>()

/** Places without a code only draw the plan; one that is no longer there is not looked for. */
function foldedOnce(places: readonly Place[]): readonly Folded[] {
  let folded = known.get(places)
  if (!folded) {
    folded = places
      .filter((place) => place.code !== '' && place.retiredAt === undefined)
      .map(foldedOf)
    known.set(places, folded)
  }
  return folded
}

function queryOf(typed: string): Query {
  const name = foldedName(typed)
  const letters = foldSpelling(name).replaceAll(' ', '')
  return {
    code: bareCode(typed),
    name,
    letters: /^[a-z0-9]*[a-z][a-z0-9]*$/.test(letters) ? letters : '',
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

/** 0 for the whole code, 1 for its beginning, 4 for its inside; of the codes it had, the best. */
function rankOfCodes({ code, aliases }: Folded, wanted: string): number {
  if (!wanted) return Infinity
  const rank = rankOfCode(code, wanted)
  return aliases ? Math.min(rank, ...aliases.map((each) => rankOfCode(each, wanted))) : rank
}

function rankOfCode(code: string, wanted: string): number {
  if (code.startsWith(wanted)) return code.length === wanted.length ? 0 : 1
  return code.includes(wanted) ? 4 : Infinity
}

/** By the first letters of its name, or by the syllables that stand on it. */
function isSaid(place: Folded, letters: string, where: 'first' | 'inside'): boolean {
  place.initials ??= initialsOf(place.name)
  place.spellings ??= (place.place.pinyin ?? '').split('|').map(foldSpelling)
  if (where === 'first' ? place.initials.startsWith(letters) : place.initials.includes(letters))
    return true
  for (const each of place.spellings)
    if (where === 'first' ? spells(letters, each) : spellsInside(letters, each)) return true
  return false
}

/** How good a match it is, 0 the best; null for none, and for one that is worse than asked for. */
function rankOf(place: Folded, query: Query, worst: number): number | null {
  const ofCodes = rankOfCodes(place, query.code)
  if (ofCodes < 2) return ofCodes
  if (place.name.startsWith(query.name)) return 2
  if (worst < 3) return null
  if (query.letters && isSaid(place, query.letters, 'first')) return 3
  if (ofCodes === 4) return 4
  if (place.name.includes(query.name)) return 5
  if (worst < 6) return null
  if (query.parts.length > 0) {
    place.plainName ??= plainNameOf(place.name)
    if (isLeftOutOf(place.plainName, query.parts)) return 6
  }
  return worst >= 7 && query.letters && isSaid(place, query.letters, 'inside') ? 7 : null
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
 * nothing while nothing is typed. The list is folded when it is first searched (its pinyin when
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
    const worst = best.last?.rank ?? Infinity
    const rank = rankOf(folded, query, worst)
    if (rank === null || rank > worst) continue
    const { place } = folded
    if (types && !types.includes(place.type)) continue
    best.offer({ place, rank, metres: near ? distanceMetres(near, place) : 0 })
  }
  return best.kept.map(({ place }) => place)
}
