// How often a door is visited: class care, so it lies apart from the places that everybody sees.
import { gridRhythms } from '#domain/scope.ts'
import type { VisitRhythm } from '#domain/visitRhythm.ts'
import type { RecordType } from '../recordType.ts'

declare module '#domain/row.ts' {
  interface RowFields {
    visitRhythm: VisitRhythm
  }
}

export const visitRhythm: RecordType<'visitRhythm'> = {
  t: 'visitRhythm',
  since: 3,
  policies: {},
  dataClassOf: () => 'care',
  scopesOf: ({ f }) => [gridRhythms(f.gridId)],
  scopesOfGrid: ({ id, classes }) => (classes.includes('care') ? [gridRhythms(id)] : []),
}
