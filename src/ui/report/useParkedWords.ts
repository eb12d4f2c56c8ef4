// Parked work in a person's words: what it is, why it was not carried out, where it belongs.
import { useI18n } from 'vue-i18n'
import type { Change } from '#domain/change.ts'
import type { Fault } from '#domain/fault.ts'
import { alteredReportIn, reportIn } from '#state/parkedDraft.ts'
import { useReports } from '#state/useReports.ts'
import { useFaultMessage } from '#ui/words/useFaultMessage.ts'
import { reportTitleKey } from '#kinds/reportTitleKey.ts'

export function useParkedWords() {
  const { t, te } = useI18n()
  const { faultMessage } = useFaultMessage()
  const reports = useReports()

  const titleOf = (row: string): string => {
    const view = reports.byId(row)
    return view ? t(reportTitleKey(view.report)) : t('parked.what.unknownReport')
  }

  function whatOf(change: Change | null): string {
    const report = reportIn(change)
    if (report) return t('parked.what.create', { title: t(reportTitleKey(report)) })
    const altered = alteredReportIn(change)
    if (altered === null) {
      const key = `parked.what.recordType.${change?.t}`
      return te(key) ? t(key) : t('parked.what.unreadable')
    }
    const title = titleOf(altered)
    const stepKey = `step.${change?.op === 'patch' ? change.step?.type : undefined}`
    return te(stepKey)
      ? t('parked.what.step', { step: t(stepKey), title })
      : t('parked.what.amend', { title })
  }

  /** As told to whoever decides; the author reads the words of the fault itself. */
  function whyOf(fault: Fault): string {
    const why = te(`parkedWhy.${fault.code}`)
      ? t(`parkedWhy.${fault.code}`, fault.detail ?? {})
      : t('parkedWhy.internal')
    const statusKey = `status.${fault.detail?.standing}`
    return te(statusKey) ? t('parkedWhy.stood', { why, status: t(statusKey) }) : why
  }
  function noticeOf(fault: Fault): string {
    if (te(`parked.notice.${fault.code}`)) return t(`parked.notice.${fault.code}`)
    return te(`fault.${fault.code}`) ? faultMessage(fault) : t('parked.notice.internal')
  }

  return { whatOf, whyOf, noticeOf }
}
