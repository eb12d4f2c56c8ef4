// What a data folder says of itself: whether a first run would begin beside the remains of an
// earlier life, and whether its database is the one that was here last. The note of the latter lies
// beside the database, so it is always there; one that was put back with it is found out by what
// phones have seen (wentBack.ts).
import { readdir, stat } from 'node:fs/promises'
import { basename, join } from 'node:path'
import type { Instant } from '#domain/ids.ts'
import { beginEpoch } from '../storage/beginEpoch.ts'
import type { Log } from '../settings/log.ts'
import { writePeriodically } from '../jobs/writePeriodically.ts'
import type { Options } from '../settings/options.ts'
import { folderStore } from '../objectStore/folderStore.ts'
import {
  readWatermark,
  checkWatermark,
  watermarkStoreIn,
  type WatermarkStore,
} from '../backup/watermark.ts'
import type { Storage } from '../storage/port/storage.ts'

/** There is an earlier life here, and its database is gone. */
export class RemainsFound extends Error {}

type DatabaseLocation = Pick<Options, 'dataFolder' | 'databaseFile'>

const noteName = 'last-seen.json'
const leftByALife = [
  'photos',
  'audit-heads.json',
  'session-secret',
  'audit-secret',
  'seal-secret',
  'app-assets',
  'in-work',
  noteName,
]

/**
 * Names of what an earlier life left; looked for before the database is opened, which leaves things
 * itself.
 */
export async function remainsIn({ dataFolder, databaseFile }: DatabaseLocation): Promise<string[]> {
  const found: string[] = []
  for (const name of leftByALife) if (await isThere(join(dataFolder, name))) found.push(name)
  const journal = `${databaseFile}-wal`
  if (await isThere(journal)) found.push(basename(journal))
  return found
}

/** A folder counts where something lies in it, a file where it is not empty. */
async function isThere(path: string): Promise<boolean> {
  const found = await stat(path).catch(() => null)
  if (!found) return false
  return found.isDirectory() ? (await readdir(path)).length > 0 : found.size > 0
}

export function refuseRemains(
  { dataFolder, databaseFile }: DatabaseLocation,
  remains: readonly string[],
): void {
  if (remains.length === 0) return
  throw new RemainsFound(
    `${dataFolder} holds what an earlier life left (${remains.join(', ')}), but ` +
      `${basename(databaseFile)} is missing or empty. Nothing was begun beside it. ` +
      `Put ${basename(databaseFile)} back together with its -wal file, or bring it back with: ` +
      'restore --new-epoch --second-place <where>, or name an empty folder with --data.',
  )
}

/** Null on PostgreSQL, whose database does not lie in the folder (engineWatch.ts). */
const watermarkStoreOf = ({
  dataFolder,
  postgresUrl,
}: Pick<Options, 'dataFolder' | 'postgresUrl'>): WatermarkStore | null =>
  postgresUrl ? null : watermarkStoreIn(folderStore(dataFolder), noteName)

/**
 * A database that is older than the note beside it, or another one, counts as another one from now
 * on: phones resend what they keep.
 */
export async function recogniseDatabase(
  options: Pick<Options, 'dataFolder' | 'postgresUrl'>,
  storage: Storage,
  { now, log }: { now: () => Instant; log: Log },
): Promise<{ close(): Promise<void> }> {
  const store = watermarkStoreOf(options)
  if (!store) return { close: () => Promise.resolve() }
  const known = await store.read().catch((error: unknown) => {
    if (error instanceof SyntaxError) return null
    throw error
  })
  const [here, previous] = await storage.read(
    async (tx) => [await readWatermark(tx), await tx.previousEpochs()] as const,
  )
  const check = checkWatermark(known, here, previous)
  if (check !== 'fine') {
    await storage.write((tx) => beginEpoch(tx, now(), check))
    log.error({ check }, olderDatabase)
  }
  return writePeriodically(
    async () => JSON.stringify(await storage.read(readWatermark)),
    (text) => store.write(JSON.parse(text) as Parameters<typeof store.write>[0]),
  )
}

const olderDatabase =
  'The database is older than the one that was here last, or another one. It is served as a new one, and phones resend what they keep. ' +
  'What no phone holds any more is in the newer database: if there is one, stop the server, put it back, and start again; ' +
  'with a backup, stop the server and run: restore --new-epoch'
