// What an import alters in rows that are there already, field by field, in words.
import { useI18n } from 'vue-i18n'
import type { PreviewRow } from '#domain/plan/planPreview.ts'
import { useReference } from '#state/useReference.ts'

export interface AlteredLine {
  id: string
  name: string
  field: string
  from: string
  to: string
}

/** Names of what a field holds, as keys of messages. */
const fieldWords: Record<string, string> = {
  name: 'plan.file.column.name',
  code: 'plan.file.column.code',
  type: 'plan.file.column.type',
  level: 'plan.edit.level',
  gridId: 'plan.file.column.grid',
  parentId: 'plan.file.column.parent',
  pinyin: 'plan.file.column.pinyin',
  externalId: 'plan.file.column.externalId',
  isPatrolPoint: 'plan.edit.isPatrolPoint',
  border: 'plan.file.field.border',
  outline: 'plan.file.field.outline',
  floors: 'plan.file.field.floors',
  aliases: 'plan.file.field.aliases',
}
const positionFields = ['lat', 'lon', 'isUnplaced']

/** Fields that only the app keeps for itself (how it was placed, its parts) are no news. */
export function useAlteredWords() {
  const { t } = useI18n()
  const reference = useReference()

  function text(field: string, value: unknown, names: ReadonlyMap<string, string>): string {
    if (field === 'isPatrolPoint') return t(value ? 'plan.file.yes' : 'plan.file.no')
    if (Array.isArray(value)) {
      if (field === 'floors') return value.join('–')
      if (field === 'aliases') return value.join(t('field.listComma'))
      return t('outline.corners', { count: value.length }, value.length)
    }
    if (typeof value !== 'string' || value === '') return '–'
    if (field === 'type') return t(`plan.type.${value}`)
    if (field === 'level') return t(`plan.level.${value}`)
    if (field !== 'gridId' && field !== 'parentId') return value
    const found = reference.gridById(value) ?? reference.placeById(value)
    return names.get(value) ?? found?.name ?? '–'
  }

  /** Both halves of a position are one thing that moves. */
  function positionOf({ change, altered }: PreviewRow, when: 'from' | 'to'): string {
    const now = { ...change.set } as Record<string, unknown>
    const value = (field: string): unknown => {
      const found = altered.find((each) => each.field === field)
      return found ? found[when] : now[field]
    }
    return value('isUnplaced')
      ? t('plan.unplaced')
      : `${Number(value('lat')).toFixed(5)}, ${Number(value('lon')).toFixed(5)}`
  }

  /** One line for each field of each row that is altered. */
  return function alteredLines(rows: readonly PreviewRow[]): AlteredLine[] {
    const nameOf = ({ change: { set } }: PreviewRow): string =>
      set.name || ('code' in set && set.code) || ''
    const names = new Map(rows.map((row) => [row.change.id, nameOf(row)]))
    return rows
      .filter(({ state }) => state === 'changed')
      .flatMap((row) => {
        const about = { id: row.change.id, name: nameOf(row) }
        const lines = row.altered.flatMap(({ field, from, to }) => {
          const words = fieldWords[field]
          return words === undefined
            ? []
            : [
                {
                  ...about,
                  field: t(words),
                  from: text(field, from, names),
                  to: text(field, to, names),
                },
              ]
        })
        if (row.altered.some(({ field }) => positionFields.includes(field)))
          lines.push({
            ...about,
            field: t('plan.file.field.position'),
            from: positionOf(row, 'from'),
            to: positionOf(row, 'to'),
          })
        return lines
      })
  }
}
