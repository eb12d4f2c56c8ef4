import { useI18n } from 'vue-i18n'
import { deskFaultCodes, type Fault, waitingFaultCodes } from '#domain/fault.ts'
import type { Result } from '#domain/result.ts'
import { useToast } from '#parts/toast.ts'

const deskCodes: ReadonlySet<string> = new Set(deskFaultCodes)

const waitingCodes: ReadonlySet<string> = new Set(waitingFaultCodes)

/**
 * A fault in the person's language, and the calm way to tell how an act ended. `waits`: whether
 * what does not arrive waits on this phone, as work does; an act of the desk on the plan, on maps
 * or on people does not, and has to be done again.
 */
export function useFaultMessage({ waits = true } = {}) {
  const { t } = useI18n()
  const toast = useToast()
  function faultMessage({ code, detail = {} }: Fault): string {
    if (!waits && waitingCodes.has(code)) return t(`notDone.${code}`, detail)
    if (code === 'planInvalid')
      return t('deskFault.planInvalid', {
        ...detail,
        problem: t(`plan.file.error.${detail['problem']}`, detail),
      })
    return t(deskCodes.has(code) ? `deskFault.${code}` : `fault.${code}`, detail)
  }

  /** True when it went well; otherwise the fault has been shown. */
  function notify<T>(result: Result<T>, done?: string): result is { ok: true; value: T } {
    if (!result.ok) toast.show({ text: faultMessage(result.fault), tone: 'attention' })
    else if (done) toast.show({ text: done })
    return result.ok
  }
  return { faultMessage, notify }
}
