import { computed, type ComputedRef, type MaybeRefOrGetter, toValue } from 'vue'
import { useI18n } from 'vue-i18n'
import type { PhotoHash } from '#domain/ids.ts'
import type { PhotoRef } from '#domain/photo.ts'
import type { PhotoTile } from '#parts/photoTile.ts'
import { usePhotoTiles } from './capture/usePhotoTiles.ts'
import { formatTime } from './format.ts'

/** Tiles of photos that were captured: whole where `isWhole`, the thumbnail until then; the marked ones say so. */
export function useReportTiles(
  photos: MaybeRefOrGetter<readonly PhotoRef[]>,
  { isWhole = true, marked = [], markOf }: {
    isWhole?: MaybeRefOrGetter<boolean>
    marked?: MaybeRefOrGetter<readonly PhotoHash[]>
    /** How safe each photo is. */
    markOf?: (hash: PhotoHash) => PhotoTile['mark']
  } = {},
): ComputedRef<PhotoTile[]> {
  const { t } = useI18n()
  const nameOf = (photo: PhotoRef): string => t(`field.photoRole.${photo.role}`)
  const thumbs = usePhotoTiles(photos, { nameOf })
  const wholes = usePhotoTiles(() => (toValue(isWhole) ? toValue(photos) : []), { size: 'whole', nameOf })

  return computed(() =>
    toValue(photos).map((photo, index): PhotoTile => {
      const thumb = thumbs.value[index]
      const whole = wholes.value[index]
      const role = nameOf(photo)
      const time = formatTime(photo.takenAt)
      return {
        id: photo.hash,
        src: whole?.src ?? thumb?.src ?? null,
        alt: t('field.photoAlt', { role, time }),
        caption: role,
        note: toValue(marked).includes(photo.hash) ? t('field.photoMarked') : time,
        mark: markOf?.(photo.hash),
        state: whole?.state ?? thumb?.state,
      }
    }),
  )
}
