// A phone of a story: the engine as it ships, on an IndexedDB that can die, be copied, be put back
// and be cloned.
import { IDBKeyRange } from 'fake-indexeddb'
import type { Table } from 'dexie'
import {
  startSession,
  resumeSession,
  type LocalSession,
  type PhoneEnvironment,
} from '#client/session/localSession.ts'
import { setCurrentMember } from '#client/session/currentMember.ts'
import { newSendWindow, type SendWindow } from '#client/sync/sendWindow.ts'
import type { Member } from '#domain/member.ts'
import type { EnrolledPhone } from './fuzzServer.ts'
import { WatchedFactory } from './watchedFactory.ts'

/**
 * Requests travel unpacked, as from a phone that cannot pack: it would cost as much as the rest of
 * a sync.
 */
delete (globalThis as { CompressionStream?: unknown }).CompressionStream

export interface FuzzPhone {
  /** Changes with a new copy; the member and the credential stay. */
  factory: WatchedFactory
  /** What lies in the store beside IndexedDB. */
  local: Map<string, string>
  environment: PhoneEnvironment
  session: LocalSession
  member: Member
  sendWindow: SendWindow
  isSignedIn: boolean
  /** How far its clock is off. */
  clockOffset: number
  copy: PhoneCopy | null
}

/** Both databases and the store beside them, as a backup of the phone holds them. */
export interface PhoneCopy {
  tables: Map<string, unknown[]>
  local: Map<string, string>
}

function environmentOn(
  factory: WatchedFactory,
  local: Map<string, string>,
  now: () => number,
): PhoneEnvironment {
  return {
    indexedDB: factory,
    IDBKeyRange,
    local: {
      getItem: (key) => local.get(key) ?? null,
      setItem: (key, value) => void local.set(key, value),
      removeItem: (key) => void local.delete(key),
    },
    now,
    onSuperseded: () => undefined,
  }
}

/** @param beside a phone that this person shares: the same IndexedDB, databases of their own. */
export async function enrolPhone(
  { member, device }: EnrolledPhone,
  serverNow: () => number,
  beside?: FuzzPhone,
): Promise<FuzzPhone> {
  const factory = beside?.factory ?? new WatchedFactory()
  const phone = {
    factory,
    local: new Map(),
    member,
    sendWindow: newSendWindow(),
    isSignedIn: true,
    clockOffset: 0,
    copy: null,
  } as unknown as FuzzPhone
  phone.environment = environmentOn(factory, phone.local, () => serverNow() + phone.clockOffset)
  const grant = {
    v: 1 as const,
    deviceId: device.id,
    deviceSecret: device.secret,
    member: { ...member },
  }
  const bound = await startSession(grant, phone.environment)
  if (!bound.ok) throw new Error(`cannot bind: ${bound.fault.code}`)
  phone.session = bound.value
  return phone
}

/** After it died, or was put back: the app starts again on what the databases hold. */
export async function startAgain(phone: FuzzPhone): Promise<void> {
  closePhone(phone)
  phone.factory.revive()
  // Two who share a phone are each let in again.
  await setCurrentMember(phone.member.id, phone.environment)
  const opened = await resumeSession(phone.environment)
  if (!opened.ok || !opened.value) throw new Error('the phone does not start again')
  phone.session = opened.value
  phone.sendWindow = newSendWindow()
}

const tablesOf = ({ capture, cache }: LocalSession): [string, Table][] =>
  [capture, cache].flatMap((db) =>
    db.tables.map((table): [string, Table] => [`${db.name}/${table.name}`, table]),
  )

export async function copyPhone(phone: FuzzPhone): Promise<PhoneCopy> {
  const tables = new Map<string, unknown[]>()
  for (const [name, table] of tablesOf(phone.session)) tables.set(name, await table.toArray())
  return { tables, local: new Map(phone.local) }
}

/**
 * A phone with this copy on it: the same client id and credential, on databases of its own.
 */
export async function phoneFrom(phone: FuzzPhone, copy: PhoneCopy): Promise<FuzzPhone> {
  const fresh = await enrolPhone(
    { member: phone.member, device: phone.session.device },
    () => phone.environment.now() - phone.clockOffset,
  )
  for (const [name, table] of tablesOf(fresh.session)) {
    await table.clear()
    const rows = copy.tables.get(name) ?? []
    if (rows.length > 0) await table.bulkAdd(rows)
  }
  for (const [key, value] of copy.local) fresh.local.set(key, value)
  fresh.clockOffset = phone.clockOffset
  fresh.isSignedIn = phone.isSignedIn
  return fresh
}

export const closePhone = ({ session }: FuzzPhone): void => {
  for (const db of [session.capture, session.cache]) db.close({ disableAutoOpen: true })
}
