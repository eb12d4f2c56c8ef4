// The first run fills an empty data folder: with the demo community, or with one admin. Killed half-way it begins again from nothing,
// because the database gets its name only when it is whole.
import { webcrypto } from 'node:crypto'
import { mkdir, open, readFile, rename, rm, stat, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import type { Grid } from '#domain/grid.ts'
import type { GridId, Instant, MemberId } from '#domain/ids.ts'
import type { Member } from '#domain/member.ts'
import { newId } from '#domain/newId.ts'
import { memberOf } from './access.ts'
import { inviteLink, makeInvite } from './auth/invites.ts'
import { cast } from './demo/demoMembers.ts'
import { drawDemo } from './demo/drawDemo.ts'
import type { EndpointDeps } from './deps.ts'
import type { PhotoStore } from './photos/photoStore.ts'
import { putReference } from './putReference.ts'
import { migrate } from './storage/migrate.ts'
import { openSqlite } from './storage/sqliteDriver.ts'
import { openStorage } from './storage/sqlStorage.ts'
import type { Storage } from './storage/storage.ts'
import { takeInDemo } from './takeInDemo.ts'

export interface FirstRun {
  databaseFile: string
  dataFolder: string
  isEmpty: boolean
  photos: PhotoStore
  now: () => number
  log: EndpointDeps['log']
}

export const newEpoch = (now: Instant): string => newId(now, webcrypto)
const markerOf = (dataFolder: string): string => join(dataFolder, 'demo.json')
const ofDatabase = (file: string): string[] => [file, `${file}-wal`, `${file}-shm`]

/** True when the database was made now, false when it was there already and stays as it is. */
export async function firstRun(run: FirstRun): Promise<boolean> {
  const { databaseFile, dataFolder } = run
  if (await stat(databaseFile).then(() => true, () => false)) return false
  await mkdir(dirname(databaseFile), { recursive: true })
  const draft = `${databaseFile}.draft`
  const whole = `${databaseFile}.whole`
  const leftovers = [...ofDatabase(draft), whole]
  for (const left of [...leftovers, markerOf(dataFolder)]) await rm(left, { force: true })
  const driver = openSqlite(draft)
  await migrate(driver)
  const storage = await openStorage(driver, () => newEpoch(run.now()))
  try {
    // Nothing is promised to anyone yet, so nothing waits for the disk until the whole is there.
    driver.connection.exec('PRAGMA synchronous = OFF')
    await (run.isEmpty ? makeAdmin(storage, run.now()) : makeDemo(storage, run))
    // A file of its own: renaming the draft would carry its locks and shared memory along.
    driver.connection.exec(`VACUUM INTO '${whole.replaceAll("'", "''")}'`)
  } finally {
    await storage.close()
  }
  if (!run.isEmpty) await writeFile(markerOf(dataFolder), JSON.stringify({ memberIds: [cast.worker3, cast.volunteer3, cast.secretary] }))
  await sync(whole)
  await rename(whole, databaseFile)
  await sync(dirname(databaseFile))
  for (const left of leftovers) await rm(left, { force: true })
  return true
}

async function makeDemo(storage: Storage, { photos, now, log }: FirstRun): Promise<void> {
  const drawnAt = now()
  const parked = await takeInDemo(storage, photos, await drawDemo(drawnAt), drawnAt)
  if (parked > 0) log.warn({ parked }, 'some changes of the demo were parked')
}

async function makeAdmin(storage: Storage, now: Instant): Promise<void> {
  const root: Grid = { id: newId<GridId>(now, webcrypto), name: '社区 / Community', level: 'community', parentId: null, border: [] }
  const admin: Member = { id: newId<MemberId>(now, webcrypto), name: '管理员 / Admin', roles: ['admin'], gridIds: [root.id], isActive: true }
  await putReference(storage, [{ t: 'grid', id: root.id, f: { ...root } }, { t: 'member', id: admin.id, f: { ...admin } }])
}

/** Onto the disk: a file, or a folder's list of names. */
async function sync(path: string): Promise<void> {
  const opened = await open(path, 'r')
  try {
    await opened.sync()
  } finally {
    await opened.close()
  }
}

export interface SignInLink {
  member: Member
  url: string
}

export interface SignInLinks {
  of: 'demo' | 'admin' | 'nobody'
  links: SignInLink[]
}

/** Fresh links at each start for the demo; for the admin until a first device has come in; afterwards people let each other in. */
export async function signInLinks(deps: Pick<EndpointDeps, 'storage' | 'publicUrl' | 'now'>, dataFolder: string): Promise<SignInLinks> {
  const demo = await readFile(markerOf(dataFolder), 'utf8').catch(() => null)
  if (demo !== null) {
    const { memberIds } = JSON.parse(demo) as { memberIds: MemberId[] }
    return { of: 'demo', links: await linksFor(deps, memberIds) }
  }
  const admins = await deps.storage.read(async (tx) => {
    if ((await tx.devices()).length > 0) return []
    return (await tx.rows('member')).map((row) => row.f as unknown as Member).filter((member) => member.roles.includes('admin'))
  })
  return admins.length > 0 ? { of: 'admin', links: await linksFor(deps, admins.map((admin) => admin.id)) } : { of: 'nobody', links: [] }
}

function linksFor(deps: Pick<EndpointDeps, 'storage' | 'publicUrl' | 'now'>, ids: readonly MemberId[]): Promise<SignInLink[]> {
  return deps.storage.write(async (tx) => {
    const links: SignInLink[] = []
    for (const id of ids) {
      const member = await memberOf(tx, id)
      if (member?.isActive) links.push({ member, url: inviteLink(deps.publicUrl, await makeInvite(tx, id, 'first-run', 'printed', deps.now())) })
    }
    return links
  })
}
