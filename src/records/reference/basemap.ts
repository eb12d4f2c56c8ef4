// A base map: every member is told of it. Only the server's own stream writes it
// (server/basemaps).
import type { Basemap } from '#domain/basemap.ts'
import { mapsScope } from '#domain/scope.ts'
import type { RecordType } from '../recordType.ts'

declare module '#domain/row.ts' {
  interface RowFields {
    basemap: Basemap
  }
}

export const basemap: RecordType<'basemap'> = {
  t: 'basemap',
  since: 4,
  policies: {},
  // A change to one is parked, and says of nobody what a report would.
  dataClassOf: () => 'care',
  scopesOf: () => [mapsScope],
  scopesOfMember: () => [mapsScope],
}
