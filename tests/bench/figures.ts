// What a part of the bench found, and the table it is printed in. Ratios stand beside aims; nothing
// here judges.

export interface Figure {
  what: string
  unit:
    'ms' | 's' | '%' | 'kB' | 'MB' | 'mm' | 'requests' | 'tasks' | 'records/s' | 'resets' | 'rounds'
  ours: readonly number[]
  /**
   * The physical limit, measured in the same run: the least that could have been done for the same
   * result.
   */
  limit?: readonly number[]
  /** The ratio that was hoped for. */
  aim?: number
  /** No more than this was hoped for, or no less. */
  most?: number
  least?: number
}

export function medianOf(values: readonly number[]): number {
  return percentileOf(values, 50)
}

export function percentileOf(values: readonly number[], percent: number): number {
  const sorted = [...values].sort((a, b) => a - b)
  const at = (sorted.length - 1) * (percent / 100)
  const [below, above] = [sorted[Math.floor(at)] ?? NaN, sorted[Math.ceil(at)] ?? NaN]
  return below + (above - below) * (at - Math.floor(at))
}

const digits = (value: number): string =>
  value.toFixed(value >= 100 || Number.isInteger(value) ? 0 : value >= 10 ? 1 : 2)

function spread(values: readonly number[] | undefined): string {
  if (!values || values.length === 0) return '–'
  const median = digits(medianOf(values))
  const [least, most] = [digits(Math.min(...values)), digits(Math.max(...values))]
  return least === most ? median : `${median} (${least}–${most})`
}

/** How many times the limit's cost ours is; for a rate, how many times slower. */
export function ratioOf({ ours, limit, unit }: Figure): number | null {
  if (!limit || limit.length === 0 || medianOf(limit) === 0 || unit === '%') return null
  const ratio = medianOf(ours) / medianOf(limit)
  return unit === 'records/s' ? 1 / ratio : ratio
}

function aimOf({ ours, aim, most, least }: Figure): string {
  const share = (of: number): string =>
    of === 0 ? '' : ` (${(medianOf(ours) / of).toFixed(2)} of it)`
  return [
    ...(aim === undefined ? [] : [`≤ ${aim}×`]),
    ...(most === undefined ? [] : [`≤ ${most}${share(most)}`]),
    ...(least === undefined ? [] : [`≥ ${least}${share(least)}`]),
  ].join(', ')
}

export function tableOf(title: string, figures: readonly Figure[]): string {
  const head = ['', 'unit', 'Gridwalk', 'limit', 'ratio', 'aim', 'rounds']
  const lines = figures.map((figure) => {
    const ratio = ratioOf(figure)
    return [
      figure.what,
      figure.unit,
      spread(figure.ours),
      spread(figure.limit),
      ratio === null ? '' : `${ratio.toFixed(2)}×`,
      aimOf(figure),
      String(figure.ours.length),
    ]
  })
  const widths = head.map((_, column) =>
    Math.max(...[head, ...lines].map((line) => line[column]!.length)),
  )
  const row = (line: readonly string[]): string =>
    line
      .map((cell, i) => (i < 2 ? cell.padEnd(widths[i]!) : cell.padStart(widths[i]!)))
      .join('  ')
      .trimEnd()
  return [title, row(head), ...lines.map(row)].join('\n')
}
