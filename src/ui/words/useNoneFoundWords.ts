// What is said where no place is found by what somebody typed: of a code that is no longer in use,
// what became of its place.
import { useI18n } from 'vue-i18n'
import { useReference } from '#state/useReference.ts'
import { useGoneWords } from './useGoneWords.ts'

export function useNoneFoundWords(): (typed: string) => string {
  const { t } = useI18n()
  const reference = useReference()
  const goneWords = useGoneWords()
  return (typed) => {
    const query = typed.trim()
    const place = reference.placeByCode(query)
    return place?.retiredAt === undefined
      ? t('capture.place.noneFound', { query })
      : goneWords(place)
  }
}
