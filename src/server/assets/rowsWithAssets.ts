// The rows that name files that are no photos: what is served, copied away and restored is what
// they name.
import type { Row } from '#domain/row.ts'
import type { ReadTx } from '../storage/port/storage.ts'

export const rowsWithAssets = async (tx: ReadTx): Promise<Row<'basemap' | 'planImage'>[]> => [
  ...(await tx.rows('basemap')),
  ...(await tx.rows('planImage')),
]
