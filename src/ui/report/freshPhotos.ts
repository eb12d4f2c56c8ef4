import type { PhotoHash } from '#domain/ids.ts'
import { answeredReturnOf, type Report } from '#domain/report.ts'

/**
 * What was photographed to answer a return. Phones of earlier releases do not say so: there it is
 * what was taken after it.
 */
export function freshPhotosOf(report: Pick<Report, 'steps' | 'photos'>): PhotoHash[] {
  const resubmitted = answeredReturnOf(report)
  if (!resubmitted) return []
  const { returned, answer } = resubmitted
  return (
    answer.marks?.photos ??
    report.photos.filter(({ takenAt }) => takenAt > returned.at).map(({ hash }) => hash)
  )
}
