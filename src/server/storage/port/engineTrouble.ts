// Which errors come from the engine, the disk or the bucket and say nothing about the work: full,
// busy, lost or closing. Nothing is decided then; the caller answers 503 and the phone tries again
// (acceptPush.ts, createServer.ts).

export function codeOf(error: unknown): string {
  const code = (error as { code?: unknown } | null | undefined)?.code
  return typeof code === 'string' ? code : ''
}

const ofSqlite = /^SQLITE_(?!CONSTRAINT|TOOBIG|MISMATCH)/
/** A disk that is full or failing. */
const ofDisk = /^(ENOSPC|EDQUOT|EIO|EROFS|EMFILE|ENFILE)$/
const ofNetwork = /^(ECONN|EPIPE|ENOTFOUND|EAI_AGAIN|ETIMEDOUT|EHOSTUNREACH|ENETUNREACH)/
/**
 * SQLSTATE classes: connection, idle too long in a transaction, too little room, operator's hand;
 * and serialisation, deadlock, lock not had.
 */
const ofPostgres = /^(08...|25P0[34]|53...|57...|58...|XX...|40001|40P01|55P03)$/

/** What is stored is no longer what was written: nothing repairs that by being tried again. */
const ofDamage = /^(SQLITE_CORRUPT|SQLITE_NOTADB|XX00[12]$)/
const ofRoom = /^(SQLITE_FULL|ENOSPC|EDQUOT|53100$)/

/** What a bucket's client throws, whatever the store has said. */
const isOfBucket = (error: unknown): boolean =>
  typeof error === 'object' && error !== null && '$metadata' in error

export type Trouble = 'busy' | 'full' | 'damaged'

/** Null where the error is about the work. */
export function troubleOf(error: unknown): Trouble | null {
  if (ofDamage.test(codeOf(error))) return 'damaged'
  if (ofRoom.test(codeOf(error))) return 'full'
  return isOfTheEngine(error) ? 'busy' : null
}

export const isOfTheEngine = (error: unknown): boolean =>
  isOfBucket(error) ||
  [ofSqlite, ofDisk, ofNetwork, ofPostgres].some((pattern) => pattern.test(codeOf(error)))
