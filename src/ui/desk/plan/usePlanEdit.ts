// An edit of the plan by hand: looked at before it is sent, sent once, and told with a way back.
import { ref } from 'vue'
import { useI18n } from 'vue-i18n'
import { checkPlan } from '#domain/plan/checkPlan.ts'
import type { PlanRowChange } from '#domain/plan/plan.ts'
import { isPlanError } from '#domain/plan/planProblem.ts'
import { useToast } from '#parts/toast.ts'
import { usePlan } from '#state/usePlan.ts'
import { useFaultMessage } from '#ui/words/useFaultMessage.ts'
import { usePlanUndo } from './usePlanUndo.ts'

export function usePlanEdit() {
  const { t } = useI18n()
  const plan = usePlan()
  const toast = useToast()
  const { notify } = useFaultMessage({ waits: false })
  const { told } = usePlanUndo()
  const isBusy = ref(false)

  /** Why the plan would not be sound, in words; empty where it would be. */
  function problemOf(changes: readonly PlanRowChange[]): string {
    const found = checkPlan(plan.plan.value, changes, Date.now())
    const error = found.find(isPlanError)
    return error ? t(`plan.file.error.${error.code}`, error.detail ?? {}) : ''
  }

  /** True when it is part of the plan; otherwise it has been said why not. */
  async function save(changes: readonly PlanRowChange[], words: string): Promise<boolean> {
    if (isBusy.value) return false
    isBusy.value = true
    const done = await plan.alter(changes).finally(() => (isBusy.value = false))
    if (!done.ok && done.fault.code === 'planChanged') {
      toast.show({ tone: 'attention', text: t('plan.edit.changedMeanwhile') })
      return false
    }
    if (!notify(done)) return false
    told(done.value, words)
    return true
  }

  return { isBusy, problemOf, save }
}
