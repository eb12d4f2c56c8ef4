// The phone as one thing: who uses it, their two databases, their credential. Everything above
// speaks to this.
import type { OutboxEntry, SavedPhoto, Waiting, WaitingRecords } from '../db/tables.ts'
import { recordTypeOf } from '#records/recordTypeOf.ts'
import { fault } from '#domain/fault.ts'
import type { ClientId, MemberId } from '#domain/ids.ts'
import type { Member } from '#domain/member.ts'
import { newId } from '#domain/newId.ts'
import { fail, type Result, succeed } from '#domain/result.ts'
import type { DeviceGrant } from '#protocol/deviceMessages.ts'
import { type CacheDb, openCacheDb } from '../db/cacheDb.ts'
import {
  type CaptureDb,
  captureName,
  type CaptureEnvironment,
  openCaptureDb,
} from '../db/captureDb.ts'
import { readClientLog, startClientLog } from '../db/clientLog.ts'
import { closeForGood, markInitialised, StorageEmptied } from '../db/connection.ts'
import { deleteMeta, readMetas, writeMeta } from '../db/meta.ts'
import { rememberPreviousDevice } from '../db/previousDevices.ts'
import { forgetLastSaved, readLastSaved, readWaiting, writeLastSaved } from '../db/localFallback.ts'
import { detectLoss } from '../outbox/losses.ts'
import { readFacts } from '../db/phoneFacts.ts'
import { dropAllShares } from '../db/sharedName.ts'
import { openingFault, storageFault } from '../db/storageFault.ts'
import { rotateClientId } from '../sync/applyPush.ts'
import {
  generationOf,
  abandonDatabase,
  type MemberDatabase,
  setBindingMember,
  setCurrentMember,
  currentMember,
} from './currentMember.ts'

export interface LocalSession {
  memberId: MemberId
  /** As last told by the server; the cache's member row is newer once it is there. */
  member: Member
  device: { id: string; secret: string }
  capture: CaptureDb
  cache: CacheDb
}

export interface PhoneEnvironment extends Omit<CaptureEnvironment, 'generation'> {
  /**
   * A local fallback beside IndexedDB: hints at who uses this phone, mirrors the last number saved.
   */
  local: Pick<Storage, 'getItem' | 'setItem' | 'removeItem'>
  now: () => number
  /** A newer version of the app has taken the databases; this page must be loaded again. */
  onSuperseded: () => void
}

const openCapture = (
  { memberId, generation }: MemberDatabase,
  environment: PhoneEnvironment,
): CaptureDb => openCaptureDb(memberId, environment.onSuperseded, { ...environment, generation })

/**
 * The member who used this phone last, with their databases open; null before the first enrolment.
 */
export async function resumeSession(
  environment: PhoneEnvironment,
): Promise<Result<LocalSession | null>> {
  let here: MemberDatabase | null = null
  try {
    here = await currentMember(environment)
    return succeed(here && (await openDatabases(here, environment)))
  } catch (error) {
    const { code, detail } = await openingFault(error)
    return fail(
      fault(
        code,
        here && code === 'storageEmptied'
          ? { ...readWaiting(environment.local, here.memberId) }
          : detail,
      ),
    )
  }
}

/** Name of the capture database of whoever used this phone last. */
export async function captureNameOf(environment: PhoneEnvironment): Promise<string | null> {
  const here = await currentMember(environment).catch(() => null)
  return here && captureName(here.memberId, here.generation)
}

async function openDatabases(
  here: MemberDatabase,
  environment: PhoneEnvironment,
): Promise<LocalSession | null> {
  const { memberId } = here
  const capture = openCapture(here, environment)
  const lastSaved = readLastSaved(environment.local, memberId)
  const [kept, install, sealed] = await readMetas(capture, ['grant', 'install', 'sealedAt'])
  // Whoever has said goodbye is not let in again by a local fallback that has not heard of it.
  const grant = sealed === undefined ? kept : undefined
  if (!grant) {
    closeForGood(capture)
    // The local fallback remembers a member whose database holds nothing: the browser has cleared
    // it.
    if (!install) throw new StorageEmptied('nothing is left of the database')
    return null
  }
  markInitialised(capture)
  await detectLoss(capture, lastSaved, environment.now())
  return { memberId, ...grant, capture, cache: await openCache(memberId, environment) }
}

/** The cache holds nothing that cannot be asked for again: one that does not open is built anew. */
async function openCache(memberId: MemberId, environment: PhoneEnvironment): Promise<CacheDb> {
  const cache = openCacheDb(memberId, environment.onSuperseded, environment)
  try {
    await cache.open()
  } catch (error) {
    console.warn('cache', error)
    await cache.delete({ disableAutoOpen: false })
  }
  return cache
}

