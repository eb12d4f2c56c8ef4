// What this phone keeps under a name, once each: the table `meta`, with the type of every key. Read
// and written by every wing of the client; the two keys of the client log through clientLog.ts.
import type { Fault } from '#domain/fault.ts'
import type { ClientId, Instant } from '#domain/ids.ts'
import type { Member } from '#domain/member.ts'
import type { CaptureDb } from './captureDb.ts'

export interface DeviceCredential {
  id: string
  secret: string
}

/** Who was bound to this phone, and the credential they deposit with. */
export interface Grant {
  member: Member
  device: DeviceCredential
}

/** Up to where the backup has everything of the client log; null while the server has none. */
export interface Durable {
  n: number | null
  /** When it last moved on. */
  at: Instant
}

/** Numbers that were given out and are not here any more (losses.ts). */
export interface Loss {
  from: number
  to: number
  /** The client log whose numbers they are; absent where an older app noticed it. */
  clientId?: ClientId
  noticedAt: Instant
  /** `asking`: the server has not yet been heard on it. */
  outcome: 'asking' | 'received' | 'lost'
  /** The server knows that it is lost, or cannot be told any more. */
  isTold?: boolean
  /** The person has read it. */
  isSeen?: boolean
}

/** One line of what was said between this phone and the server. */
export interface SyncLogEntry {
  at: Instant
  /** Message `syncLog.<key>`, or `fault.<code>` for a round that failed. */
  key: string
  detail: NonNullable<Fault['detail']>
  /** The rows whose changes arrived; absent in lines of older apps. */
  rows?: string[]
}

export interface SyncLog {
  contactAt: Instant | null
  log: SyncLogEntry[]
}

/**
 * The unsent work of this phone went into a file, which somebody else has now. Everything stays
 * here all the same.
 */
export interface HandedOver {
  at: Instant
  changes: number
  photos: number
}

/** Every key, as released; stored on phones, so a name stays. */
export interface Meta {
  grant: Grant
  boundAt: Instant
  /** The member said goodbye and left work behind. */
  sealedAt: Instant
  install: ClientId
  nextN: number
  /** Of the server's database that what is known here counts in. */
  epoch: string
  /** Milliseconds to add to this phone's clock. */
  clockOff: number
  durable: Durable
  losses: Loss[]
  /** The organisation's public key. */
  sealKey: string
  formerDevices: DeviceCredential[]
  diary: SyncLog
  handedOver: HandedOver
  prunedAt: Instant
}

export type MetaKey = keyof Meta

export async function readMeta<K extends MetaKey>(
  db: CaptureDb,
  key: K,
): Promise<Meta[K] | undefined> {
  return (await db.meta.get(key))?.value as Meta[K] | undefined
}

type MetaValues<K extends readonly MetaKey[]> = {
  -readonly [I in keyof K]: Meta[K[I]] | undefined
}

/** Several in one trip. */
export async function readMetas<const K extends readonly MetaKey[]>(
  db: CaptureDb,
  keys: K,
): Promise<MetaValues<K>> {
  const entries = await db.meta.bulkGet([...keys])
  return entries.map((entry) => entry?.value) as MetaValues<K>
}

export const writeMeta = <K extends MetaKey>(
  db: CaptureDb,
  key: K,
  value: Meta[K],
): PromiseLike<unknown> => db.meta.put({ key, value })

export const deleteMeta = (db: CaptureDb, key: MetaKey): PromiseLike<void> => db.meta.delete(key)
