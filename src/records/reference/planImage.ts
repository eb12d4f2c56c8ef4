// A picture drawn under the plan: every member is told of it, as of base maps. Only the server's
// own stream writes it (server/planImages).
import type { PlanImage } from '#domain/planImage.ts'
import { mapsScope } from '#domain/scope.ts'
import type { RecordType } from '../recordType.ts'

declare module '#domain/row.ts' {
  interface RowFields {
    planImage: PlanImage
  }
}

export const planImage: RecordType<'planImage'> = {
  t: 'planImage',
  since: 4,
  policies: {},
  dataClassOf: () => 'care',
  scopesOf: () => [mapsScope],
  scopesOfMember: () => [mapsScope],
}
