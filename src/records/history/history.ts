// Values that others have taken the place of (domain/history.ts). Written by the server alone.
import type { HistoryEntry } from '#domain/history.ts'
import { gridHistory, ownHistory } from '#domain/scope.ts'
import type { RecordType } from '../recordType.ts'

declare module '#domain/row.ts' {
  interface RowFields {
    history: HistoryEntry
  }
}

export const history: RecordType<'history'> = {
  t: 'history',
  since: 3,
  policies: {},
  carriesPhotos: true,
  dataClassOf: () => 'care',
  scopesOf: ({ f: { dataClass, gridId, authorId, by } }) => [
    gridHistory(dataClass, gridId!),
    ...new Set([authorId, by ?? authorId].map((member) => ownHistory(dataClass, member))),
  ],
  scopesOfMember: ({ id, classes }) => classes.map((dataClass) => ownHistory(dataClass, id)),
  scopesOfGrid: ({ id, classes, holds }) =>
    holds('review') ? classes.map((dataClass) => gridHistory(dataClass, id)) : [],
  // Shown to whose value it was, wherever the record is that it stood in.
  partly: {
    isIn: (scope) => scope.startsWith('history:'),
    asShownIn: (scopes, row) => {
      const { gridId, dataClass, authorId } = row.f
      const readsRecord = [gridHistory(dataClass, gridId!), ownHistory(dataClass, authorId)].some(
        (scope) => scopes.has(scope),
      )
      return readsRecord ? row : { ...row, f: { ...row.f, gridId: undefined } }
    },
  },
}
