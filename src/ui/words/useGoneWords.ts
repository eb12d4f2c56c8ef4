// What is said where somebody asks for a place that is no longer there: its name, and what stands
// in its stead.
import { useI18n } from 'vue-i18n'
import type { Place } from '#domain/place.ts'
import { useReference } from '#state/useReference.ts'

export function useGoneWords(): (place: Place) => string {
  const { t } = useI18n()
  const reference = useReference()
  const wordOf = ({ name, code }: Place): string => name || code
  return (place) => {
    const next = reference.successorOf(place)
    return next
      ? t('capture.scan.goneFor', { place: wordOf(place), next: wordOf(next) })
      : t('capture.scan.gone', { place: wordOf(place) })
  }
}
