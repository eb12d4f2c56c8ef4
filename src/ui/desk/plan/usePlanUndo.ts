// What was done to the plan is told with a way back.
import { useI18n } from 'vue-i18n'
import type { PlanImportId } from '#domain/ids.ts'
import { useToast } from '#parts/toast.ts'
import { usePlan } from '#state/usePlan.ts'
import { useFaultMessage } from '#ui/words/useFaultMessage.ts'

export function usePlanUndo() {
  const { t } = useI18n()
  const toast = useToast()
  const plan = usePlan()
  const { notify } = useFaultMessage({ waits: false })

  async function undo(id: PlanImportId): Promise<void> {
    const done = await plan.undo(id)
    if (notify(done))
      toast.show({
        text:
          done.value.kept > 0
            ? t('plan.edit.undoneKept', { kept: done.value.kept })
            : t('plan.edit.undone'),
      })
  }
  return {
    undo,
    told: (id: PlanImportId, text: string): void =>
      void toast.show({ text, actionWord: t('plan.edit.undo'), action: () => void undo(id) }),
  }
}
