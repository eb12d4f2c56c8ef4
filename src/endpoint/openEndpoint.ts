// Puts the endpoint together from a data folder: what main.ts serves and what the development server mounts.
import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import { openAuth } from './auth/auth.ts'
import { createEndpoint, type Endpoint } from './createEndpoint.ts'
import type { EndpointDeps } from './deps.ts'
import { firstRun, newEpoch, signInLinks, type SignInLinks } from './firstRun.ts'
import { createHints } from './hints.ts'
import type { Options } from './options.ts'
import { openFilePhotoStore } from './photos/filePhotoStore.ts'
import { sessionSecret } from './sessionSecret.ts'
import { migrate } from './storage/migrate.ts'
import { openSqlite } from './storage/sqliteDriver.ts'
import { openStorage } from './storage/sqlStorage.ts'

export interface OpenEndpoint extends Endpoint {
  signIn: SignInLinks
  freshLinks(): Promise<SignInLinks>
  close(): Promise<void>
}

type Wishes = Pick<Options, 'publicUrl' | 'dataFolder' | 'databaseFile' | 'isEmpty'> & { appFolder?: string }

export async function openEndpoint(wishes: Wishes, log: EndpointDeps['log'], now: () => number = Date.now): Promise<OpenEndpoint> {
  const { publicUrl, dataFolder, databaseFile } = wishes
  await mkdir(dataFolder, { recursive: true, mode: 0o700 })
  const secret = await sessionSecret(dataFolder)
  const photos = await openFilePhotoStore(join(dataFolder, 'photos'))
  await firstRun({ ...wishes, photos, now, log })
  const driver = openSqlite(databaseFile)
  await migrate(driver)
  const storage = await openStorage(driver, () => newEpoch(now()))
  const auth = await openAuth({ driver, storage, publicUrl, secret })
  const deps: EndpointDeps = { storage, photos, auth, hints: createHints(), now, log, publicUrl }
  const endpoint = createEndpoint(deps, { appFolder: wishes.appFolder })
  const freshLinks = () => signInLinks(deps, dataFolder)
  return { fetch: endpoint.fetch, signIn: await freshLinks(), freshLinks, close: () => storage.close() }
}
