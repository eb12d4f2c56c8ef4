// Finding a place by what a thumb types: its code (W-116, w116, 116), its name, a part of either,
// its name with something left out between the numbers (3号楼201, 3-201), its initials (xfl3).
import { initialsOf } from './initials.ts'
import { normaliseCode, type Place } from './place.ts'

const bare = (code: string): string => normaliseCode(code).replaceAll('-', '')

function distanceOf(place: Place, query: string): number | null {
  const wanted = bare(query)
  const code = bare(place.code)
  if (wanted && code === wanted) return 0
  if (wanted && code.startsWith(wanted)) return 1
  const name = place.name.normalize('NFKC').toUpperCase().replace(/\s+/g, '')
  const words = query.normalize('NFKC').toUpperCase().replace(/\s+/g, '')
  if (name.startsWith(words)) return 2
  if (wanted && code.includes(wanted)) return 3
  if (name.includes(words)) return 4
  if (isLeftOutOf(name, words)) return 5
  const letters = words.toLowerCase()
  if (!/^[a-z0-9]*[a-z][a-z0-9]*$/.test(letters)) return null
  const initials = initialsOf(name)
  if (initials.startsWith(letters)) return 6
  return initials.includes(letters) ? 7 : null
}

/** One word for a building, none for what goes without saying. */
const tokensOf = (text: string): string[] =>
  text
    .replace(/[栋幢座]|号楼/g, '楼')
    .replace(/室$/, '')
    .match(/\d+|[^\d-]+/g) ?? []

/**
 * The parts of what is typed stand in the name, in their order; a number is that number, the last
 * one while it is typed the beginning of one. Only where there are two numbers: one alone would be
 * found everywhere.
 */
function isLeftOutOf(name: string, words: string): boolean {
  const wanted = tokensOf(words)
  const numbers = wanted.filter((each) => /\d/.test(each)).length
  if (numbers < 2) return false
  let from = 0
  const there = tokensOf(name)
  return wanted.every((want, index) => {
    const isLast = index === wanted.length - 1
    const isIt = (part: string): boolean =>
      /\d/.test(want) ? part === want || (isLast && part.startsWith(want)) : part.includes(want)
    const at = there.findIndex((part, i) => i >= from && isIt(part))
    from = at + 1
    return at >= 0
  })
}

/**
 * Nearest match first, of equals the shorter name (the building before its doors); nothing while
 * nothing is typed. Places without a code only draw the plan.
 */
export function searchPlaces(query: string, places: readonly Place[], limit: number): Place[] {
  if (!query.trim()) return []
  return places
    .filter((place) => place.code !== '')
    .map((place) => ({ place, distance: distanceOf(place, query) }))
    .filter((each): each is { place: Place; distance: number } => each.distance !== null)
    .sort((a, b) => a.distance - b.distance || a.place.name.length - b.place.name.length)
    .slice(0, limit)
    .map((each) => each.place)
}
