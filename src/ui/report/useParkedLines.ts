// The words of a parked change, line by line, each under the name its field has in the forms.
import { computed, type ComputedRef } from 'vue'
import { useI18n } from 'vue-i18n'
import type { Change, PatchChange } from '#domain/change.ts'
import { valueWordsOf } from '#kinds/valueWordsOf.ts'
import { reportIn } from '#state/parkedDraft.ts'
import { useNow } from '#state/useNow.ts'
import { useReference } from '#state/useReference.ts'
import { useReports } from '#state/useReports.ts'
import { formatWhen } from '#ui/words/format.ts'
import { useFieldName } from './useFieldName.ts'

export interface ParkedLine {
  label: string
  text: string
  /** A person's own words, which may be long. */
  isWords?: boolean
}

export function useParkedLines(change: () => Change | null): ComputedRef<ParkedLine[]> {
  const { t, te } = useI18n()
  const reference = useReference()
  const reports = useReports()
  const now = useNow()
  const nameOf = useFieldName()

  const labelOf = (field: string, kind: string | undefined): string =>
    nameOf(field.slice(field.lastIndexOf('.') + 1), kind) ?? field
  function textOf(field: string, value: unknown, kind: string | undefined): string {
    if (value === null || value === '') return t('parked.content.cleared')
    const text = typeof value === 'string' ? value : JSON.stringify(value)
    if (field === 'placeId') return reference.placeById(text)?.name ?? text
    const area = valueWordsOf(field, kind)
    return area && te(`${area}.${text}`) ? t(`${area}.${text}`) : text
  }

  function linesOfPatch({ row, step, set = {}, add = {}, remove = {} }: PatchChange): ParkedLine[] {
    const kind = reports.byId(row)?.report.kind
    const lines: ParkedLine[] = []
    if (step?.comment)
      lines.push({ label: t('parked.content.comment'), text: step.comment, isWords: true })
    if (step?.handlerId)
      lines.push({
        label: t('parked.content.handler'),
        text: reference.memberName(step.handlerId) || step.handlerId,
      })
    if (typeof step?.dueAt === 'number')
      lines.push({ label: t('parked.content.due'), text: formatWhen(step.dueAt, now.value, t) })
    for (const [field, value] of Object.entries(set))
      lines.push({
        label: labelOf(field, kind),
        text: textOf(field, value, kind),
        isWords: field === 'note',
      })
    const counts = [
      ['photosAdded', add.photos],
      ['photosTaken', remove.photos],
      ['voiceAdded', add.voice],
      ['voiceTaken', remove.voice],
      ['checks', add.checks],
      ['notSame', add.notSameAs],
    ] as const
    for (const [key, list] of counts)
      if (list?.length)
        lines.push({
          label: '',
          text: t(`parked.content.${key}`, { count: list.length }, list.length),
        })
    return lines
  }

  return computed(() => {
    const current = change()
    const report = reportIn(current)
    if (!report) return current?.op === 'patch' ? linesOfPatch(current) : []
    const { kind, note, placeId, position, body } = report
    const place = reference.placeTitle({ kind, placeId, position, body })
    return [
      ...(place || placeId
        ? [{ label: t('parked.content.place'), text: place || String(placeId) }]
        : []),
      ...(typeof note === 'string' && note.trim()
        ? [{ label: t('parked.content.note'), text: note, isWords: true }]
        : []),
    ]
  })
}
