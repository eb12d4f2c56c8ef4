// How much of the server one member may take up, all their phones and desks together, and how
// often they may call. All such limits stand here, and deploy/README.md repeats them. None is near
// a day's true work: each is what a phone brings back after a month without a network, and more.

const hourMs = 3_600_000
const dayMs = 24 * hourMs

export interface Allowance {
  /** At once, where nothing was used before. */
  items: number
  bytes: number
  /**
   * What was used comes back evenly, all of it after so long; null: when the thing itself goes
   * away, and not before.
   */
  refillMs: number | null
}

export const allowances = {
  /**
   * Entries of the journal: changes taken in, applied or parked, and ranges named lost. A month's
   * work is some 1 200.
   */
  changes: { items: 10_000, bytes: 40_000_000, refillMs: dayMs },
  /**
   * Conflicts that a member's parked work opens, until they are decided: each goes to the phones of
   * several supervisors.
   */
  parked: { items: 1_000, bytes: 6_000_000, refillMs: 5 * dayMs },
  /**
   * Files of photos: three thousand photos are up to nine thousand, with thumbnails and stamped
   * copies.
   */
  photos: { items: 12_000, bytes: 4_000_000_000, refillMs: dayMs },
  /**
   * Uploads announced and not finished. Each phone sends one photo after another, so more is a
   * mistake or no phone of ours.
   */
  uploads: { items: 40, bytes: 100_000_000, refillMs: null },
  /** Photos that cannot be shown and are kept apart. */
  quarantine: { items: 100, bytes: 200_000_000, refillMs: 5 * dayMs },
  /**
   * Records of rescue files that cannot be taken in and are kept sealed: of the phone that proves
   * to have written them, else of who brought them.
   */
  rescue: { items: 1_000, bytes: 60_000_000, refillMs: 5 * dayMs },
  /** Phones and desks that are not revoked; a desk that is set up anew each week for a year. */
  devices: { items: 60, bytes: Infinity, refillMs: null },
  /** A new phone, a desk, a browser that lost its data: twelve in an hour are nobody's morning. */
  bindings: { items: 12, bytes: Infinity, refillMs: hourMs },
} as const satisfies Record<string, Allowance>

export type Account = keyof typeof allowances
export type Allowances = Readonly<Record<Account, Allowance>>

/** Files of photos of all members together; they come back as each member's do. */
export const photoBytesOfAllInADay = 400_000_000_000

/**
 * Whoever is beyond a limit asks again after so long at the latest, and is not asked to come
 * sooner: seconds.
 */
export const comeAgain = { soonest: 60, latest: 900 } as const

export interface Rate {
  /** Calls that may come at once. */
  burst: number
  /** Calls that come back each hour. */
  perHour: number
}

/** Calls, counted in each node's memory (rateLimits.ts). */
export const callRates = {
  /**
   * A first sync of a month's work takes some twenty calls; hints of a busy grid bring one every
   * few seconds.
   */
  syncOfDevice: { burst: 240, perHour: 1200 },
  /** Of all phones and desks of one member. */
  syncOfMember: { burst: 720, perHour: 3600 },
  /** Of all devices together, a node. */
  syncOfAll: { burst: 6000, perHour: 720_000 },
  /**
   * Secrets of invites that were looked at or tried, a node. They have 128 bits: this spares the
   * database, not the secrets.
   */
  enrolling: { burst: 200, perHour: 2000 },
} as const satisfies Record<string, Rate>

export type CallRates = Readonly<Record<keyof typeof callRates, Rate>>
