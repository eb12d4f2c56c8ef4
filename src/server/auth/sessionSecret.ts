// Keys that the server makes for itself. The one that signs session cookies is the same on every
// node: GRIDWALK_SECRET goes before all. Else one node alone keeps it in a file that only its own
// user can read; nodes on PostgreSQL share nothing but the database, so there it lies beside the
// sessions it signs.
import { randomBytes } from 'node:crypto'
import { link, open, readFile, rm } from 'node:fs/promises'
import { join } from 'node:path'
import type { Options } from '../settings/options.ts'
import { oneNodeAtATime } from '../storage/sql/migrate.ts'
import type { SqlDriver, SqlSession } from '../storage/sql/sqlDriver.ts'
import { syncFolder } from '../objectStore/syncFolder.ts'

/** What a key is called where it is kept. */
export interface KeyNames {
  file: string
  meta: string
}

export function sessionSecret(
  driver: SqlDriver,
  { secret, dataFolder }: Pick<Options, 'secret' | 'dataFolder'>,
): Promise<string> {
  return secret !== undefined
    ? Promise.resolve(secret)
    : keptKey(driver, dataFolder, { file: 'session-secret', meta: 'sessionSecret' })
}

/** Made at the first asking. */
export const keptKey = (
  driver: SqlDriver,
  dataFolder: string,
  { file, meta }: KeyNames,
): Promise<string> =>
  driver.dialect === 'postgres' ? keyInDatabase(driver, meta) : keyInFile(dataFolder, file)

/** Null where none was made. */
export async function readKeptKey(
  driver: SqlDriver,
  dataFolder: string,
  { file, meta }: KeyNames,
): Promise<string | null> {
  return driver.dialect === 'postgres'
    ? ((await driver.read((session) => keyIn(session, meta))) ?? null)
    : readKey(join(dataFolder, file))
}

const newKey = (): string => randomBytes(32).toString('base64url')

const keyIn = async (session: SqlSession, name: string): Promise<string | undefined> =>
  (await session.first<{ value: string }>('SELECT value FROM meta WHERE key = ?', [name]))?.value

const keyInDatabase = (driver: SqlDriver, name: string): Promise<string> =>
  oneNodeAtATime(driver, async (session) => {
    await session.run('INSERT INTO meta (key, value) VALUES (?, ?) ON CONFLICT (key) DO NOTHING', [
      name,
      newKey(),
    ])
    return (await keyIn(session, name))!
  })

async function keyInFile(dataFolder: string, name: string): Promise<string> {
  const path = join(dataFolder, name)
  const known = await readKey(path)
  if (known !== null) return known
  // Written whole beside it first, for a half-written key would sign nobody in; and the first to
  // name it has named it for all.
  const draft = `${path}.${randomBytes(6).toString('hex')}.draft`
  const file = await open(draft, 'wx', 0o600)
  try {
    await file.writeFile(newKey())
    await file.sync()
  } finally {
    await file.close()
  }
  await link(draft, path).catch((error: NodeJS.ErrnoException) => {
    if (error.code !== 'EEXIST') throw error
  })
  await rm(draft)
  await syncFolder(dataFolder)
  return (await readKey(path))!
}

const readKey = (path: string): Promise<string | null> =>
  readFile(path, 'utf8').then(
    (text) => text.trim(),
    (error: NodeJS.ErrnoException) => {
      if (error.code === 'ENOENT') return null
      throw error
    },
  )
