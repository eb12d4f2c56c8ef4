// One intent that must reach the server, exactly once. Written by a person's act on a phone,
// never by a watcher.
import type { ConflictId, ChangeId, Instant, MemberId } from './ids.ts'
import type { Fields, RowType } from './row.ts'
import type { Step } from './step.ts'

/**
 * Raised when the meaning of a change alters; the server understands every number ever released.
 */
export const currentSchema = 3

interface ChangeHead {
  id: ChangeId
  /** 1, 2, 3 … within one client log, no gap. */
  n: number
  by: MemberId
  at: Instant
  schema: number
  t: RowType
  row: string
  /** The parked conflict whose place it takes: its author's work, edited by who decides it. */
  ofCase?: ConflictId
}

export interface CreateChange extends ChangeHead {
  op: 'create'
  set: Fields
}

export interface PatchChange extends ChangeHead {
  op: 'patch'
  /** Field path → the version the person saw. */
  base?: Record<string, number>
  /** Field path → its new value; `null` takes the field away. */
  set?: Fields
  /** Elements to put into set-like fields, by their id or hash. */
  add?: Record<string, { id?: string; hash?: string }[]>
  /** Ids or hashes to take out of set-like fields. */
  remove?: Record<string, string[]>
  step?: Step
}

/** What a change does, whoever makes it. */
interface Doing {
  set?: Fields
  add?: Record<string, unknown[]>
  remove?: Record<string, unknown[]>
  step?: Pick<Step, 'voice' | 'position'>
}

/**
 * The oldest schema that says all of it. Voice notes came with the second: a server that knows only
 * the first would keep them and let nobody hear them, so it is to park what carries one. A position
 * that is an average of fixes came with the third.
 */
export function schemaOf({ set, add, remove, step }: Doing): number {
  if ([set?.position, step?.position].some(isAverage)) return 3
  const voices = [set?.voice, add?.voice, remove?.voice, step?.voice]
  return voices.some((voice) => voice !== undefined) ? 2 : 1
}

const isAverage = (position: unknown): boolean =>
  typeof position === 'object' &&
  position !== null &&
  'source' in position &&
  position.source === 'average'

export type Change = CreateChange | PatchChange
export type NewChange = Omit<CreateChange, 'n'> | Omit<PatchChange, 'n'>
