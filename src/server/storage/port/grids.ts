// The port's part for the grid tree, which nearly every call asks for. Behind it: sqlGrids.ts.
import type { Grid } from '#domain/grid.ts'

export interface GridReads {
  /**
   * All of it, as this transaction sees it. Others are handed the same objects: nobody alters them.
   */
  grids(): Promise<readonly Grid[]>
}
