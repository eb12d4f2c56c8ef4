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

/** The grid and everything below it. */
export function withDescendants(grids: readonly Pick<Grid, 'id' | 'parentId'>[], roots: readonly GridId[]): Set<GridId> {
  const found = new Set(roots)
  for (let grew = true; grew; ) {
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
