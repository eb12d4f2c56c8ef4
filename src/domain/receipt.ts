// What a person may believe about the safety of what they saved. No receipt runs ahead of the fact.
import type { Fault } from './fault.ts'

export type Receipt =
  | { state: 'onPhone' }
  | { state: 'received' }
  | { state: 'backedUp' }
  | { state: 'attention'; fault: Fault }

/** Of the bytes that a record names: how many there are, and how many of them the server has. */
export interface Arrival {
  expected: number
  arrived: number
}

/** Everything a record carries is with the server. */
export const isAllThere = ({ photos, voice }: Record<'photos' | 'voice', Arrival>): boolean =>
  photos.arrived + voice.arrived >= photos.expected + voice.expected

/** The receipt of a whole is that of its least safe part. */
export function leastSafe(receipts: readonly Receipt[]): Receipt {
  const order = { attention: 0, onPhone: 1, received: 2, backedUp: 3 } as const
  return receipts.reduce<Receipt>(
    (worst, each) => (order[each.state] < order[worst.state] ? each : worst),
    { state: 'backedUp' },
  )
}
