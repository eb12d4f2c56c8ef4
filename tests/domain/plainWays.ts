// Orders and searches as one would write them first: every place looked at, everything sorted. What
// does better must find the same (tests/domain), and is shown beside them (tests/bench).
import { initialsOf } from '#domain/initials.ts'
import { bareCode, type Place } from '#domain/place.ts'
import { distanceMetres, type LatLon } from '#geo/distanceMetres.ts'

export function plainWalkingOrder(places: readonly Place[]): Place[] {
  const left = [...places].sort(
    (a, b) => a.lon - b.lon || b.lat - a.lat || a.code.localeCompare(b.code),
  )
  const order: Place[] = []
  for (let here = left.shift(); here;) {
    order.push(here)
    let nearest = -1
    let least = Infinity
    for (const [i, place] of left.entries()) {
      const metres = distanceMetres(here, place)
      if (metres < least) [nearest, least] = [i, metres]
    }
    here = nearest < 0 ? undefined : left.splice(nearest, 1)[0]
  }
  return order
}

export const plainNearest = <T extends LatLon>(
  at: LatLon,
  points: readonly T[],
  count: number,
): T[] => [...points].sort((a, b) => distanceMetres(at, a) - distanceMetres(at, b)).slice(0, count)

export function plainSearch(
  query: string,
  places: readonly Place[],
  limit: number,
  near?: LatLon,
): Place[] {
  if (!query.trim()) return []
  const metresTo = (place: Place): number => (near ? distanceMetres(near, place) : 0)
  return places
    .filter((place) => place.code !== '' && !place.retiredAt)
    .map((place) => ({ place, rank: plainRank(place, query) }))
    .filter((each): each is { place: Place; rank: number } => each.rank !== null)
    .sort(
      (a, b) =>
        a.rank - b.rank ||
        a.place.name.length - b.place.name.length ||
        metresTo(a.place) - metresTo(b.place),
    )
    .slice(0, limit)
    .map((each) => each.place)
}

function plainRank(place: Place, query: string): number | null {
  const wanted = bareCode(query)
  const codes = [place.code, ...(place.aliases ?? [])].map(bareCode)
  if (wanted && codes.includes(wanted)) return 0
  if (wanted && codes.some((code) => code.startsWith(wanted))) return 1
  const name = place.name.normalize('NFKC').toUpperCase().replace(/\s+/g, '')
  const words = query.normalize('NFKC').toUpperCase().replace(/\s+/g, '')
  const letters = /^[A-Z0-9]*[A-Z][A-Z0-9]*$/.test(words) ? words.toLowerCase() : ''
  if (name.startsWith(words)) return 2
  if (letters && saysIn(place).some((said) => said(letters, true))) return 3
  if (wanted && codes.some((code) => code.includes(wanted))) return 4
  if (name.includes(words)) return 5
  if (isLeftOutOf(name, words)) return 6
  return letters && saysIn(place).some((said) => said(letters, false)) ? 7 : null
}

/** Every way to say its name, from the first syllable or from any. */
const saysIn = (place: Place): ((letters: string, isFirst: boolean) => boolean)[] => [
  (letters, isFirst) => {
    const initials = initialsOf(place.name)
    return isFirst ? initials.startsWith(letters) : initials.includes(letters)
  },
  ...(place.pinyin ?? '').split('|').map((spelling) => {
    const syllables = spelling.trim().split(/\s+/)
    return (letters: string, isFirst: boolean) =>
      syllables.some((_, at) => (at === 0 || !isFirst) && eats(letters, syllables.slice(at)))
  }),
]

/** Every way to take a beginning of the first syllable, and the rest from the others. */
const eats = (letters: string, [syllable, ...rest]: readonly string[]): boolean =>
  letters === '' ||
  (syllable !== undefined &&
    [...syllable].some((_, n) => {
      const start = syllable.slice(0, n + 1)
      return letters.startsWith(start) && eats(letters.slice(start.length), rest)
    }))

const tokensOf = (text: string): string[] =>
  text
    .replace(/[栋幢座]|号楼/g, '楼')
    .replace(/室$/, '')
    .match(/\d+|[^\d-]+/g) ?? []

function isLeftOutOf(name: string, words: string): boolean {
  const wanted = tokensOf(words)
  if (wanted.filter((each) => /\d/.test(each)).length < 2) return false
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
