// The storage port on SQL: each part of the port has a file of its own, and this one puts them into
// one transaction.
import { createInsertQueue } from './insertQueue.ts'
import { attemptWrites } from './sqlAttempts.ts'
import { auditReads, auditWrites } from './sqlAudit.ts'
import { credentialReads, credentialWrites } from './sqlCredentials.ts'
import { conflictReads, conflictWrites } from './sqlConflicts.ts'
import { deviceReads, deviceWrites } from './sqlDevices.ts'
import { durabilityReads, durabilityWrites } from './sqlDurability.ts'
import { figureReads, figureWrites } from './sqlFigures.ts'
import { type KeptGrids, keepGrids } from './sqlGrids.ts'
import { historyReads, historyWrites } from './sqlHistory.ts'
import { incidentReads, incidentWrites } from './sqlIncidents.ts'
import { journalReads, journalWrites } from './sqlJournal.ts'
import { outcomeReads, outcomeWrites } from './sqlOutcomes.ts'
import { photoReads, photoWrites } from './sqlPhotos.ts'
import { rescueReads, rescueWrites } from './sqlRescue.ts'
import { rowReads, rowWrites } from './sqlRows.ts'
import { stagingReads, stagingWrites } from './sqlStaging.ts'
import { ledgerReads, ledgerWrites } from './sqlLedger.ts'
import { quarantineReads, quarantineWrites } from './sqlQuarantine.ts'
import type { SealRow } from '../port/seals.ts'
import { sealReads, sealWrites } from './sqlSeals.ts'
import { wipeReads, wipeWrites } from './sqlWipes.ts'
import type { SqlDriver, SqlSession } from './sqlDriver.ts'
import type { ReadTx, Storage, WriteTx } from '../port/storage.ts'

/**
 * @param seal signs the rows it writes; left out, rows bear no seal, and the next start of an
 *   server gives them one.
 */
export async function openStorage(
  driver: SqlDriver,
  newEpoch: () => string,
  seal: SealRow = () => '',
): Promise<Storage> {
  await driver.write(async (session) => {
    await session.run(
      "INSERT INTO meta (key, value) VALUES ('epoch', ?) ON CONFLICT (key) DO NOTHING",
      [newEpoch()],
    )
  })
  const grids = keepGrids()
  return {
    write: async (work) => {
      let keep = (): void => undefined
      const value = await driver.write(async (session) => {
        const seen: KeptGrids = (reading, hasWritten) =>
          grids(reading, hasWritten, (whenCommitted) => (keep = whenCommitted))
        const { tx, flush } = writeTx(session, driver.forUpdate, seen, seal)
        const done = await work(tx)
        await flush()
        return done
      })
      keep()
      return value
    },
    ...openReadOnly(driver, grids),
  }
}

/** Of a replica, which takes no writes. */
export const openReadOnly = (
  driver: SqlDriver,
  grids = keepGrids(),
): Pick<Storage, 'read' | 'close'> => ({
  read: (work) => driver.read((session) => work({ ...readTx(session), ...grids(session) })),
  close: () => driver.close(),
})

function readTx(session: SqlSession): Omit<ReadTx, 'grids'> {
  return {
    ...rowReads(session),
    ...journalReads(session),
    ...photoReads(session),
    ...deviceReads(session),
    ...conflictReads(session),
    ...credentialReads(session),
    ...durabilityReads(session),
    ...figureReads(session),
    ...historyReads(session),
    ...incidentReads(session),
    ...outcomeReads(session),
    ...rescueReads(session),
    ...stagingReads(session),
    ...auditReads(session),
    ...ledgerReads(session),
    ...quarantineReads(session),
    ...wipeReads(session),
    ...sealReads(session),
    epoch: async () =>
      (await session.first<{ value: string }>("SELECT value FROM meta WHERE key = 'epoch'"))!.value,
  }
}

function writeTx(
  session: SqlSession,
  forUpdate: string,
  grids: KeptGrids,
  seal: SealRow,
): { tx: WriteTx; flush: () => Promise<void> } {
  const queue = createInsertQueue(session)

  /** What waits to be written is written before it can be asked for. */
  const reading: SqlSession = {
    ...session,
    all: async (sql, values) => {
      await queue.flush()
      return session.all(sql, values)
    },
    first: async (sql, values) => {
      await queue.flush()
      return session.first(sql, values)
    },
  }

  const { holdsReference, flushHeads, ...rows } = rowWrites(session, reading, {
    queue,
    forUpdate,
    seal,
  })
  const tx: WriteTx = {
    ...readTx(reading),
    ...grids(reading, holdsReference),
    ...deviceReads(reading, forUpdate),
    ...rows,
    ...journalWrites(session, queue, forUpdate),
    ...photoWrites(session, queue),
    ...deviceWrites(session),
    ...conflictWrites(session),
    ...credentialWrites(session),
    ...durabilityWrites(session, forUpdate),
    ...figureWrites(session),
    ...historyWrites(session, queue),
    ...incidentWrites(session),
    ...outcomeWrites(queue),
    ...rescueWrites(session),
    ...stagingWrites(session),
    ...attemptWrites(session),
    ...auditWrites(session, forUpdate),
    ...ledgerWrites(session),
    ...quarantineWrites(session),
    ...wipeWrites(session),
    ...sealWrites(session),
  }
  const flush = async (): Promise<void> => {
    await Promise.all([queue.flush(), ...flushHeads()])
  }
  return { tx, flush }
}
