// The list of record types, the only place that names them. Nothing else stands here: tests put
// another list in its place, with one more type in it (tests/toys).
import { conflict } from './conflict/conflict.ts'
import { history } from './history/history.ts'
import { patrol } from './patrol/patrol.ts'
import type { RecordType } from './recordType.ts'
import { basemap } from './reference/basemap.ts'
import { planImage } from './reference/planImage.ts'
import { grid, member, place } from './reference/reference.ts'
import { planImport } from './reference/planImport.ts'
import { visitRhythm } from './reference/visitRhythm.ts'
import { report } from './report/report.ts'

export const recordTypes: readonly RecordType[] = [
  grid,
  place,
  member,
  report,
  patrol,
  visitRhythm,
  basemap,
  planImage,
  planImport,
  conflict,
  history,
]
