import {
  computed,
  type ComputedRef,
  effectScope,
  type EffectScope,
  getCurrentInstance,
  type MaybeRefOrGetter,
  onScopeDispose,
  shallowReactive,
  toValue,
  watch,
} from 'vue'
import { useI18n } from 'vue-i18n'
import type { PhotoHash } from '#domain/ids.ts'
import { type PhotoRef, roleOf } from '#domain/photo.ts'
import type { PhotoTile } from '#parts/photoTile.ts'
import { usePhotoUrl } from '#state/usePhotoUrl.ts'
import { useNow } from '#state/useNow.ts'
import { formatHeading, formatWhen } from '#ui/words/format.ts'
import { tileStateOf } from './tileStateOf.ts'

interface Held {
  scope: EffectScope
  thumb: ReturnType<typeof usePhotoUrl>
  full: ReturnType<typeof usePhotoUrl>
}

export interface PhotoTileOptions {
  /** The kept picture instead of its thumbnail, which stands in until it is there. */
  isFull?: MaybeRefOrGetter<boolean>
  /** Photos that a return is about. */
  marked?: MaybeRefOrGetter<readonly PhotoHash[]>
  /** Photos that came with the answer to a return. */
  fresh?: MaybeRefOrGetter<readonly PhotoHash[]>
  /** How safe each photo is. */
  markOf?: (hash: PhotoHash) => PhotoTile['mark']
}

/**
 * Tiles for a list of photos. Each has a scope of its own, so that one that leaves the list gives
 * its address back.
 */
export function usePhotoTiles(
  photos: MaybeRefOrGetter<readonly PhotoRef[]>,
  { isFull = false, marked = [], fresh = [], markOf }: PhotoTileOptions = {},
): ComputedRef<PhotoTile[]> {
  const { t } = useI18n()
  const now = useNow()
  const app = getCurrentInstance()?.appContext.app
  const held = shallowReactive(new Map<PhotoHash, Held>())

  const hold = (photo: PhotoRef): void => {
    const scope = effectScope(true)
    scope.run(() => {
      const thumb = usePhotoUrl(photo.thumb.hash)
      const full = usePhotoUrl(() => (toValue(isFull) || photo.isOriginal ? photo.hash : undefined))
      held.set(photo.hash, { scope, thumb, full })
    })
  }

  watch(
    () =>
      toValue(photos)
        .map((photo) => photo.hash)
        .join(),
    () => {
      const wanted = new Set(toValue(photos).map((photo) => photo.hash))
      for (const [hash, { scope }] of held) {
        if (wanted.has(hash)) continue
        scope.stop()
        held.delete(hash)
      }
      for (const photo of toValue(photos)) {
        // A photo that comes later comes outside of any set-up, where nothing is provided by
        // itself.
        if (!held.has(photo.hash)) app?.runWithContext(() => hold(photo))
      }
    },
    { immediate: true },
  )
  onScopeDispose(() => held.forEach(({ scope }) => scope.stop()))

  return computed(() => {
    const said = new Map<string, number>()
    /** Two taken within a minute are told apart by their number. */
    const told = (alt: string): string => {
      const count = (said.get(alt) ?? 0) + 1
      said.set(alt, count)
      return count === 1 ? alt : `${alt} (${count})`
    }
    return toValue(photos).map((photo): PhotoTile => {
      const urls = held.get(photo.hash)
      const src = urls?.full.url.value ?? urls?.thumb.url.value ?? null
      const state = (toValue(isFull) ? urls?.full : urls?.thumb)?.state.value
      const role = roleOf(photo)
      const what = [
        photo.source === 'album' ? t('field.photoAlbum') : '',
        role ? t(`field.photoRole.${role}`) : '',
      ]
        .filter(Boolean)
        .join(' · ')
      const isUnshown = urls?.full.state.value === 'unshown'
      const time = photo.isUndated
        ? t('field.photoUndated')
        : formatWhen(photo.takenAt, now.value, t)
      const isFresh = toValue(fresh).includes(photo.hash)
      const alt = t(photo.isUndated ? 'field.photoAltUndated' : 'field.photoAlt', {
        role: what || t('field.photo'),
        time,
      })
      return {
        id: photo.hash,
        src,
        alt: told(isFresh ? t('field.photoAltFresh', { photo: alt }) : alt),
        caption: what || undefined,
        note: toValue(marked).includes(photo.hash)
          ? t('field.photoMarked')
          : isUnshown
            ? t('field.photoUnshown')
            : isFresh
              ? t('field.photoFresh', { time })
              : time,
        heading:
          photo.headingDegrees === undefined ? undefined : formatHeading(photo.headingDegrees, t),
        mark: markOf?.(photo.hash),
        state: tileStateOf(src, state),
      }
    })
  })
}
