import { computed, type ComputedRef } from 'vue'
import { useI18n } from 'vue-i18n'
import type { DeskListKey } from '#kinds/kind.ts'
import { kindOrPlain } from '#kinds/kinds.ts'
import { useSession } from '#state/useSession.ts'
import { useReference } from '#state/useReference.ts'
import { useReports } from '#state/useReports.ts'
import { type ReportItem, reportItemOf } from './reportItem.ts'
import { nextDecision } from './nextDecision.ts'

/** The reports of one list of the desk, as their kinds say. */
export function useReportItems(list: DeskListKey | 'all'): ComputedRef<ReportItem[]> {
  const reports = useReports()
  const reference = useReference()
  const session = useSession()
  const { t } = useI18n()
  return computed(() => {
    const words = new Map<string, string>()
    const wordOf = (key: string): string => {
      const known = words.get(key) ?? t(key)
      words.set(key, known)
      return known
    }
    const { tree, placeTitle, memberName } = reference
    const borrowed = { member: session.member, tree, placeTitle, memberName, t: wordOf }
    return reports.all
      .filter((view) => list === 'all' || kindOrPlain(view.report.kind).desk.list === list)
      .map((view) => reportItemOf(view, borrowed))
  })
}

/** How many reports wait for this person. */
export function useWaitingCount(list: DeskListKey): ComputedRef<number> {
  const reports = useReports()
  const reference = useReference()
  const session = useSession()
  return computed(
    () =>
      reports.all.filter(({ report }) => {
        const kind = kindOrPlain(report.kind)
        return (
          kind.desk.list === list &&
          nextDecision(kind.workflow, report, session.member, reference.tree) !== null
        )
      }).length,
  )
}
