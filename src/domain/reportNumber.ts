// A short name to say on the phone. Not an identity: that is the id.
import type { Report } from './report.ts'

const shanghaiOffsetMs = 8 * 3_600_000 // Asia/Shanghai, no summer time

/** Month and day of capture and the last four digits of the id, e.g. `1120-7F3A`. */
export function reportNumber(report: Pick<Report, 'id' | 'capturedAt'>): string {
  const day = new Date(report.capturedAt + shanghaiOffsetMs).toISOString()
  return `${day.slice(5, 7)}${day.slice(8, 10)}-${report.id.slice(-4).toUpperCase()}`
}
