// The world of the tests: a real server on a real database, real phones on an IndexedDB in
// memory, and a network that can be made worse.
import 'fake-indexeddb/auto'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { IDBFactory, IDBKeyRange } from 'fake-indexeddb'
import { takeInvite } from '#client/http/account.ts'
import { saveChange } from '#client/outbox/saveChange.ts'
import {
  startSession,
  mirrorLastSaved,
  type LocalSession,
  type PhoneEnvironment,
} from '#client/session/localSession.ts'
import { phoneName } from '#client/db/phoneFacts.ts'
import { type LocalReport, localReports } from '#client/queries/localReports.ts'
import { cachedRows } from '#client/db/cacheDb.ts'
import { onPhone } from '#client/queries/onPhone.ts'
import { sha256 } from '#client/photos/sha256.ts'
import { saveVoice } from '#client/photos/saveVoice.ts'
import type { SyncDone } from '#client/sync/syncContext.ts'
import { syncOnce } from '#client/sync/syncOnce.ts'
import type { Transport } from '#client/http/transport.ts'
import { type Attachment, attachmentsOf } from '#domain/attachment.ts'
import { currentSchema, type NewChange } from '#domain/change.ts'
import type { ChangeId, GridId, MemberId, PhotoHash, PlaceId, ReportId } from '#domain/ids.ts'
import type { Member } from '#domain/member.ts'
import { newId } from '#domain/newId.ts'
import type { PhotoRef } from '#domain/photo.ts'
import type { Report } from '#domain/report.ts'
import type { Result } from '#domain/result.ts'
import type { Step, StepType } from '#domain/step.ts'
import type { VoiceRef } from '#domain/voice.ts'
import { statusAfter } from '#domain/workflow.ts'
import { makeInvite } from '#server/auth/invites.ts'
import { openAssetStore } from '#server/assets/openAssetStore.ts'
import { openCutter } from '#server/basemaps/cutter.ts'
import { createServer } from '#server/createServer.ts'
import { openInFlightLog, suspectLeftovers } from '#server/sync/inFlightLog.ts'
import { openImageInspector } from '#server/photos/imageInspector.ts'
import { openFilePhotoStore } from '#server/photos/openPhotoStore.ts'
import type { SealRow } from '#server/storage/port/seals.ts'
import type { SqlDriver } from '#server/storage/sql/sqlDriver.ts'
import { kindOf } from '#kinds/kinds.ts'
import { aFilledStorage, anAuth, aServerDeps, origin } from './aServerBase.ts'
import { type Cast, cast, referenceOfTheCast } from './aCast.ts'
import { discardEngine, openEngine } from './anEngine.ts'
import { aWebm } from './aVoice.ts'
import { underFault, type WholeFault } from './networkFault.ts'

export { type Cast, cast, referenceOfTheCast } from './aCast.ts'
export { origin } from './aServerBase.ts'

interface WorldOptions {
  storageFile?: string
  /**
   * Kept when the server closes; without one it lives in a folder of its own that goes with it.
   */
  dataFolder?: string
  /** Another engine, or an engine with a fault in it. */
  openDriver?: (file: string) => SqlDriver | Promise<SqlDriver>
  now?: () => number
  /** How its rows are signed; left out, they are not. */
  sealing?: (driver: SqlDriver) => Promise<SealRow>
}

/**
 * One for all servers of a test file: its child starts with the first photo and goes when it has
 * nothing to do.
 */
export const images = openImageInspector()

/** One for all, as well: a child of its own for each archive. */
const cutter = openCutter()

export async function aWorld({
  storageFile,
  dataFolder,
  openDriver = openEngine,
  now = Date.now,
  sealing,
}: WorldOptions = {}) {
  const folder = dataFolder ?? (await mkdtemp(join(tmpdir(), 'gridwalk-world-')))
  const file = storageFile ?? join(folder, 'gridwalk.db')
  const driver = await openDriver(file)
  const storage = await aFilledStorage({
    driver,
    newEpoch: () => `epoch-${newId(Date.now(), crypto)}`,
    reference: referenceOfTheCast(),
    ...(sealing ? { sealing } : {}),
  })
  const auth = await anAuth(driver, storage)
  const photos = await openFilePhotoStore(join(folder, 'photos'), storage, now)
  const assets = await openAssetStore({ dataFolder: folder }, storage, now)
  await suspectLeftovers(join(folder, 'in-work'), storage)
  const inFlightLog = await openInFlightLog(join(folder, 'in-work'))
  const errors: unknown[] = []
  const deps = aServerDeps({
    storage,
    photos,
    images,
    assets,
    cutter,
    inFlightLog,
    auth,
    now,
    errors,
  })
  const server = createServer(deps)
  return {
    ...server,
    deps,
    driver,
    folder,
    errors,
    invite: async (member: Member): Promise<string> =>
      (await storage.write((tx) => makeInvite(tx, member.id, 'tests', 'screen', Date.now())))
        .secret,
    close: async () => {
      inFlightLog.close()
      await storage.close()
      if (!storageFile && !dataFolder) await discardEngine(file)
      if (!dataFolder) await rm(folder, { recursive: true, force: true })
    },
  }
}

