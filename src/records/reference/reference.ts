// What every member sees of the community: its grids, places and the names of its members. Only
// the server's own stream changes them (server/organisation/upsertReference.ts).
import type { Grid } from '#domain/grid.ts'
import type { Member } from '#domain/member.ts'
import type { Place } from '#domain/place.ts'
import { referenceScope } from '#domain/scope.ts'
import type { RecordType } from '../recordType.ts'

declare module '#domain/row.ts' {
  interface RowFields {
    grid: Grid
    place: Place
    member: Member
  }
}

const seenByAll = {
  since: 1,
  policies: {},
  // A change to one is parked, and says of nobody what a report would.
  dataClassOf: () => 'care',
  scopesOf: () => [referenceScope],
  scopesOfMember: () => [referenceScope],
} satisfies Omit<RecordType, 't'>

export const grid: RecordType<'grid'> = { t: 'grid', ...seenByAll }
export const place: RecordType<'place'> = { t: 'place', ...seenByAll }
export const member: RecordType<'member'> = { t: 'member', ...seenByAll }
