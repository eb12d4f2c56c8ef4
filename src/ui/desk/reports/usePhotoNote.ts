import { computed, type ComputedRef } from 'vue'
import { useI18n } from 'vue-i18n'
import { useNow } from '#state/useNow.ts'
import { useReference } from '#state/useReference.ts'
import { formatWhenInside } from '#ui/words/format.ts'
import type { ReportItem } from '#ui/desk/list/reportItem.ts'
import { photoHolder } from '#ui/desk/list/photoHolder.ts'
import { useDeskDevices } from '#ui/desk/people/useDeskDevices.ts'

/**
 * Which phone holds the photos that have not arrived, and when it was last heard of; nothing once
 * all are here.
 */
export function usePhotoNote(item: () => ReportItem): ComputedRef<string | undefined> {
  const { devices } = useDeskDevices()
  const reference = useReference()
  const now = useNow()
  const { t } = useI18n()
  return computed(() => {
    const { report, view } = item()
    const count = view.photos.expected - view.photos.arrived
    if (count <= 0) return undefined
    const name = reference.memberName(report.by)
    const seenAt = photoHolder(devices.value ?? [], report.by)?.seenAt
    return seenAt
      ? t(
          'desk.photos.heldSince',
          { count, name, when: formatWhenInside(seenAt, now.value, t) },
          count,
        )
      : t('desk.photos.held', { count, name }, count)
  })
}
