// A new form of a kind whose evidence is a photo begins with the camera; one in which it was open
// when the app was killed says so.
import { nextTick, onMounted, ref, type ShallowRef, watch } from 'vue'
import type { Kind } from '#kinds/kind.ts'
import type { ReportFormState } from './useReportForm.ts'

/** @param picker of the photos, once it is there. */
export function useCameraFirst(
  { capture }: Kind,
  { form, exit, prefill, isNew }: ReportFormState,
  picker: Readonly<ShallowRef<{ openCamera(): void } | null>>,
) {
  const { draft, isRestored } = form
  const wasInterrupted = ref(false)

  onMounted(() =>
    watch(
      () => capture.opensCamera && isRestored.value && !prefill.isContradicted.value,
      async (isReady) => {
        if (!isReady) return
        // With nothing in it yet the camera simply opens again.
        wasInterrupted.value = draft.intent === 'camera' && exit.isFilled.value
        if (draft.intent) void form.setIntent(null)
        await nextTick()
        if (isNew && !exit.isFilled.value) picker.value?.openCamera()
      },
      { immediate: true },
    ),
  )

  function shootOn(): void {
    wasInterrupted.value = false
    picker.value?.openCamera()
  }
  return { wasInterrupted, shootOn }
}
