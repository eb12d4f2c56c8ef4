import { useI18n } from 'vue-i18n'
import { deskFaultCodes, type Fault } from '#domain/fault.ts'
import type { Result } from '#domain/result.ts'
import { useToast } from '#parts/toast.ts'

const deskCodes: ReadonlySet<string> = new Set(deskFaultCodes)

/** A fault in the person's language, and the calm way to tell how an act ended. */
export function useFaultMessage() {
  const { t } = useI18n()
  const toast = useToast()
  const faultMessage = ({ code, detail = {} }: Fault): string =>
    t(deskCodes.has(code) ? `deskFault.${code}` : `fault.${code}`, detail)

  /** True when it went well; otherwise the fault has been shown. */
  function notify<T>(result: Result<T>, done?: string): result is { ok: true; value: T } {
    if (!result.ok) toast.show({ text: faultMessage(result.fault), tone: 'attention' })
    else if (done) toast.show({ text: done })
    return result.ok
  }
  return { faultMessage, notify }
}
