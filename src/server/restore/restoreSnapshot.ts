// Puts a whole copy of the database in place where there is none: the operator's, or the newest
// sound one from the backup.
import { rename, rm, stat } from 'node:fs/promises'
import { dirname } from 'node:path'
import type { ObjectStore } from '../objectStore/objectStore.ts'
import { folders } from '../backup/segment.ts'
import { copyDatabase, unzipFile } from '../backup/snapshot.ts'
import { openSqlite } from '../storage/sql/sqliteDriver.ts'
import { syncFolder } from '../objectStore/syncFolder.ts'
import { isNew } from '../storage/epoch.ts'

/** What was put in place; null when a database was there already or no copy was found. */
export async function restoreSnapshot(
  databaseFile: string,
  backupStore: ObjectStore,
  given: string | undefined,
): Promise<string | null> {
  if (!(await isEmptyDatabase(databaseFile))) {
    if (given === undefined) return null
    throw new Error(
      `there is a database in ${databaseFile} already. Move it away first, or restore into it without --snapshot`,
    )
  }
  const draft = `${databaseFile}.restoring`
  const zip = `${draft}.gz`
  try {
    for (const name of given === undefined
      ? (await backupStore.list(folders.snapshots)).reverse()
      : [given]) {
      if (!(await fetchInto(name, given === undefined ? backupStore : null, { draft, zip }))) {
        if (given !== undefined)
          throw new Error(`${given} is no copy of a database that can be opened`)
        continue
      }
      for (const end of ['', '-wal', '-shm']) await rm(databaseFile + end, { force: true })
      await rename(draft, databaseFile)
      await syncFolder(dirname(databaseFile))
      return name
    }
    return null
  } finally {
    for (const left of [draft, `${draft}-wal`, `${draft}-shm`, zip]) await rm(left, { force: true })
  }
}

/** Copies it whole and asks the engine whether it is sound; a damaged one is passed over. */
async function fetchInto(
  name: string,
  backupStore: ObjectStore | null,
  { draft, zip }: { draft: string; zip: string },
): Promise<boolean> {
  await rm(draft, { force: true })
  try {
    if (backupStore) {
      if (!(await backupStore.getFile(name, zip))) return false
      await unzipFile(zip, draft)
    } else if (name.endsWith('.gz')) await unzipFile(name, draft)
    else {
      await stat(name) // opening what is not there would make it
      await copyDatabase(name, draft)
    }
    const driver = openSqlite(draft)
    try {
      const answer = await driver.read((session) =>
        session.first<{ integrity_check: string }>('PRAGMA integrity_check'),
      )
      return answer?.integrity_check === 'ok' && !(await driver.read(isNew))
    } finally {
      await driver.close()
    }
  } catch {
    return false
  }
}

async function isEmptyDatabase(file: string): Promise<boolean> {
  if (!(await stat(file).catch(() => null))?.size) return true
  const driver = openSqlite(file)
  try {
    const tables = await driver.read((session) =>
      session.all("SELECT name FROM sqlite_master WHERE name = 'row_state'"),
    )
    return tables.length === 0 || (await driver.read(isNew))
  } finally {
    await driver.close()
  }
}
