// Whether a member may make and alter base maps for these grids.
import { treeOf } from '#domain/grid.ts'
import type { GridId } from '#domain/ids.ts'
import { canIn, type Member } from '#domain/member.ts'
import type { ReadTx } from '../storage/port/storage.ts'

/** In every one of them; a grid that is not there is nobody's. */
export async function mayDrawIn(
  tx: ReadTx,
  by: Member,
  gridIds: readonly GridId[],
): Promise<boolean> {
  const tree = treeOf(await tx.grids())
  return gridIds.every((id) => tree.has(id) && canIn(by, 'drawPlan', id, tree))
}
