// Imports and edits of the plan: told to those who draw it; what is needed to take one back stays
// with the server. Only the server's own stream writes it (server/organisation/applyPlan.ts).
import type { PlanImport } from '#domain/plan/planImport.ts'
import { plansScope } from '#domain/scope.ts'
import type { RecordType } from '../recordType.ts'

declare module '#domain/row.ts' {
  interface RowFields {
    planImport: PlanImport
  }
}

export const planImport: RecordType<'planImport'> = {
  t: 'planImport',
  since: 4,
  policies: {},
  dataClassOf: () => 'care',
  scopesOf: () => [plansScope],
  scopesOfGrid: ({ holds }) => (holds('drawPlan') ? [plansScope] : []),
  partly: {
    isIn: (scope) => scope === plansScope,
    asShownIn: (_, row) => ({ ...row, f: { ...row.f, undo: undefined } }),
  },
}
