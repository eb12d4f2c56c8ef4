import { useI18n } from 'vue-i18n'
import { useToast } from '#parts/toast.ts'

/** Copies the address of the page, invite and all, and says whether that went well. */
export function useCopyLink(): () => Promise<void> {
  const { t } = useI18n()
  const toast = useToast()
  return async () => {
    try {
      await navigator.clipboard.writeText(window.location.href)
      toast.show({ icon: 'check', text: t('enrol.copied') })
    } catch {
      toast.show({ text: t('enrol.notCopied'), tone: 'attention' })
    }
  }
}
