import { watch } from 'vue'
import { useI18n } from 'vue-i18n'
import { useToast } from '#parts/toast.ts'
import { useForeseen } from '#state/useForeseen.ts'
import { useFaultMessage } from '#ui/words/useFaultMessage.ts'

/** Whatever form it was saved in, by now another screen may be open: told in one place for all. */
export function useForeseenNotice(): void {
  const { t } = useI18n()
  const toast = useToast()
  const foreseen = useForeseen()
  const { faultMessage } = useFaultMessage()
  watch(
    () => foreseen.latest,
    (told) => {
      if (!told) return
      const text = t('parked.foreseen', { why: faultMessage(told.fault) })
      toast.show({ text, tone: 'attention', icon: 'circle-alert', seconds: 9 })
    },
  )
}
