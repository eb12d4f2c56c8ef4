// The phone as one thing: who uses it, their two databases, their credential. Everything above speaks to this.
import { fault } from '#domain/fault.ts'
import type { InstallId, MemberId } from '#domain/ids.ts'
import type { Member } from '#domain/member.ts'
import { newId } from '#domain/newId.ts'
import { fail, type Result, succeed } from '#domain/result.ts'
import type { DeviceGrant } from '#protocol/messages.ts'
import { type CacheDb, openCacheDb } from './cacheDb.ts'
import { type CaptureDb, type IndexedDbEnvironment, openCaptureDb } from './captureDb.ts'
import { storageFault } from './storageFault.ts'
import { takeNewInstall } from './sync/applyPush.ts'

export interface Person {
  memberId: MemberId
  /** As last told by the endpoint; the cache's member row is newer once it is there. */
  member: Member
  device: { id: string; secret: string }
  capture: CaptureDb
  cache: CacheDb
}

export interface PhoneEnvironment extends IndexedDbEnvironment {
  /** A second store beside IndexedDB: names who uses this phone, mirrors the last number saved. */
  local: Pick<Storage, 'getItem' | 'setItem' | 'removeItem'>
  now: () => number
  /** A newer version of the app has taken the databases; this page must be loaded again. */
  onSuperseded: () => void
}

const currentKey = 'gridwalk.member'
const mirrorKey = (memberId: MemberId): string => `gridwalk.lastSaved.${memberId}`

/** The member who used this phone last, with their databases open; null before the first enrolment. */
export async function openPerson(environment: PhoneEnvironment): Promise<Result<Person | null>> {
  const memberId = environment.local.getItem(currentKey) as MemberId | null
  if (!memberId) return succeed(null)
  try {
    const person = await openDatabases(memberId, environment)
    return succeed(person)
  } catch (error) {
    return fail(storageFault(error))
  }
}

async function openDatabases(memberId: MemberId, environment: PhoneEnvironment): Promise<Person | null> {
  const capture = openCaptureDb(memberId, environment.onSuperseded, environment)
  const grant = (await capture.meta.get('grant'))?.value as Pick<Person, 'member' | 'device'> | undefined
  if (!grant) {
    capture.close()
    return null
  }
  return { memberId, ...grant, capture, cache: openCacheDb(memberId, environment.onSuperseded, environment) }
}

/** Binds this phone to a member. Work that another member left here stays in that member's own database. */
export async function bindPerson(grant: DeviceGrant, environment: PhoneEnvironment): Promise<Result<Person>> {
  const memberId = grant.member.id as MemberId
  try {
    const capture = openCaptureDb(memberId, environment.onSuperseded, environment)
    await capture.transaction('rw', capture.meta, capture.outbox, async () => {
      await capture.meta.put({
        key: 'grant',
        value: { member: grant.member, device: { id: grant.deviceId, secret: grant.deviceSecret } },
      })
      // A new device is a new stream; what was not acknowledged under the old one is numbered again.
      if ((await capture.meta.get('install')) === undefined && (await capture.outbox.count()) === 0) {
        await capture.meta.put({ key: 'install', value: newId<InstallId>(environment.now(), crypto) })
      } else await takeNewInstall(capture, environment.now())
    })
    capture.close()
    const person = await openDatabases(memberId, environment)
    if (!person) return fail(fault('storageLost'))
    environment.local.setItem(currentKey, memberId)
    return succeed(person)
  } catch (error) {
    return fail(storageFault(error))
  }
}

/** Remembers the last saved number outside IndexedDB, so that a database that lost its tail can be noticed. */
export function mirrorLastSaved(person: Person, environment: PhoneEnvironment): (n: number) => void {
  return (n) => environment.local.setItem(mirrorKey(person.memberId), String(n))
}

export interface Waiting {
  changes: number
  photos: number
  bytes: number
  /** Records and photos that a person must look at. */
  attention: number
  /** Half-filled forms. */
  drafts: number
}

export async function waitingOf(capture: CaptureDb): Promise<Waiting> {
  const [changes, parked, photos, unreadable, drafts] = await Promise.all([
    capture.outbox.where('fate').equals('waiting').count(),
    capture.outbox.where('fate').equals('parked').count(),
    capture.photo.where('state').equals('waiting').toArray(),
    capture.photo.where('state').equals('unreadable').count(),
    capture.draft.count(),
  ])
  const shots = photos.filter((photo) => photo.part === 'photo')
  return { changes, photos: shots.length, bytes: photos.reduce((sum, photo) => sum + photo.size, 0), attention: parked + unreadable, drafts }
}

/**
 * Lets the member go from this phone. Refused while work waits to be sent. Drafts and work that needs attention stay sealed in the member's
 * own database and are there again when they come back; where there is none, nothing of theirs stays.
 */
export async function releasePerson(person: Person, environment: PhoneEnvironment): Promise<Result<null>> {
  const waiting = await waitingOf(person.capture)
  if (waiting.changes + waiting.photos + waiting.bytes > 0) return fail(fault('workWaits', { waiting: Math.max(1, waiting.changes + waiting.photos) }))
  const isSealed = waiting.attention + waiting.drafts > 0
  if (isSealed) await person.capture.meta.delete('grant')
  person.cache.close()
  person.capture.close()
  await person.cache.delete()
  if (!isSealed) await person.capture.delete()
  environment.local.removeItem(currentKey)
  return succeed(null)
}
