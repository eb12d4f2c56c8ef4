// What a field is called, and what stands or stood in it, as a person reads it.
import { useI18n } from 'vue-i18n'
import { valueWordsOf } from '#kinds/valueWordsOf.ts'
import { useNow } from '#state/useNow.ts'
import { useReference } from '#state/useReference.ts'
import { formatWhen } from '#ui/words/format.ts'
import { useFieldName } from './useFieldName.ts'

const plain = (value: unknown): string =>
  typeof value === 'string' ? value : JSON.stringify(value)

/** @param kind of the report that has the field; undefined where that is not known. */
export function useFieldWords(kind: () => string | undefined) {
  const { t, te } = useI18n()
  const reference = useReference()
  const now = useNow()

  const nameOf = useFieldName()

  function labelOf(field: string): string {
    const name = field.split('.').at(-1) ?? field
    return nameOf(name, kind()) ?? name
  }

  function oneOf(value: unknown, area: string | undefined): string {
    if (typeof value !== 'object' || value === null) return plain(value)
    const { text, type, name } = value as Record<string, unknown>
    const key = `${area}.${plain(type)}`
    return (
      [area && te(key) ? t(key) : '', text ?? name]
        .filter((part) => typeof part === 'string' && part !== '')
        .join(t('history.colon')) || JSON.stringify(value)
    )
  }

  function textOf(field: string, value: unknown): string {
    if (value === undefined || value === null || value === '') return t('history.nothing')
    const area = valueWordsOf(field, kind())
    const key = `${area}.${plain(value)}`
    if (area && te(key)) return t(key)
    if (typeof value === 'boolean') return t(value ? 'history.yes' : 'history.no')
    if (field === 'placeId') return reference.placeById(plain(value))?.name ?? plain(value)
    if (field === 'gridId') return reference.gridById(plain(value))?.name ?? plain(value)
    if (field === 'endedAt') return formatWhen(Number(value), now.value, t)
    if (Array.isArray(value))
      return (
        value
          .map((each) => reference.memberName(plain(each)) || oneOf(each, area))
          .join(t('field.listComma')) || t('history.nothing')
      )
    if (typeof value !== 'object') return plain(value)
    const { lat, lon, accuracyMetres, value: figure, unit } = value as Record<string, unknown>
    if (typeof lat === 'number' && typeof lon === 'number') {
      const at = reference.gridAt({ lat, lon })?.name ?? t('capture.place.outside')
      return typeof accuracyMetres === 'number'
        ? t('history.position', { at, metres: Math.round(accuracyMetres) })
        : at
    }
    return figure === undefined
      ? JSON.stringify(value)
      : `${plain(figure)} ${plain(unit ?? '')}`.trim()
  }

  return { labelOf, textOf }
}
