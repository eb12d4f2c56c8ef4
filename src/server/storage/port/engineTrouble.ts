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
 * Every SQLSTATE but what a value can be to blame for: data (22), constraints (23), statements that
 * are too large (54). Whatever else is said, a leader that is none yet (25006) or a right that was
 * taken away, no other change would fare better, and none is refused for it.
 */
const ofPostgres = /^(?!22|23|54)(\d[0-9A-Z]|F0|HV|P0|XX)[0-9A-Z]{3}$/

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