export type World = Awaited<ReturnType<typeof aWorld>>

export interface Network extends Transport {
  goOffline(): void
  goOnline(): void
  /** What befalls the next call that matches; after that the network is a good one again. */
  next(path: RegExp, fault: WholeFault): void
  /** From now on each PATCH breaks after this many bytes have arrived; null repairs the link. */
  breakAfter(bytes: number | null): void
  cookie: string
  /** Every call that reached the server. */
  calls: { method: string; path: string; bytes: number }[]
}

export function aNetwork(server: Pick<World, 'fetch'>): Network {
  let isOffline = false
  let breaksAfter: number | null = null
  const planned: { path: RegExp; fault: WholeFault }[] = []
  const network: Network = {
    cookie: '',
    calls: [],
    goOffline: () => (isOffline = true),
    goOnline: () => (isOffline = false),
    breakAfter: (bytes) => void (breaksAfter = bytes),
    next: (path, fault) => planned.push({ path, fault }),
    send: async (path, init) => {
      if (isOffline) throw new TypeError('offline')
      const at = planned.findIndex((plan) => plan.path.test(path))
      const fault = at < 0 ? undefined : planned.splice(at, 1)[0]!.fault
      const whole = init.body as ArrayBuffer | string | undefined
      const isBroken =
        breaksAfter !== null &&
        init.method === 'PATCH' &&
        (whole as ArrayBuffer).byteLength > breaksAfter
      const body = isBroken ? (whole as ArrayBuffer).slice(0, breaksAfter!) : whole
      const call = async (): Promise<Response> => {
        network.calls.push({
          method: init.method ?? 'GET',
          path,
          bytes: body === undefined ? 0 : typeof body === 'string' ? body.length : body.byteLength,
        })
        const headers = new Headers(init.headers)
        headers.set('Origin', origin)
        if (body !== undefined)
          headers.set(
            'Content-Length',
            String(
              typeof body === 'string' ? new TextEncoder().encode(body).length : body.byteLength,
            ),
          )
        if (network.cookie) headers.set('Cookie', network.cookie)
        const answer = await server.fetch(new Request(origin + path, { ...init, body, headers }))
        const set = answer.headers.getSetCookie().map((each) => each.split(';')[0]!)
        if (set.length > 0) network.cookie = set.join('; ')
        return answer
      }
      return underFault(isBroken ? 'dropAnswer' : fault, call)
    },
  }
  return network
}

const must = <T>(result: Result<T>): T => {
  if (!result.ok) throw new Error(`refused: ${JSON.stringify(result.fault)}`)
  return result.value
}

export interface Phone {
  session: LocalSession
  network: Network
  environment: PhoneEnvironment
  capture(
    change: Partial<NewChange> & Pick<NewChange, 'row' | 'op'>,
    attachments?: readonly Attachment[],
  ): Promise<number>
  report(report?: Partial<Report>): Promise<ReportId>
  step(
    view: LocalReport,
    type: StepType,
    more?: Partial<Step>,
    set?: Record<string, unknown>,
  ): Promise<number>
  photo(seed: number, bytes?: number): Promise<PhotoRef>
  voice(seed: number, bytes?: number, seconds?: number): Promise<VoiceRef>
  sync(): Promise<Result<SyncDone>>
  views(): Promise<LocalReport[]>
  view(id: string): Promise<LocalReport>
}

export async function aPhone(
  world: Pick<World, 'fetch' | 'invite'>,
  who: Cast,
  environment: Partial<PhoneEnvironment> = {},
): Promise<Phone> {
  const kept = new Map<string, string>()
  const whole: PhoneEnvironment = {
    indexedDB: new IDBFactory(),
    IDBKeyRange: IDBKeyRange,
    local: {
      getItem: (key) => kept.get(key) ?? null,
      setItem: (key, value) => void kept.set(key, value),
      removeItem: (key) => void kept.delete(key),
    },
    now: Date.now,
    onSuperseded: () => undefined,
    ...environment,
  }
  const network = aNetwork(world)
  return inHand(
    must(
      await startSession(
        must(await takeInvite(network, await world.invite(cast[who]), 'a phone')),
        whole,
      ),
    ),
    network,
    whole,
  )
}

/**
 * What can be done with a phone whose person is known: after enrolment, and again after its app was
 * started anew.
 */
