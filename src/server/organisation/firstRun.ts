// The first run fills an empty database: with the demo community, or with one admin. All of it is
// one transaction: killed half-way it leaves nothing, and of two nodes that start at once the
// second finds it done.
import { webcrypto } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { type Grid, placeholderName } from '#domain/grid.ts'
import type { GridId, Instant, MemberId } from '#domain/ids.ts'
import type { Member } from '#domain/member.ts'
import { newId } from '#domain/newId.ts'
import { memberOf } from '../access/memberOf.ts'
import { inviteLink, makeInvite } from '../auth/invites.ts'
import { cast } from '#demo/demoMembers.ts'
import { type Demo, drawDemo } from '#demo/drawDemo.ts'
import type { Log } from '../settings/log.ts'
import { isLoopback } from '../settings/loopback.ts'
import type { Options } from '../settings/options.ts'
import type { AssetStore } from '../assets/assetStore.ts'
import type { PhotoStore } from '../photos/photoStore.ts'
import { upsertReference } from './upsertReference.ts'
import { oneNodeAtATime } from '../storage/sql/migrate.ts'
import { driverWithin, type SqlDriver } from '../storage/sql/sqlDriver.ts'
import { openStorage } from '../storage/sql/sqlStorage.ts'
import type { Storage } from '../storage/port/storage.ts'
import { isNew, newEpoch } from '../storage/epoch.ts'
import { saveDemoMap, saveDemoPhotos, loadDemo } from './loadDemo.ts'

export interface FirstRun {
  driver: SqlDriver
  photos: PhotoStore
  assets: AssetStore
  isDemo: boolean
  now: () => number
  log: Log
}

/**
 * True when the database was filled now, false when there was something in it already and it stays
 * as it is.
 */
export async function firstRun({
  driver,
  photos,
  assets,
  isDemo,
  now,
  log,
}: FirstRun): Promise<boolean> {
  if (!(await driver.read(isNew))) return false
  const at = now()
  // Drawn and stored beforehand: the transaction holds up whoever else starts, and photos may be
  // put twice.
  const demo = isDemo ? await drawDemo(at) : null
  const kept = demo && (await saveDemoPhotos(photos, demo))
  if (demo) await saveDemoMap(assets, demo)
  return oneNodeAtATime(driver, async (session) => {
    if (!(await isNew(session))) return false
    const storage = await openStorage(driverWithin(driver, session), () => newEpoch(at))
    if (demo && kept) await makeDemo(storage, demo, kept, at, log)
    else await makeAdmin(storage, at)
    return true
  })
}

async function makeDemo(
  storage: Storage,
  demo: Demo,
  kept: Awaited<ReturnType<typeof saveDemoPhotos>>,
  at: Instant,
  log: Log,
): Promise<void> {
  const parked = await loadDemo(storage, demo, kept, at)
  if (parked > 0) log.warn({ parked }, 'some changes of the demo were parked')
  await storage.write((tx) =>
    tx.putNote(demoNote, JSON.stringify([cast.worker3, cast.volunteer3, cast.secretary])),
  )
}

/** Whom the demo lets in. */
const demoNote = 'demo'

async function makeAdmin(storage: Storage, now: Instant): Promise<void> {
  const root: Grid = {
    id: newId<GridId>(now, webcrypto),
    name: placeholderName,
    level: 'community',
    parentId: null,
    border: [],
  }
  const admin: Member = {
    id: newId<MemberId>(now, webcrypto),
    name: '管理员 / Admin',
    roles: ['admin'],
    gridIds: [root.id],
    isActive: true,
  }
  await upsertReference(storage, [
    { t: 'grid', id: root.id, f: { ...root } },
    { t: 'member', id: admin.id, f: { ...admin } },
  ])
}

export interface SignInLink {
  member: Member
  url: string
}

export interface SignInLinks {
  of: 'demo' | 'admin' | 'nobody'
  links: SignInLink[]
}

/**
 * Fresh links at each start for the demo, where it is wished for and nobody else reaches it; for
 * the admin until a first device has come in; afterwards people let each other in.
 */
export async function signInLinks(
  deps: { storage: Storage; publicUrl: string; now: () => Instant },
  options: Pick<Options, 'dataFolder' | 'isDemo'>,
): Promise<SignInLinks> {
  const invited = await demoMembers(deps.storage, options.dataFolder)
  // An invented supervisor who can come in from outside would be a way in for everybody.
  if (invited)
    return {
      of: 'demo',
      links:
        options.isDemo && isLoopback(new URL(deps.publicUrl).hostname)
          ? await linksFor(deps, invited)
          : [],
    }
  const admins = await deps.storage.read(async (tx) => {
    if ((await tx.devices()).length > 0) return []
    return (await tx.rows('member'))
      .map((row) => row.f)
      .filter((member) => member.roles.includes('admin'))
  })
  return admins.length > 0
    ? {
        of: 'admin',
        links: await linksFor(
          deps,
          admins.map((admin) => admin.id),
        ),
      }
    : { of: 'nobody', links: [] }
}

/** Null when it is no demo. The first ones said so in a file of the data folder. */
async function demoMembers(storage: Storage, dataFolder: string): Promise<MemberId[] | null> {
  const note = await storage.read((tx) => tx.note(demoNote))
  if (note !== undefined) return JSON.parse(note) as MemberId[]
  const file = await readFile(join(dataFolder, 'demo.json'), 'utf8').catch(() => null)
  return file === null ? null : (JSON.parse(file) as { memberIds: MemberId[] }).memberIds
}

function linksFor(
  deps: { storage: Storage; publicUrl: string; now: () => Instant },
  ids: readonly MemberId[],
): Promise<SignInLink[]> {
  return deps.storage.write(async (tx) => {
    const links: SignInLink[] = []
    for (const id of ids) {
      const member = await memberOf(tx, id)
      if (member?.isActive)
        links.push({
          member,
          url: inviteLink(
            deps.publicUrl,
            await makeInvite(tx, id, 'first-run', 'printed', deps.now()),
          ),
        })
    }
    return links
  })
}
