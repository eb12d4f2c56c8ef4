// Finding a type by what people type: characters, pinyin (feixian), its initials (fxcd), both mixed
// (feixcd), English.
import { spells, spellsInside } from '#domain/spelling.ts'
import { spellingOf } from './hazardSpellings.ts'
import { type HazardType, hazardTypes } from './hazardTypes.ts'

const fold = (text: string): string =>
  text.normalize('NFKC').toLowerCase().replaceAll('ü', 'v').trim()

const includesWord = (words: readonly string[], wanted: readonly string[]): boolean =>
  wanted.every((want) => words.some((word) => word.startsWith(want)))

/**
 * Lower is nearer; null is no match. Beginnings come before insides, the name before its keywords.
 */
function distanceOf(type: HazardType, query: string): number | null {
  const joined = query.replace(/[\s'’]+/g, '')
  const en = fold(type.en)
  if (joined === type.zh || query === en) return 0
  if (type.zh.startsWith(joined)) return 1
  const isLetters = /^[a-z]+$/.test(joined)
  const { pinyin, keywords = [] } = spellingOf(type.key)
  if (en.startsWith(query) || (isLetters && spells(joined, pinyin))) return 2
  if (type.zh.includes(joined)) return 3
  if (keywords.some((word) => word.startsWith(joined))) return 4
  const words = [...en.split(/[\s-]+/), ...type.key.split('_')]
  if (includesWord(words, query.split(/[\s-]+/))) return 5
  if (isLetters && spellsInside(joined, pinyin)) return 6
  if (keywords.some((word) => word.includes(joined))) return 7
  return null
}

/** Nearest first, equals in the order given; all of them while nothing is typed. */
export function searchHazardTypes(
  query: string,
  types: readonly HazardType[] = hazardTypes,
): HazardType[] {
  const folded = fold(query)
  if (!folded) return [...types]
  return types
    .map((type) => ({ type, distance: distanceOf(type, folded) }))
    .filter((each): each is { type: HazardType; distance: number } => each.distance !== null)
    .sort((a, b) => a.distance - b.distance)
    .map((each) => each.type)
}
