// The photos of a form in two groups: those of what was met, and, where a kind asks for one, those
// of the result.
import { computed } from 'vue'
import { named, type PhotoRef } from '#domain/photo.ts'
import type { Kind } from '#kinds/kind.ts'
import type { DraftForm } from '#state/useDraft.ts'

export function useFormPhotos({ capture }: Kind, { draft }: Pick<DraftForm, 'draft'>) {
  const asksForAfter = computed(() => capture.hasAfterPhoto?.(draft.body) ?? true)
  /**
   * Asked for no longer, a photo of the result is a photo like the others; asked for again, it is
   * back in its place.
   */
  const asShown = (photo: PhotoRef): PhotoRef =>
    photo.role === 'after' && !asksForAfter.value ? { ...photo, ...named(null) } : photo
  const isAfter = (photo: PhotoRef): boolean =>
    capture.hasAfterPhoto !== undefined && photo.role === 'after'
  const shown = computed(() => draft.photos.map(asShown))

  return {
    before: computed(() => shown.value.filter((photo) => !isAfter(photo))),
    after: computed(() => shown.value.filter(isAfter)),
    /** What is saved is what was shown. */
    settle: (): void => {
      for (const photo of draft.photos) Object.assign(photo, asShown(photo))
    },
  }
}
