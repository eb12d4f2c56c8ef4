// Photos on their way into a form, whichever it is: what was refused is told until it is dismissed,
// by a page that was loaded again too.
import { type Ref, ref, watch } from 'vue'
import { fault, type Fault } from '#domain/fault.ts'
import type { DraftState } from '#state/useDraft.ts'
import type { PhotoComing, PhotoRefusal } from '#state/useDraftIntake.ts'
import { cameBeside, forgetOnTheWay, missingOf, takeOver, tookIn } from './photosOnTheWay.ts'

export interface PhotoForm {
  /** What it is for, the same after a reload. */
  purpose: () => string
  draft: { photos: readonly unknown[] }
  isRestored: Ref<boolean>
  state: Ref<DraftState>
}

/**
 * By purpose, how many calls this page still has at work: what they have taken over is not missing,
 * whichever form began them.
 */
const atWork = new Map<string, number>()
const countAtWork = (purpose: string, by: 1 | -1): number => {
  const count = (atWork.get(purpose) ?? 0) + by
  atWork.set(purpose, count)
  return count
}

export function usePhotoIntake(form: PhotoForm) {
  const refusals = ref<PhotoRefusal[]>([])
  const inDraft = (): number => form.draft.photos.length

  watch(
    [form.isRestored, form.purpose],
    ([isReady, purpose]) => {
      const missing =
        isReady && !atWork.get(purpose) ? missingOf(sessionStorage, purpose, inDraft()) : 0
      refusals.value = Array.from({ length: missing }, () => ({
        name: '',
        fault: fault('photoNotKept'),
      }))
    },
    { immediate: true },
  )
  watch(
    form.state,
    ({ is }) => {
      if (is === 'saved' || is === 'discarded') forgetOnTheWay(sessionStorage, form.purpose())
    },
    { flush: 'sync' },
  )

  /** @param into puts them into the form, and returns what it refused. */
  async function take(
    files: readonly PhotoComing[],
    into: () => Promise<PhotoRefusal[]>,
  ): Promise<void> {
    const purpose = form.purpose()
    takeOver(sessionStorage, purpose, inDraft(), files.length)
    countAtWork(purpose, 1)
    const refused = await into()
    const isLast = countAtWork(purpose, -1) === 0
    if (purpose !== form.purpose()) return forgetOnTheWay(sessionStorage, purpose)
    refusals.value = [...refusals.value, ...refused]
    if (isLast) tookIn(sessionStorage, purpose, inDraft(), refusals.value.length)
  }
  /**
   * One photo that waits elsewhere until it is in: where the page ends before, it is not missing.
   *
   * @returns why it is not in.
   */
  async function takeWaiting(into: () => Promise<PhotoRefusal[]>): Promise<Fault | null> {
    const purpose = form.purpose()
    const [refused] = await into()
    if (purpose !== form.purpose()) return refused?.fault ?? null
    if (refused) refusals.value = [...refusals.value, refused]
    else cameBeside(sessionStorage, purpose, 1)
    return refused?.fault ?? null
  }
  function dismiss(): void {
    refusals.value = []
    if (!atWork.get(form.purpose())) forgetOnTheWay(sessionStorage, form.purpose())
  }
  return { refusals, take, takeWaiting, dismiss }
}
