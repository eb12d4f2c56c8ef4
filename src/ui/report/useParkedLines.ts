// The words of a parked change, line by line, each under the name its field has in the forms.
import { computed, type ComputedRef } from 'vue'
import { useI18n } from 'vue-i18n'
import type { Change, PatchChange } from '#domain/change.ts'
import { reportIn } from '#state/parkedDraft.ts'
import { useNow } from '#state/useNow.ts'
import { useReference } from '#state/useReference.ts'
import { formatWhen } from '#ui/common/format.ts'

export interface ParkedLine {
  label: string
  text: string
  /** A person's own words, which may be long. */
  isWords?: boolean
}

export function useParkedLines(change: () => Change | null): ComputedRef<ParkedLine[]> {
  const { t, te } = useI18n()
  const reference = useReference()
  const now = useNow()

  const labelOf = (field: string): string =>
    te(`field.markField.${field}`) ? t(`field.markField.${field}`) : field
  function textOf(field: string, value: unknown): string {
    if (value === null || value === '') return t('parked.content.cleared')
    const text = typeof value === 'string' ? value : JSON.stringify(value)
    if (field === 'placeId') return reference.placeById(text)?.name ?? text
    if (field === 'body.type' && te(`hazardType.${text}`)) return t(`hazardType.${text}`)
    return field === 'body.severity' && te(`severity.${text}`) ? t(`severity.${text}`) : text
  }

  function linesOfPatch({ step, set = {}, add = {}, remove = {} }: PatchChange): ParkedLine[] {
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
      lines.push({ label: labelOf(field), text: textOf(field, value), isWords: field === 'note' })
    const counts = [
      ['photosAdded', add.photos],
      ['photosTaken', remove.photos],
      ['checks', add.checks],
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
    const { note, placeId, position, body } = report
    const place = reference.placeTitle({ placeId, position, body })
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
