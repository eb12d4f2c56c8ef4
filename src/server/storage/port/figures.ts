// The port's part for figures: counts that the engine makes by itself, of indexed columns beside
// the rows (readModel/). Behind it: sqlFigures.ts.
import type { Row } from '#domain/row.ts'

/** Types whose status stands beside the row as well, so that it can be counted. */
export const projectedTypes = ['case'] as const

/** Written with the row, whenever it is. Null: of a type that is not counted. */
export const projectedStatus = ({ t, f }: Pick<Row, 't' | 'f'>): string | null =>
  (projectedTypes as readonly string[]).includes(t) && typeof f.standing === 'string'
    ? f.standing
    : null

export interface FigureReads {
  /** Parked changes that nobody has decided. */
  openConflicts(): Promise<number>
  /** Devices in use that said they hold unsent work. */
  devicesWaiting(): Promise<number>
  /** Of all chains of the audit trail. */
  auditLinkCount(): Promise<number>
  /** Rows whose status does not stand beside them: a release that does not know it wrote them. */
  unprojected(limit: number): Promise<Row[]>
}

export interface FigureWrites {
  /** Puts the status of the row beside it; nothing where the row has a newer version. */
  project(row: Row): Promise<void>
}
