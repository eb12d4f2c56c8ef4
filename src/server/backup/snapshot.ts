// A whole copy of the SQLite database, made while it serves: on a thread of its own, so that no
// answer waits for it (D9 of the fault matrix).
import { createReadStream, createWriteStream } from 'node:fs'
import { rm } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { pipeline } from 'node:stream/promises'
import { Worker } from 'node:worker_threads'
import { createGunzip, createGzip } from 'node:zlib'
import type { Instant } from '#domain/ids.ts'
import type { ObjectStore } from '../objectStore/objectStore.ts'
import { folders, snapshotName } from './segment.ts'

/** Newest snapshots that are kept; the journal beside them is kept whole. */
const kept = 14

/**
 * Small enough to travel as text: a file of its own would have to be found again beside the built
 * server.
 */
const copyThread = `
const { workerData } = require('node:worker_threads')
const Database = require(workerData.library)
const connection = new Database(workerData.from)
connection.exec('PRAGMA busy_timeout = 8000')
connection.exec("VACUUM INTO '" + workerData.into.replaceAll("'", "''") + "'")
connection.close()
`

export async function copyDatabase(from: string, into: string): Promise<void> {
  await rm(into, { force: true })
  const library = createRequire(import.meta.url).resolve('libsql')
  await new Promise<void>((resolve, reject) => {
    const thread = new Worker(copyThread, { eval: true, workerData: { library, from, into } })
    thread.once('error', reject)
    thread.once('exit', (code) =>
      code === 0 ? resolve() : reject(new Error(`the copying thread ended with ${code}`)),
    )
  })
}

/** Returns the name of the new snapshot. */
export async function takeSnapshot(
  databaseFile: string,
  backupStore: ObjectStore,
  at: Instant,
): Promise<string> {
  // Named after the process: the command and a running server may make one at the same time.
  const copy = `${databaseFile}.snapshot-${process.pid}`
  const zip = `${copy}.gz`
  const name = snapshotName(at)
  try {
    await copyDatabase(databaseFile, copy)
    await pipeline(createReadStream(copy), createGzip(), createWriteStream(zip))
    await backupStore.putFile(name, zip)
  } finally {
    for (const left of [copy, `${copy}-wal`, `${copy}-shm`, zip]) await rm(left, { force: true })
  }
  for (const old of (await backupStore.list(folders.snapshots)).slice(0, -kept))
    await backupStore.remove(old)
  return name
}

export const unzipFile = (from: string, into: string): Promise<void> =>
  pipeline(createReadStream(from), createGunzip(), createWriteStream(into))
