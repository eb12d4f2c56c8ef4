import { ref } from 'vue'
import { useI18n } from 'vue-i18n'
import { useToast } from '#parts/toast.ts'
import { useCapture } from '#state/useCapture.ts'
import { stepDoneKey } from '../handling.ts'
import { useFaultWords } from '../useFaultWords.ts'
import type { DeskCase } from './deskCase.ts'

export type StepWish = Parameters<ReturnType<typeof useCapture>['takeStep']>[1]

/** Takes a step, once at a time, and says how it went. It is kept on this device at once, whether or not there is a connection. */
export function useStepTaking() {
  const capture = useCapture()
  const toast = useToast()
  const { told } = useFaultWords()
  const { t } = useI18n()
  const isBusy = ref(false)

  async function take({ report, view }: DeskCase, wish: StepWish): Promise<boolean> {
    if (isBusy.value) return false
    isBusy.value = true
    const result = await capture.takeStep(report, wish).finally(() => (isBusy.value = false))
    return told(result, t('desk.step.done', { number: view.number, step: t(stepDoneKey({ type: wish.type, from: report.standing })) }))
  }

  /** One after the other: each is a change of its own, and one that is refused stops no other. */
  async function acceptAll(items: readonly DeskCase[]): Promise<void> {
    if (isBusy.value) return
    isBusy.value = true
    let accepted = 0
    for (const item of items) {
      const result = await capture.takeStep(item.report, { type: 'accept' })
      if (result.ok) accepted++
    }
    isBusy.value = false
    const refused = items.length - accepted
    toast.show({
      text: refused ? t('desk.bulk.someDone', { accepted, refused }) : t('desk.bulk.done', { accepted }, accepted),
      icon: refused ? 'circle-alert' : 'circle-check',
      tone: refused ? 'attention' : 'info',
    })
  }

  return { isBusy, take, acceptAll }
}
