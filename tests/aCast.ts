// People, grids and places for the worlds of the tests: the cast that most of them share, and the
// builders for a world with one of its own.
import type { GridId, MemberId } from '#domain/ids.ts'
import type { Member, Role } from '#domain/member.ts'
import type { Reference } from '#server/organisation/upsertReference.ts'

export const aMember = (id: string, roles: Role[], gridIds: string[], isActive = true): Member => ({
  id: id as MemberId,
  name: `示例·${id}`,
  roles,
  gridIds: gridIds as GridId[],
  isActive,
})

/** A cast of fixed powers. */
export const cast = {
  supervisor: aMember('m-supervisor', ['supervisor'], ['g-all']),
  colleague: aMember('m-colleague', ['supervisor'], ['g-all']),
  worker: aMember('m-worker', ['gridWorker'], ['g-1']),
  neighbour: aMember('m-neighbour', ['gridWorker'], ['g-2']),
  volunteer: aMember('m-volunteer', ['volunteer'], ['g-1']),
  handler: aMember('m-handler', ['handler'], ['g-all']),
  gone: aMember('m-gone', ['gridWorker'], ['g-1'], false),
} as const

export type Cast = keyof typeof cast

type GridLine = readonly [id: string, parentId: string | null]
type PlaceLine = readonly [id: string, gridId: string, code: string]

export const referenceOf = (
  grids: readonly GridLine[],
  places: readonly PlaceLine[],
  members: readonly Member[],
): Reference[] => [
  ...grids.map(([id, parentId]) => ({
    t: 'grid' as const,
    id,
    f: { id, name: id, level: 'grid', parentId, border: [] },
  })),
  ...places.map(([id, gridId, code]) => ({
    t: 'place' as const,
    id,
    f: { id, type: 'building', code, name: code, gridId, parentId: null, lat: 28, lon: 124 },
  })),
  ...members.map((member) => ({ t: 'member' as const, id: member.id, f: { ...member } })),
]

export const referenceOfTheCast = (): Reference[] =>
  referenceOf(
    [
      ['g-all', null],
      ['g-1', 'g-all'],
      ['g-2', 'g-all'],
    ],
    [
      ['p-1', 'g-1', '1-1'],
      ['p-2', 'g-2', '2-1'],
    ],
    Object.values(cast),
  )
