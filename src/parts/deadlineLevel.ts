export type DeadlineLevel = 'none' | 'within' | 'soon' | 'over' | 'suspended'

/**
 * The level of a deadline for a share of the limit that has been used: green up to 80 %, amber up
 * to the limit, red over it.
 */
export function deadlineLevel(usedShare: number | null, isSuspended = false): DeadlineLevel {
  if (isSuspended) return 'suspended'
  if (usedShare === null) return 'none'
  if (usedShare > 1) return 'over'
  return usedShare >= 0.8 ? 'soon' : 'within'
}
