// A node of the grid tree: community, grid, micro-grid, street block.
import type { GridId } from './ids.ts'

export interface Grid {
  id: GridId
  name: string
  level: 'community' | 'grid' | 'microGrid' | 'streetBlock'
  parentId: GridId | null
  /** Outer ring, [lon, lat] pairs in WGS-84, first not repeated at the end. */
  border: [number, number][]
}

/** Each node's parent; null for a root. */
export type GridTree = ReadonlyMap<GridId, GridId | null>

export const treeOf = (grids: readonly Pick<Grid, 'id' | 'parentId'>[]): GridTree =>
  new Map(grids.map(({ id, parentId }) => [id, parentId]))

/** Whether the grid is one of these nodes or lies below one of them. */
export function liesWithin(tree: GridTree, gridId: GridId, roots: readonly GridId[]): boolean {
  const climbed = new Set<GridId>()
  for (let at: GridId | null = gridId; at !== null && !climbed.has(at); at = tree.get(at) ?? null) {
    if (roots.includes(at)) return true
    climbed.add(at)
  }
  return false
}

/** The grid and everything below it. */
export function withDescendants(
  grids: readonly Pick<Grid, 'id' | 'parentId'>[],
  roots: readonly GridId[],
): Set<GridId> {
  const found = new Set(roots)
  for (let grew = true; grew;) {
    grew = false
    for (const grid of grids) {
      if (grid.parentId && found.has(grid.parentId) && !found.has(grid.id)) {
        found.add(grid.id)
        grew = true
      }
    }
  }
  return found
}
