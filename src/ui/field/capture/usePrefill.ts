// What the address asks of a form: at which place, found on which visit, where on the map, with
// which shared photos. It is
// laid into a fresh draft; an unfinished one that says otherwise is never overwritten, the person
// chooses.
import { computed, ref, watch } from 'vue'
import { useI18n } from 'vue-i18n'
import { useRoute } from 'vue-router'
import type { PlaceId, ReportId } from '#domain/ids.ts'
import { isOnEarth } from '#domain/position.ts'
import type { Kind } from '#kinds/kind.ts'
import { type DraftForm, hasContent } from '#state/useDraft.ts'
import { useReference } from '#state/useReference.ts'
import { draftSummary } from '#ui/words/draftSummary.ts'

const textOf = (value: unknown): string | undefined =>
  typeof value === 'string' && value ? value : undefined

export function usePrefill(
  form: DraftForm,
  { kind, isAmending }: { kind: Kind; isAmending: boolean },
) {
  const { t } = useI18n()
  const { query } = useRoute()
  const reference = useReference()
  const { draft, isRestored, wasRestored } = form

  const placeId = textOf(query.at) as PlaceId | undefined
  const foundOn = textOf(query.foundOn) as ReportId | undefined
  const shared = textOf(query.shared)
  const pin = { lat: Number(query.lat ?? Number.NaN), lon: Number(query.lon ?? Number.NaN) }
  const isContradicted = ref(false)

  const placeName = (id: PlaceId | undefined): string =>
    id ? (reference.placeById(id)?.name ?? '') : ''

  watch(
    isRestored,
    (ready) => {
      if (!ready || isAmending) return
      const isOther =
        (placeId && draft.placeId !== placeId) ||
        (foundOn && draft.foundOn !== foundOn) ||
        isOnEarth(pin) ||
        (shared && textOf(query.into) !== form.record.value)
      if (wasRestored.value && hasContent(draft)) isContradicted.value = Boolean(isOther)
      else fill()
    },
    { immediate: true, flush: 'sync' },
  )

  function fill() {
    if (foundOn) draft.foundOn = foundOn
    if (placeId) Object.assign(draft, { placeId, placedBy: 'place' })
    else if (isOnEarth(pin)) {
      Object.assign(draft, {
        placeId: undefined,
        placedBy: 'position',
        position: { ...pin, accuracyMetres: null, source: 'pin', at: Date.now() },
      })
    }
  }

  return {
    isContradicted,
    accept: () => (isContradicted.value = false),
    placeId,
    /** An unfinished one may take shared photos in. */
    continueWord: computed(() => t(`capture.restored.${shared ? 'into' : 'continue'}`)),
    summary: computed(() => draftSummary(kind, draft, placeName(draft.placeId), t)),
    freshWord: computed(() =>
      placeName(placeId)
        ? t('capture.restored.restartAt', { place: placeName(placeId) })
        : t('capture.restored.restart'),
    ),
  }
}
