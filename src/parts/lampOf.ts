export type Lamp = 'none' | 'within' | 'soon' | 'over' | 'suspended'

/**
 * The lamp for a share of the limit that has been used: green up to 80 %, amber up to the limit,
 * red over it.
 */
export function lampOf(usedShare: number | null, isSuspended = false): Lamp {
  if (isSuspended) return 'suspended'
  if (usedShare === null) return 'none'
  if (usedShare > 1) return 'over'
  return usedShare >= 0.8 ? 'soon' : 'within'
}
