import type { Grid } from '#domain/grid.ts'

/** Grids as a tree reads: each below the one it belongs to, neighbours in the order they came. */
export function gridTree(grids: readonly Grid[]): { grid: Grid; depth: number }[] {
  const known = new Set(grids.map((grid) => grid.id))
  const below = (parentId: Grid['parentId'], depth: number): { grid: Grid; depth: number }[] =>
    grids
      .filter((grid) =>
        parentId === null
          ? grid.parentId === null || !known.has(grid.parentId)
          : grid.parentId === parentId,
      )
      .flatMap((grid) => [{ grid, depth }, ...below(grid.id, depth + 1)])
  return below(null, 0)
}

/** The same to choose from: how far a name is set in says what it belongs to. */
export const gridOptions = (grids: readonly Grid[]): { value: Grid['id']; label: string }[] =>
  gridTree(grids).map(({ grid, depth }) => ({
    value: grid.id,
    label: `${'　'.repeat(depth)}${grid.name}`,
  }))
