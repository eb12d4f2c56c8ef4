import { ref } from 'vue'
import { useI18n } from 'vue-i18n'
import { useRoute, useRouter } from 'vue-router'
import type { ChangeId } from '#domain/ids.ts'
import type { Report } from '#domain/report.ts'
import { fail } from '#domain/result.ts'
import { useToast } from '#parts/toast.ts'
import { type StepInput, useStepActions } from '#state/useStepActions.ts'
import { stepDoneKey } from '#ui/report/handling.ts'
import { useFaultMessage } from '#ui/words/useFaultMessage.ts'
import { deskRouteNames } from '#ui/routes/deskRoute.ts'
import { useUndo } from '#ui/notices/useUndo.ts'
import type { ReportItem } from '#ui/desk/list/reportItem.ts'

export type { StepInput }

/**
 * Takes a step, once at a time, and says how it went. It is kept on this device at once, whether or
 * not there is a connection.
 */
export function useStepTaking() {
  const stepActions = useStepActions()
  const toast = useToast()
  const undo = useUndo()
  const route = useRoute()
  const router = useRouter()
  const { t } = useI18n()
  const { notify } = useFaultMessage()
  const isBusy = ref(false)

  /** @param inputs taken one after the other, and taken back together. */
  async function take({ report, view }: ReportItem, ...inputs: StepInput[]): Promise<boolean> {
    if (isBusy.value) return false
    isBusy.value = true
    const since = Date.now()
    const { taken, fault } = await stepActions
      .takeSteps(report, inputs)
      .finally(() => (isBusy.value = false))
    const [first] = inputs
    if (first && taken.length > 0)
      undo.offer(
        t('desk.step.done', {
          number: view.number,
          step:
            taken.length > 1
              ? t('desk.step.acceptedDispatched')
              : t(stepDoneKey({ type: first.type, from: report.standing })),
        }),
        taken,
        { since, onUndone: () => open(report) },
      )
    return fault ? notify(fail(fault)) : true
  }

  /** Undone, it stands before whoever decided it again, if they are still at the list. */
  function open({ id }: Report): void {
    if (Object.values(deskRouteNames).some((name) => name === route.name))
      void router.push({ name: route.name!, params: { id }, query: route.query })
  }

  /** One after the other: each is a change of its own, and one that is refused stops no other. */
  async function acceptAll(items: readonly ReportItem[]): Promise<void> {
    if (isBusy.value) return
    isBusy.value = true
    const since = Date.now()
    const accepted: ChangeId[] = []
    for (const item of items) {
      const result = await stepActions.takeStep(item.report, { type: 'accept' })
      if (result.ok) accepted.push(result.value)
    }
    isBusy.value = false
    const count = accepted.length
    const refused = items.length - count
    const text = refused
      ? t('desk.bulk.someDone', { accepted: count, refused })
      : t('desk.bulk.done', { accepted: count }, count)
    if (count > 0) undo.offer(text, accepted, { since, isMixed: refused > 0 })
    else toast.show({ text, icon: 'circle-alert', tone: 'attention' })
  }

  return { isBusy, take, acceptAll }
}