export function inHand(session: LocalSession, network: Network, whole: PhoneEnvironment): Phone {
  const me = session.memberId
  const phone: Phone = {
    session,
    network,
    environment: whole,
    capture: async (change, attachments = []) => {
      const entire = {
        id: newId<ChangeId>(whole.now(), crypto),
        by: me,
        at: whole.now(),
        schema: currentSchema,
        t: 'report',
        ...change,
      } as NewChange
      return must(
        await saveChange(
          session.capture,
          { change: entire, photos: attachments, now: whole.now() },
          mirrorLastSaved(session, whole),
        ),
      )
    },
    report: async (report = {}) => {
      const body = aReport(me, report)
      await phone.capture(
        { row: body.id, op: 'create', set: { ...body, id: undefined } },
        attachmentsOf(body),
      )
      return body.id
    },
    step: async ({ report }, type, more = {}, set) => {
      const { workflow } = kindOf(report.kind)!
      const step: Step = {
        id: newId<string>(whole.now(), crypto),
        type,
        by: me,
        at: whole.now(),
        from: report.standing,
        to: statusAfter(workflow, report.standing, type),
        ...more,
      }
      return phone.capture(
        { row: report.id, op: 'patch', step, ...(set ? { set } : {}) },
        attachmentsOf(more),
      )
    },
    photo: async (seed, bytes = 20_000) => {
      const keep = async (
        part: 'photo' | 'thumb',
        size: number,
      ): Promise<{ hash: PhotoHash; bytes: number }> => {
        const data = aJpeg(seed * 2 + (part === 'thumb' ? 1 : 0), size)
        const hash = await sha256(data)
        await session.capture.photo.put({ hash, part, size, state: 'draft', savedAt: whole.now() })
        await session.capture.photoBytes.put({ hash, bytes: data })
        return { hash, bytes: size }
      }
      const [photo, thumb] = [await keep('photo', bytes), await keep('thumb', 900)]
      return { ...photo, thumb, width: 800, height: 600, role: 'near', takenAt: whole.now() }
    },
    voice: async (seed, bytes = 20_000, seconds = 5) => {
      const heard = { parts: [aWebm(seed, bytes)], ms: seconds * 1000 }
      const recording = { id: `r-${seed}`, startedAt: whole.now() }
      return must(await saveVoice(session.capture, recording, heard))!
    },
    sync: () => syncOnce({ ...session, transport: network, app: 'test', now: whole.now }),
    views: async () =>
      localReports(await cachedRows(session.cache, 'report'), await onPhone(session.capture), me),
    view: async (id) => {
      const found = (await phone.views()).find((view) => view.report.id === id)
      if (!found) throw new Error(`no report ${id} on this phone`)
      return found
    },
  }
  return phone
}

/** Of everybody who has used this phone; not what the phone knows of itself. */
export const membersDatabases = async ({
  indexedDB,
}: Pick<PhoneEnvironment, 'indexedDB'>): Promise<string[]> =>
  (await indexedDB!.databases()).flatMap(({ name }) => (name === phoneName ? [] : [name!])).sort()

/** A hazard as a form would save it. */
export function aReport(by: MemberId, report: Partial<Report> = {}): Report {
  return {
    id: newId<ReportId>(Date.now(), crypto),
    kind: 'hazard',
    by,
    capturedAt: Date.now(),
    gridId: 'g-1' as GridId,
    placeId: 'p-1' as PlaceId,
    note: '',
    photos: [],
    body: { type: 'light_out', severity: 'minor', tier: 2 },
    steps: [],
    standing: 'reported',
    ...report,
  }
}

/** The smallest JPEG that every decoder reads: one grey point. */
const onePoint = Buffer.from(
  `ffd8 ffdb004300${'01'.repeat(64)} ffc0000b080001000101011100 ffc40014000100${'00'.repeat(15)} ffc40014100100${'00'.repeat(15)}
   ffda0008010100003f00 3f ffd9`.replace(/\s/g, ''),
  'hex',
)

/** A true JPEG of this many bytes (150 and more): one point, and comments that differ by seed. */
export function aJpeg(seed: number, size: number): ArrayBuffer {
  const bytes = new Uint8Array(size)
  let state = seed + 1
  for (let i = 0; i < size; i++)
    bytes[i] = (state = (state * 1103515245 + 12345) & 0x7fffffff) >> 16
  const [start, rest] = [onePoint.subarray(0, 2), onePoint.subarray(2)]
  bytes.set(start)
  bytes.set(rest, size - rest.length)
  const comments = size - onePoint.length
  const segments = Math.ceil(comments / 60_000)
  for (let i = 0, at = start.length; i < segments; i++) {
    const length = Math.floor(comments / segments) + (i < comments % segments ? 1 : 0)
    bytes.set([0xff, 0xfe, (length - 2) >> 8, (length - 2) & 0xff], at)
    at += length
  }
  return bytes.buffer
}
