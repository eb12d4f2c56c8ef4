// What is said of a code that is typed and no longer in use: what became of its place.
import { useReference } from '#state/useReference.ts'
import { useGoneWords } from './useGoneWords.ts'

/** Empty of every other text. */
export function useGoneCode(): (typed: string) => string {
  const reference = useReference()
  const goneWords = useGoneWords()
  return (typed) => {
    const place = reference.placeByCode(typed.trim())
    return place?.retiredAt === undefined ? '' : goneWords(place)
  }
}
