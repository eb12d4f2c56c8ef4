// The key that signs session cookies, the same on every node. GRIDWALK_SECRET goes before all. Else one node alone keeps it in a file that only its
// own user can read; nodes on PostgreSQL share nothing but the database, so there it lies beside the sessions it signs.
import { randomBytes } from 'node:crypto'
import { link, open, readFile, rm } from 'node:fs/promises'
import { join } from 'node:path'
import type { Options } from './options.ts'
import { oneNodeAtATime } from './storage/migrate.ts'
import type { SqlDriver } from './storage/sqlDriver.ts'
import { syncFolder } from './syncFolder.ts'

export function sessionSecret(driver: SqlDriver, { secret, dataFolder }: Pick<Options, 'secret' | 'dataFolder'>): Promise<string> {
  if (secret !== undefined) return Promise.resolve(secret)
  return driver.dialect === 'postgres' ? secretInDatabase(driver) : secretInFile(dataFolder)
}

const newKey = (): string => randomBytes(32).toString('base64url')

const secretInDatabase = (driver: SqlDriver): Promise<string> =>
  oneNodeAtATime(driver, async (session) => {
    await session.run("INSERT INTO meta (key, value) VALUES ('sessionSecret', ?) ON CONFLICT (key) DO NOTHING", [newKey()])
    return (await session.first<{ value: string }>("SELECT value FROM meta WHERE key = 'sessionSecret'"))!.value
  })

async function secretInFile(dataFolder: string): Promise<string> {
  const path = join(dataFolder, 'session-secret')
  const known = await readSecret(path)
  if (known !== null) return known
  // Written whole beside it first, for a half-written key would sign nobody in; and the first to name it has named it for all.
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
  return (await readSecret(path))!
}

const readSecret = (path: string): Promise<string | null> =>
  readFile(path, 'utf8').then((text) => text.trim(), (error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return null
    throw error
  })
