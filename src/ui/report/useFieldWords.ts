// What a field is called, and what stands or stood in it, as a person reads it.
import { useI18n } from 'vue-i18n'
import { useNow } from '#state/useNow.ts'
import { useReference } from '#state/useReference.ts'
import { formatWhen } from '#ui/common/format.ts'

/** Fields whose values are keys of a table of words. */
const tables: Record<string, string> = {
  'body.type': 'hazardType',
  'body.severity': 'severity',
  'body.tier': 'tierName',
  'body.result': 'visitResult',
  'body.visitKind': 'visitKind',
  'body.channel': 'visitChannel',
  'body.slot': 'slot',
}

const plain = (value: unknown): string =>
  typeof value === 'string' ? value : JSON.stringify(value)

export function useFieldWords() {
  const { t, te } = useI18n()
  const reference = useReference()
  const now = useNow()

  function labelOf(field: string): string {
    const name = field.split('.').at(-1) ?? field
    return te(`capture.fieldName.${name}`) ? t(`capture.fieldName.${name}`) : name
  }

  function oneOf(value: unknown): string {
    if (typeof value !== 'object' || value === null) return plain(value)
    const { text, type, name } = value as Record<string, unknown>
    const need = typeof type === 'string' && te(`needType.${type}`) ? t(`needType.${type}`) : ''
    return (
      [need, text ?? name]
        .filter((part) => typeof part === 'string' && part !== '')
        .join(t('history.colon')) || JSON.stringify(value)
    )
  }

  function textOf(field: string, value: unknown): string {
    if (value === undefined || value === null || value === '') return t('history.nothing')
    const key = `${tables[field] ?? ''}.${plain(value)}`
    if (tables[field] && te(key)) return t(key)
    if (typeof value === 'boolean') return t(value ? 'history.yes' : 'history.no')
    if (field === 'placeId') return reference.placeById(plain(value))?.name ?? plain(value)
    if (field === 'gridId') return reference.gridById(plain(value))?.name ?? plain(value)
    if (field === 'endedAt') return formatWhen(Number(value), now.value, t)
    if (Array.isArray(value))
      return (
        value
          .map((each) => reference.memberName(plain(each)) || oneOf(each))
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
