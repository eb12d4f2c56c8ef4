// A record type that no release has: who rents a dwelling. It stands here as one would stand in
// src/records/tenancy, and is in the list of records in the project `unit-toys` alone.
import * as v from 'valibot'
import { fault } from '#domain/fault.ts'
import type { GridId, Instant, MemberId, PlaceId, ScopeId } from '#domain/ids.ts'
import { canIn, canSomewhere } from '#domain/member.ts'
import { fail, succeed } from '#domain/result.ts'
import type { FieldsOf } from '#domain/row.ts'
import { idSchema, instantSchema } from '#protocol/rowSchemas.ts'
import { invalidFields } from '#records/invalidFields.ts'
import type { RecordType } from '#records/recordType.ts'

export interface Tenancy {
  id: string
  by: MemberId
  gridId: GridId
  placeId: PlaceId
  registeredAt: Instant
  residents: number
  remark: string
  phones: { id: string; number: string }[]
}

declare module '#domain/row.ts' {
  interface RowFields {
    tenancy: Tenancy
  }
}

const TenancySchema = v.looseObject({
  by: idSchema,
  gridId: idSchema,
  placeId: idSchema,
  registeredAt: instantSchema,
  residents: v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(50)),
  remark: v.pipe(v.string(), v.maxLength(200)),
  phones: v.pipe(
    v.array(v.looseObject({ id: idSchema, number: v.pipe(v.string(), v.maxLength(30)) })),
    v.maxLength(10),
  ),
})

const own = (member: MemberId): ScopeId => `tenancies:me:${member}` as ScopeId
const ofGrid = (grid: GridId): ScopeId => `tenancies:care:${grid}` as ScopeId

export const tenancy: RecordType<'tenancy'> = {
  t: 'tenancy',
  since: 4,
  policies: {
    by: 'fixed',
    gridId: 'fixed',
    placeId: 'fixed',
    registeredAt: 'fixed',
    residents: 'last',
    remark: 'last',
    phones: 'set',
  },
  dataClassOf: () => 'care',
  scopesOf: ({ f }) => [ofGrid(f.gridId), own(f.by)],
  scopesOfMember: ({ id }) => [own(id)],
  scopesOfGrid: ({ id, classes }) => (classes.includes('care') ? [ofGrid(id)] : []),
  decision: {
    references: ({ gridId, placeId }) => [
      { t: 'grid', id: gridId },
      { t: 'place', id: placeId },
    ],
    read: (fields, context) => {
      const parsed = v.safeParse(TenancySchema, fields)
      if (!parsed.success) return fail(invalidFields(parsed.issues[0]))
      if (!context.hasGrid(parsed.output.gridId)) return fail(fault('unknownGrid'))
      if (!context.hasPlace(parsed.output.placeId)) return fail(fault('unknownPlace'))
      return succeed(fields as FieldsOf<'tenancy'>)
    },
    whyNotCreate: ({ by }, { member, onBehalfOf, tree }) => {
      if (by !== member.id && by !== onBehalfOf) return fault('notYours')
      return canSomewhere(member, 'visit', tree) ? null : fault('notAllowed')
    },
    whyNotTouch: (_change, { f }, { member, tree }) =>
      canIn(member, 'visit', f.gridId, tree) ? null : fault('notYourGrid'),
  },
}
