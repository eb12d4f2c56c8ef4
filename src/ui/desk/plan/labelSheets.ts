// The papers that labels are printed on, and how many stand on a page.
export const labelSheets = ['a4x24', 'a4x10', 'a4x1', 'roll'] as const
export type LabelSheet = (typeof labelSheets)[number]

const labelsPerPage: Record<LabelSheet, number> = { a4x24: 24, a4x10: 10, a4x1: 1, roll: 1 }

/** A page after the other, each in reading order. */
export function pagesOf<Label>(labels: readonly Label[], sheet: LabelSheet): Label[][] {
  const perPage = labelsPerPage[sheet]
  return Array.from({ length: pageCount(labels.length, sheet) }, (_, page) =>
    labels.slice(page * perPage, (page + 1) * perPage),
  )
}

export const pageCount = (labels: number, sheet: LabelSheet): number =>
  Math.ceil(labels / labelsPerPage[sheet])

/** Latin letters that stand beside each other at full size (labelPage.css). */
const roomFor: Record<LabelSheet, number> = { a4x24: 8, a4x10: 8, a4x1: 9, roll: 11 }
const isWide = /[^\u0000-\u02ff]/

/** A code that is too long for its line is set smaller, and at the smallest in several lines. */
export function codeSize(code: string, sheet: LabelSheet): 'full' | 'tight' | 'small' {
  const units = [...code].reduce((sum, letter) => sum + (isWide.test(letter) ? 2 : 1), 0)
  if (units <= roomFor[sheet]) return 'full'
  return units <= roomFor[sheet] * 1.4 ? 'tight' : 'small'
}
