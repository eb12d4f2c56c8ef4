// How much of a file is read at the most.
import { PlanFault } from './planFault.ts'

const megabyte = 1_000_000

export const limits = {
  fileBytes: 200 * megabyte,
  features: 100_000,
  columns: 1_000,
  featureBytes: 5 * megabyte,
  zipEntries: 1_000,
  inflatedBytes: 500 * megabyte,
  /** Of what came; small files may hold more, a sheet of equal rows does. */
  inflatedTimes: 100,
  inflatedAnyway: 10 * megabyte,
} as const

/** Rounded up: what is too large is never said to be as large as it may be. */
export const inMegabytes = (bytes: number): number => Math.ceil(bytes / megabyte)

/** Throws a `PlanFault`: `tooManyFeatures`. */
export function checkCount(features: number): void {
  if (features > limits.features) throw new PlanFault('tooManyFeatures', { most: limits.features })
}

/** Throws a `PlanFault`: `tooManyColumns`. */
export function checkColumns(columns: number): void {
  if (columns > limits.columns) throw new PlanFault('tooManyColumns', { most: limits.columns })
}
