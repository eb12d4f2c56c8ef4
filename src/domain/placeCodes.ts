// Which place a code leads to: one that is scanned off a label, which may be an old one, or typed.
import { bareCode, normaliseCode, type Place } from './place.ts'

/**
 * Looks up a code as it is written, then without its separators where that leaves no doubt: `32-1`
 * and `3-21` have the same bare code. The code of a place comes before a code it had; what is no
 * longer there (`retiredAt`) comes after all that is, so that its label can be told for what it is.
 */
export function placeCodes(places: readonly Place[]): (code: string) => Place | undefined {
  const exact = new Map<string, Place>()
  const bare = new Map<string, { turn: number; place: Place | undefined }>()
  const coded = places.filter((place) => place.code !== '')
  const there = coded.filter((place) => place.retiredAt === undefined)
  const gone = coded.filter((place) => place.retiredAt !== undefined)
  const ownCode = ({ code }: Place) => [code]
  const earlier = ({ aliases = [] }: Place) => aliases
  const turns = [
    { among: there, codesOf: ownCode },
    { among: there, codesOf: earlier },
    { among: gone, codesOf: ownCode },
    { among: gone, codesOf: earlier },
  ]
  for (const [turn, { among, codesOf }] of turns.entries()) {
    for (const place of among) {
      for (const code of codesOf(place)) {
        const written = normaliseCode(code)
        if (!exact.has(written)) exact.set(written, place)
        const known = bare.get(bareCode(code))
        if (!known) bare.set(bareCode(code), { turn, place })
        else if (known.turn === turn && known.place !== place) known.place = undefined
      }
    }
  }
  return (code) => exact.get(normaliseCode(code)) ?? bare.get(bareCode(code))?.place
}

/**
 * What stands today where a place stood that is no longer there: the last of those that followed
 * each other. Undefined where none is known, or where it is no longer there either.
 */
export function successorOf(
  place: Place,
  placeById: (id: string) => Place | undefined,
): Place | undefined {
  let at: Place | undefined = place
  for (const seen = new Set<string>(); at && !seen.has(at.id);) {
    seen.add(at.id)
    if (at !== place && at.retiredAt === undefined) return at
    at = at.successorId === undefined ? undefined : placeById(at.successorId)
  }
  return undefined
}
