// What every server of the tests stands on: an engine with its tables, the reference rows, the
// session library, a log that is quiet, and the bag of parts that a server is made of.
import type { Reference } from '#server/organisation/upsertReference.ts'
import { upsertReference } from '#server/organisation/upsertReference.ts'
import { openAuth } from '#server/auth/auth.ts'
import type { ServerDeps } from '#server/routes/deps.ts'
import { migrate } from '#server/storage/sql/migrate.ts'
import type { SealRow } from '#server/storage/port/seals.ts'
import type { SqlDriver } from '#server/storage/sql/sqlDriver.ts'
import { openStorage } from '#server/storage/sql/sqlStorage.ts'
import type { Storage } from '#server/storage/port/storage.ts'
import { createHints } from '#server/sync/hints.ts'

export const origin = 'http://localhost:8787'

interface BaseOptions {
  driver: SqlDriver
  newEpoch: () => string
  /** Put there when the database is new. */
  reference: readonly Reference[]
  /** How its rows are signed; left out, they are not. */
  sealing?: (driver: SqlDriver) => Promise<SealRow>
}

export async function aFilledStorage({
  driver,
  newEpoch,
  reference,
  sealing,
}: BaseOptions): Promise<Storage> {
  await migrate(driver)
  const storage = await openStorage(driver, newEpoch, await sealing?.(driver))
  const isNew = (await storage.read((tx) => tx.rows('grid'))).length === 0
  if (isNew) await upsertReference(storage, [...reference])
  return storage
}

export const anAuth = (
  driver: SqlDriver,
  storage: Storage,
  publicUrl = origin,
): ReturnType<typeof openAuth> =>
  openAuth({
    driver,
    storage,
    publicUrl,
    secret: 'a secret of the tests, long enough to sign with',
  })

/** Tells only what the server called unexpected. */
export const aQuietLog = (errors: unknown[] = []): ServerDeps['log'] => ({
  info: () => undefined,
  warn: () => undefined,
  error: (...what: unknown[]) => void errors.push(what),
})

type Parts = Partial<ServerDeps> &
  Pick<ServerDeps, 'storage' | 'auth'> & {
    /** Whatever the server calls unexpected is put here; not with a log of one's own. */
    errors?: unknown[]
  }

/** What a server of the tests is made of: the parts that matter to a test, and plain others. */
export const aServerDeps = ({ errors, ...parts }: Parts): ServerDeps => ({
  photos: absent('photos'),
  images: absent('images'),
  assets: absent('assets'),
  cutter: absent('cutter'),
  hints: createHints(),
  now: Date.now,
  log: aQuietLog(errors),
  publicUrl: origin,
  ...parts,
})

/** A part that a test does without says so when it is asked for all the same. */
const absent = <T extends keyof ServerDeps>(part: T): NonNullable<ServerDeps[T]> =>
  new Proxy(Object.create(null) as NonNullable<ServerDeps[T]> & object, {
    get: () => {
      throw new Error(`this server was made without ${part}`)
    },
  })