/**
 * The database cannot be opened. It is left as it is; from now on the member's work goes into a new
 * one beside it, once they are bound again.
 */
export async function startReplacement(environment: PhoneEnvironment): Promise<void> {
  const here = await currentMember(environment)
  if (!here) return
  await abandonDatabase(here, environment)
  await forgetMember(here.memberId, environment)
}

/** After its data was cleared there is nothing left to open: the next start asks for an invite. */
export async function forgetEmptied(environment: PhoneEnvironment): Promise<void> {
  const here = await currentMember(environment)
  if (here) await forgetMember(here.memberId, environment)
}

/** Nobody is bound to this phone any more. */
export const forgetCurrentMember = (environment: PhoneEnvironment): Promise<void> =>
  setCurrentMember(null, environment)

async function forgetMember(memberId: MemberId, environment: PhoneEnvironment): Promise<void> {
  forgetLastSaved(environment.local, memberId)
  await setCurrentMember(null, environment)
}

/**
 * Binds this phone to a member. Work that another member left here stays in that member's own
 * database.
 */
export async function startSession(
  grant: DeviceGrant,
  environment: PhoneEnvironment,
): Promise<Result<LocalSession>> {
  const memberId = grant.member.id
  try {
    const facts = await readFacts(environment)
    // What was shared before anybody was bound here is whoever's comes first; never the next one's.
    if (facts.current && facts.current !== memberId) await dropAllShares(environment)
    const here: MemberDatabase = {
      memberId,
      generation: await generationOf(memberId, facts, environment),
    }
    await setBindingMember(memberId, environment)
    const capture = openCapture(here, environment)
    await capture.transaction('rw', capture.meta, capture.outbox, async () => {
      await rememberPreviousDevice(capture)
      await deleteMeta(capture, 'sealedAt')
      await writeMeta(capture, 'grant', {
        member: grant.member,
        device: { id: grant.deviceId, secret: grant.deviceSecret },
      })
      await writeMeta(capture, 'boundAt', environment.now())
      // A new device is a new client log; what was not acknowledged under the old one is numbered
      // again.
      const { clientId } = await readClientLog(capture)
      if (clientId === undefined && (await capture.outbox.count()) === 0) {
        await startClientLog(capture, {
          clientId: newId<ClientId>(environment.now(), crypto),
          next: 1,
        })
      } else await rotateClientId(capture, environment.now())
    })
    capture.close()
    await setCurrentMember(memberId, environment)
    const session = await openDatabases(here, environment)
    if (!session) return fail(fault('storageLost'))
    return succeed(session)
  } catch (error) {
    return fail(storageFault(error))
  }
}

/**
 * Remembers the last saved number outside IndexedDB, so that a database that lost its tail can be
 * noticed.
 */
export const mirrorLastSaved =
  (session: LocalSession, environment: PhoneEnvironment) =>
  (n: number, install: string | undefined): void => {
    if (install !== undefined) writeLastSaved(environment.local, session.memberId, { n, install })
  }

/** Asked apart from the rest: it reads each change that waits, and nothing that is typed. */
export async function waitingRecords(capture: CaptureDb): Promise<WaitingRecords> {
  const waiting = await capture.outbox.where('fate').equals('waiting').toArray()
  const wordKeyOf = ({ change }: OutboxEntry) => recordTypeOf(change.t)?.waitsAs
  const rows = waiting.filter((entry) => !wordKeyOf(entry)).map(({ row }) => row)
  return {
    records: new Set(rows).size,
    beside: [...new Set(waiting.flatMap((entry) => wordKeyOf(entry) ?? []))],
  }
}

export async function waitingOf(capture: CaptureDb): Promise<Waiting> {
  const [changes, parked, photos, unreadable, drafts] = await Promise.all([
    capture.outbox.where('fate').equals('waiting').count(),
    capture.outbox
      .where('fate')
      .equals('parked')
      .and((entry) => !entry.isAcknowledged && entry.change.t !== 'case')
      .count(),
    capture.photo.where('state').equals('waiting').toArray(),
    capture.photo.where('state').equals('unreadable').count(),
    capture.draft.count(),
  ])
  const countOf = (part: SavedPhoto['part']): number =>
    photos.filter((photo) => photo.part === part).length
  return {
    changes,
    photos: countOf('photo'),
    voice: countOf('voice'),
    bytes: photos.reduce((sum, photo) => sum + photo.size, 0),
    attention: parked + unreadable,
    drafts,
  }
}
