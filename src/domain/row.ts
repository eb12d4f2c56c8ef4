// What the endpoint keeps and phones cache: typed fields with a version each. Rows differ by type, not by shape.

export const rowTypes = ['report', 'patrol', 'grid', 'place', 'member'] as const
export type RowType = (typeof rowTypes)[number]

export type Fields = Record<string, unknown>

export interface Row {
  t: RowType
  id: string
  /** Raised by one with each change applied. */
  v: number
  /** Field path → the `v` of its last change. */
  fv: Record<string, number>
  f: Fields
}
