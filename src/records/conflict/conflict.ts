// Parked work that waits for a decision (domain/conflict.ts). Decided, not edited: a change to one
// goes to server/conflicts.
import type { Conflict } from '#domain/conflict.ts'
import { gridConflicts, ownConflicts } from '#domain/scope.ts'
import type { RecordType } from '../recordType.ts'

declare module '#domain/row.ts' {
  interface RowFields {
    case: Conflict
  }
}

export const conflict: RecordType<'case'> = {
  t: 'case',
  since: 2,
  policies: {},
  carriesPhotos: true,
  dataClassOf: () => 'care',
  scopesOf: ({ f: { by, dataClass, gridIds } }) => [
    ownConflicts(by),
    ...gridIds.map((grid) => gridConflicts(dataClass, grid)),
  ],
  scopesOfMember: ({ id }) => [ownConflicts(id)],
  scopesOfGrid: ({ id, classes, holds }) =>
    holds('review') ? classes.map((dataClass) => gridConflicts(dataClass, id)) : [],
  // Shown to its author wherever the row is that it is about.
  partly: {
    isIn: (scope) => scope.startsWith('cases:'),
    asShownIn: (scopes, row) => {
      const { gridIds, dataClass } = row.f
      const shown = gridIds.filter((grid) => scopes.has(gridConflicts(dataClass, grid)))
      return { ...row, f: { ...row.f, gridIds: shown } }
    },
  },
}
