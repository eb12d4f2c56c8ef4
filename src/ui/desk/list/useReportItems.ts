import { computed, type ComputedRef } from 'vue'
import { useI18n } from 'vue-i18n'
import { kindOf, plainKind } from '#kinds/kinds.ts'
import type { Kind } from '#kinds/kind.ts'
import { useSession } from '#state/useSession.ts'
import { useReference } from '#state/useReference.ts'
import { useReports } from '#state/useReports.ts'
import { type ReportItem, reportItemOf } from './reportItem.ts'
import { nextDecision } from './nextDecision.ts'

export type KindChoice = (kind: Kind) => boolean
/** A visit has a screen of its own; whatever is new to this app stands among the reports. */
export const isVisitKind: KindChoice = (kind) => kind.ability === 'visit'
export const isReportKind: KindChoice = (kind) => kind.ability !== 'visit'

const chosenKind = (key: string): Kind => kindOf(key) ?? plainKind

export function useReportItems(isChosen: KindChoice): ComputedRef<ReportItem[]> {
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
      .filter((view) => isChosen(chosenKind(view.report.kind)))
      .map((view) => reportItemOf(view, borrowed))
  })
}

/** How many reports wait for this person. */
export function useWaitingCount(isChosen: KindChoice): ComputedRef<number> {
  const reports = useReports()
  const reference = useReference()
  const session = useSession()
  return computed(
    () =>
      reports.all.filter(({ report }) => {
        const kind = chosenKind(report.kind)
        return (
          isChosen(kind) &&
          nextDecision(kind.workflow, report, session.member, reference.tree) !== null
        )
      }).length,
  )
}
