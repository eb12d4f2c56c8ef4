// The areas a map can be cut for: all grids, or one of them with what lies below it.
import { type Grid, withDescendants } from '#domain/grid.ts'
import type { GridId } from '#domain/ids.ts'
import { gridTree } from '#ui/desk/people/gridTree.ts'

/** As many as one question may name. */
const mostGrids = 200

/** Those whose outline is known, with all that is needed to ask for them. */
export function gridsAround(grids: readonly Grid[], id: GridId): GridId[] {
  const within = withDescendants(grids, [id])
  return grids
    .filter((grid) => within.has(grid.id) && grid.border.length > 0 && !grid.retiredAt)
    .map((grid) => grid.id)
    .slice(0, mostGrids)
}

/** Grids to choose from, as a tree reads; one that is drawn nowhere has no area. */
export const areaOptions = (
  grids: readonly Grid[],
  mayMakeFor: (id: GridId) => boolean,
): { value: string; label: string }[] =>
  gridTree(grids)
    .filter(
      ({ grid }) =>
        !grid.retiredAt && mayMakeFor(grid.id) && gridsAround(grids, grid.id).length > 0,
    )
    .map(({ grid, depth }) => ({ value: grid.id, label: `${'　'.repeat(depth)}${grid.name}` }))
