// A node of the grid tree: community, grid, micro-grid, street block.
import type { GridId, Instant, PlanImportId } from './ids.ts'
import type { PositionGate } from './positionGate.ts'

/**
 * [lon, lat] pairs in WGS-84, the first not repeated at the end; an outer ring runs
 * counter-clockwise, a hole clockwise.
 */
export type Ring = [number, number][]

/** What the community is called until somebody names it. */
export const placeholderName = '社区 / Community'

export interface Grid {
  id: GridId
  /** What the office calls it, beside the name; empty or absent where it has none. */
  code?: string
  name: string
  level: 'community' | 'grid' | 'microGrid' | 'streetBlock'
  parentId: GridId | null
  /** Its outer ring, the largest where there are several. Empty where nobody has drawn it. */
  border: Ring
  /**
   * Polygons, each its outer ring and then its holes: where there is more to say than one ring.
   * `border` stays beside them, for apps that know no parts.
   */
  parts?: Ring[][]
  /** Of the community alone: how vague a position may be; absent, as usual. */
  positionGate?: PositionGate
  importId?: PlanImportId
  /** It is no longer part of the community; what names it keeps its name. Never deleted (K4). */
  retiredAt?: Instant
}

/** Its polygons, each the outer ring and then the holes; none where nobody has drawn it. */
export const polygonsOf = ({
  border,
  parts,
}: Pick<Grid, 'border' | 'parts'>): readonly (readonly Ring[])[] =>
  parts?.length ? parts : border.length > 0 ? [[border]] : []

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
