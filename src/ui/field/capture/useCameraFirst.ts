// A new form of a kind whose evidence is a photo begins with the camera, and so does one that is
// put right because a photo was asked for. One in which it was open when the app was killed says
// so.
import { nextTick, onMounted, ref, type ShallowRef, watch } from 'vue'
import { useRoute, useRouter } from 'vue-router'
import type { Kind } from '#kinds/kind.ts'
import type { ReportFormState } from './useReportForm.ts'

/** @param picker of the photos, once it is there. */
export function useCameraFirst(
  { capture }: Kind,
  { form, exit, prefill, isNew, isOfShare }: ReportFormState,
  picker: Readonly<ShallowRef<{ openCamera(): void } | null>>,
) {
  const { draft, isRestored } = form
  const route = useRoute()
  const router = useRouter()
  const wasInterrupted = ref(false)

  onMounted(() =>
    watch(
      () => isRestored.value && !prefill.isContradicted.value,
      async (isReady) => {
        if (!isReady) return
        // With nothing in it yet the camera simply opens again.
        wasInterrupted.value =
          capture.opensCamera === true && draft.intent === 'camera' && exit.isFilled.value
        if (draft.intent) void form.setIntent(null)
        await nextTick()
        if (route.query.camera) {
          // Once: who comes back to this form later has not asked for it again.
          await router.replace({ query: { ...route.query, camera: undefined } })
          picker.value?.openCamera()
        } else if (capture.opensCamera && isNew && !isOfShare && !exit.isFilled.value)
          picker.value?.openCamera()
      },
      { immediate: true },
    ),
  )

  watch(
    () => draft.photos.length,
    () => (wasInterrupted.value = false),
  )

  function shootOn(): void {
    wasInterrupted.value = false
    picker.value?.openCamera()
  }
  return { wasInterrupted, shootOn }
}
