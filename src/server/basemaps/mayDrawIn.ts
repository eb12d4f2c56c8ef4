// Whether a member may make and alter base maps and plan pictures for these grids: as the database
// has them, for what is made takes its time, and rights may be taken away meanwhile.
import { treeOf } from '#domain/grid.ts'
import type { GridId } from '#domain/ids.ts'
import { canIn, type Member } from '#domain/member.ts'
import { memberOf } from '../access/memberOf.ts'
import type { ReadTx } from '../storage/port/storage.ts'

/** In every one of them; a grid that is not there is nobody's. */
export async function mayDrawIn(
  tx: ReadTx,
  by: Pick<Member, 'id'>,
  gridIds: readonly GridId[],
): Promise<boolean> {
  const [tree, member] = [treeOf(await tx.grids()), await memberOf(tx, by.id)]
  return gridIds.every(
    (id) => member !== undefined && tree.has(id) && canIn(member, 'drawPlan', id, tree),
  )
}
