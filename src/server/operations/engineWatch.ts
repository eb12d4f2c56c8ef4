// Which history of PostgreSQL stands behind the server: the cluster's identifier and its
// timeline. A promotion, a restore to a point in time and a new cluster alter one of them, and the
// last commits may be gone: then the database counts as another one (L7), and phones resend.
import type { Instant } from '#domain/ids.ts'
import { referenceScope } from '#domain/scope.ts'
import type { Log } from '../settings/log.ts'
import { newEpoch } from '../storage/epoch.ts'
import { adminChain } from '../storage/port/audit.ts'
import type { SqlDriver } from '../storage/sql/sqlDriver.ts'
import type { Storage } from '../storage/port/storage.ts'

const note = 'engine'
export const otherHistory =
  'another history of PostgreSQL stands behind the server; phones resend what they keep'

/**
 * Null on engines that cannot tell: SQLite, and distributed ones that only speak PostgreSQL's
 * language.
 */
export async function engineIdentity(driver: SqlDriver): Promise<string | null> {
  if (driver.dialect !== 'postgres') return null
  try {
    const found = await driver.read((session) =>
      session.first<{ cluster: string; timeline: string }>(
        `SELECT system_identifier::text AS cluster,
          substring(pg_walfile_name(pg_current_wal_lsn()) FROM 1 FOR 8) AS timeline
          FROM pg_control_system()`,
      ),
    )
    return found ? `${found.cluster}/${found.timeline}` : null
  } catch (error) {
    // Not known or not allowed; a connection that is lost is no answer at all.
    if (/^(42|0A|55000)/.test(String((error as { code?: string }).code ?? ''))) return null
    throw error
  }
}

/** True when the history was another one and the epoch has been changed. */
export async function compareEngine(
  driver: SqlDriver,
  storage: Storage,
  now: () => number,
): Promise<boolean> {
  const here = await engineIdentity(driver)
  if (here === null || here === (await storage.read((tx) => tx.note(note)))) return false
  return storage.write(async (tx) => {
    // Two nodes see it at once; the second waits here and finds it done.
    await tx.lockScopes([referenceScope])
    const before = await tx.note(note)
    if (before === here) return false
    await tx.putNote(note, here)
    if (before === undefined) return false
    const epoch = newEpoch(now())
    await tx.setEpoch(epoch)
    await tx.putAudit(adminChain, {
      at: now(),
      action: 'epochChanged',
      actor: null,
      detail: { epoch },
    })
    return true
  })
}

/** Looks again every minute; returns the way to stop. */
export function watchEngine(
  driver: SqlDriver,
  storage: Storage,
  { now, log }: { now: () => Instant; log: Log },
  everyMs = 60_000,
): () => void {
  if (driver.dialect !== 'postgres') return () => undefined
  const look = (): void => {
    compareEngine(driver, storage, now).then(
      (isOther) => isOther && log.warn(otherHistory),
      // Its connection trouble is told by whoever needs the database.
      () => undefined,
    )
  }
  const timer = setInterval(look, everyMs)
  timer.unref()
  return () => clearInterval(timer)
}
