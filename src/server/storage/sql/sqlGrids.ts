// The grid tree, parsed once and kept for the process. It is handed out only while the database,
// asked in the same transaction, stands where it stood then: every written grid raises the head of
// the reference scope, so what is handed out is never older than what is there.
import type { Grid } from '#domain/grid.ts'
import { referenceScope } from '#domain/scope.ts'
import type { GridReads } from '../port/grids.ts'
import type { SqlSession } from './sqlDriver.ts'

/**
 * @param hasWritten whether this transaction may have written grids itself, which only it may see.
 * @param whenCommitted runs this once what the transaction has seen is sure to stay: one that
 *   shares a commit (sharedCommit.ts) sees what may yet fail with it.
 */
export type KeptGrids = (
  session: SqlSession,
  hasWritten?: () => boolean,
  whenCommitted?: (keep: () => void) => void,
) => GridReads

/** For one database. */
export function keepGrids(): KeptGrids {
  let kept: { version: string; grids: readonly Grid[] } | null = null
  return (session, hasWritten = () => false, whenCommitted = (keep) => keep()) => ({
    grids: async () => {
      if (hasWritten()) return read(session)
      const version = await versionOf(session)
      if (kept?.version === version) return kept.grids
      const grids = await read(session)
      // Not every transaction is one snapshot: what came in between belongs to neither stand.
      if ((await versionOf(session)) === version) whenCommitted(() => (kept = { version, grids }))
      return grids
    },
  })
}

async function versionOf(session: SqlSession): Promise<string> {
  const version = await session.first<{ epoch: string; head: number | null }>(
    "SELECT value AS epoch, (SELECT head FROM scope WHERE id = ?) AS head FROM meta WHERE key = 'epoch'",
    [referenceScope],
  )
  return `${version?.epoch}/${version?.head ?? 0}`
}

const read = async (session: SqlSession): Promise<readonly Grid[]> =>
  (await session.all<{ f: string }>("SELECT f FROM row_state WHERE t = 'grid' ORDER BY id")).map(
    ({ f }) => JSON.parse(f) as Grid,
  )
