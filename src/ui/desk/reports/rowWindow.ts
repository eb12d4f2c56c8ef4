// Which rows of a long list are drawn: those in sight and a few around, with empty room for the
// rest.

export interface RowWindow {
  from: number
  to: number
  abovePx: number
  belowPx: number
}

const spareRows = 12

export function rowWindow(
  total: number,
  rowPx: number,
  scrolledPx: number,
  seenPx: number,
): RowWindow {
  const from = Math.max(0, Math.min(total, Math.floor(scrolledPx / rowPx) - spareRows))
  const to = Math.min(total, Math.ceil((scrolledPx + seenPx) / rowPx) + spareRows)
  return { from, to, abovePx: from * rowPx, belowPx: Math.max(0, total - to) * rowPx }
}
