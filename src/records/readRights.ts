// Who may read what: the scopes a member is in, and the scopes a row is in. Each record type says
// both of itself, side by side, so that they cannot drift apart.
import { type Grid, treeOf, withDescendants } from '#domain/grid.ts'
import type { ScopeId } from '#domain/ids.ts'
import { type Ability, canIn, canSomewhere, type Member } from '#domain/member.ts'
import type { Row } from '#domain/row.ts'
import type { DataClass, Reader } from './recordType.ts'
import { currentSyncVersion, recordTypeOf } from './recordTypeOf.ts'
import { recordTypes } from './recordTypes.ts'

const readBy = [
  ['work', 'readWork'],
  ['care', 'readCare'],
] as const satisfies [DataClass, Ability][]

const classesOf = (holds: (ability: Ability) => boolean): DataClass[] =>
  readBy.filter(([, ability]) => holds(ability)).map(([dataClass]) => dataClass)

function readerOf(member: Member, grids: readonly Pick<Grid, 'id' | 'parentId'>[]): Reader {
  const tree = treeOf(grids)
  return {
    id: member.id,
    classes: classesOf((ability) => canSomewhere(member, ability, tree)),
    grids: [...withDescendants(grids, member.gridIds)].map((id) => {
      const holds = (ability: Ability): boolean => canIn(member, ability, id, tree)
      return { id, holds, classes: classesOf(holds) }
    }),
  }
}

/**
 * @param syncVersion the newest the asking app knows; scopes that hold rows of a later one are kept
 *   from it (C7).
 */
export function scopesFor(
  member: Member,
  grids: readonly Pick<Grid, 'id' | 'parentId'>[],
  syncVersion: number = currentSyncVersion,
): ScopeId[] {
  if (!member.isActive) return []
  const known = recordTypes.filter(({ since }) => since <= syncVersion)
  const reader = readerOf(member, grids)
  return [
    ...new Set([
      ...known.flatMap((type) => type.scopesOfMember?.(reader) ?? []),
      ...reader.grids.flatMap((grid) => known.flatMap((type) => type.scopesOfGrid?.(grid) ?? [])),
    ]),
  ]
}

/** A row of a type that is not in the list lies nowhere: nobody is shown it. */
export const scopesOfRow = (row: Row): ScopeId[] => recordTypeOf(row.t)?.scopesOf(row) ?? []

/** Whether a member of these scopes is shown the row as it stands. */
export const isShownIn = (scopes: ReadonlySet<ScopeId>, row: Row): boolean =>
  scopesOfRow(row).some((scope) => scopes.has(scope))

/** Holds rows of which a reader may be shown a part only. */
export const isShownInPart = (scope: ScopeId): boolean =>
  recordTypes.some((type) => type.partly?.isIn(scope))

/**
 * The row as a member of these scopes is shown it. Where the row lies that it is about is told to
 * those alone who are shown that.
 */
export const asShownIn = (scopes: ReadonlySet<ScopeId>, row: Row): Row =>
  recordTypeOf(row.t)?.partly?.asShownIn(scopes, row) ?? row
