// How a form ends: kept as a record, left as a draft, or thrown away; and where the person is taken
// then.
import { computed, onScopeDispose, ref, watch } from 'vue'
import { useI18n } from 'vue-i18n'
import { onBeforeRouteLeave, useRouter } from 'vue-router'
import { type Fault, fault as faultOf } from '#domain/fault.ts'
import type { ReportId } from '#domain/ids.ts'
import { useToast } from '#parts/toast.ts'
import { type DraftForm, hasContent } from '#state/useDraft.ts'
import { useUndo } from '#ui/notices/useUndo.ts'

export function useFormExit(form: DraftForm) {
  const { t } = useI18n()
  const router = useRouter()
  const toast = useToast()
  const undo = useUndo()
  const isBusy = ref(false)
  const fault = ref<Fault | null>(null)
  const isEnded = ref(false)
  /** Something else leans on this draft, so it stays even while it is empty. */
  const isHeld = ref(false)
  const isFilled = computed(() => hasContent(form.draft))

  /** What was found again had something in it; a form that was only looked at is no news. */
  const wasFound = ref(false)
  watch(
    form.isRestored,
    (ready) => ready && (wasFound.value = form.wasRestored.value && isFilled.value),
    { immediate: true, flush: 'sync' },
  )
  /** Another window was there first, and only a person says which goes on. */
  const isTaken = computed(
    () => form.state.value.is === 'elsewhere' || form.state.value.is === 'ended',
  )
  // What stood in the way of saving no longer does, or is another now.
  watch(
    form.state,
    ({ is }) => {
      if (is === 'editing') fault.value = null
      else if (fault.value && is === 'ended') fault.value = faultOf('draftEnded')
    },
    { flush: 'sync' },
  )
  let isToastSuppressed = false
  /**
   * Left while a photo was waited for: it has stayed a draft, and nothing more is done on a page
   * that is another by now.
   */
  let isGone = false
  onScopeDispose(() => (isGone = true))

  onBeforeRouteLeave(async () => {
    // Nothing was kept and nothing is on its way: there is nothing to tell of.
    if (isEnded.value || (form.savedAt.value === null && form.busyPhotos.value === 0)) return
    if (isToastSuppressed || (form.state.value.is === 'ended' && !form.state.value.differs)) return
    // A photo that is still on its way fills it too.
    if (isFilled.value || isHeld.value || form.busyPhotos.value > 0)
      toast.show({ icon: 'save', text: t('capture.leftAsDraft') })
    else await form.discard()
  })

  /** Back to where the form was opened from, else to the day's page. */
  function leave() {
    if (isGone) return
    const { back } = (window.history.state ?? {}) as { back?: string | null }
    if (back) router.back()
    else void router.replace({ name: 'today' })
  }

  /**
   * A photo that is still on its way and a voice note that is being recorded belong to the record
   * too: what is missing is asked after them.
   * False while it is being saved already, or when the person has left.
   */
  async function isAllIn(): Promise<boolean> {
    if (isBusy.value || isEnded.value) return false
    isBusy.value = true
    await form.allIn()
    isBusy.value = false
    // A recording that could not be kept is said at its field, and is not left out in silence.
    return !isGone && !form.draft.recording
  }

  /**
   * Ticks only after the record is kept. A second tap while it is being kept does nothing.
   *
   * @param undoable says what was saved; with it, it can be taken back for a moment.
   */
  async function save(undoable?: string): Promise<ReportId | null> {
    if (isBusy.value || isEnded.value) return null
    isBusy.value = true
    fault.value = null
    const saved = await form.save({ isRecallable: undoable !== undefined })
    isBusy.value = false
    if (!saved.ok) {
      fault.value = saved.fault
      return null
    }
    isEnded.value = true
    const { record, change } = saved.value
    if (undoable !== undefined && change) undo.offer(undoable, [change])
    else toast.show({ icon: 'check', text: t('capture.saved') })
    return record
  }

  /**
   * False when another window has altered it meanwhile: then it is shown, and nothing is thrown
   * away.
   */
  async function discard(): Promise<boolean> {
    isEnded.value = true
    isEnded.value = await form.discard()
    return isEnded.value
  }

  return {
    isBusy,
    fault,
    isEnded,
    isHeld,
    isFilled,
    isTaken,
    wasFound,
    isAllIn,
    save,
    leave,
    discard,
    /** The person comes straight back: nothing need be said on the way out. */
    suppressToast: () => (isToastSuppressed = true),
  }
}
