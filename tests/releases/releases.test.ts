// Every release is heard for ever: what its phones sent is taken in, what they hold still goes out,
// and they can read the answers.
import { readdir, readFile } from 'node:fs/promises'
import { IDBFactory, IDBKeyRange } from 'fake-indexeddb'
import Dexie from 'dexie'
import * as v from 'valibot'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { importPlan } from '#client/http/plan.ts'
import { resumeSession } from '#client/session/localSession.ts'
import { syncOnce } from '#client/sync/syncOnce.ts'
import { deviceHeader } from '#client/http/transport.ts'
import type { Ring } from '#domain/grid.ts'
import type { ClientId, DeviceId, GridId, MemberId, PhotoHash, PlanImportId } from '#domain/ids.ts'
import { newId } from '#domain/newId.ts'
import { guessColumns } from '#domain/plan/planColumns.ts'
import { planDrafts } from '#domain/plan/planDrafts.ts'
import { planPreview } from '#domain/plan/planPreview.ts'
import { readPlanFile } from '#geo/planFiles/planFile.ts'
import { hashOf } from '#server/access/secrets.ts'
import { planIn } from '#server/organisation/planOf.ts'
import { upsertReference } from '#server/organisation/upsertReference.ts'
import { aBasemap } from '../aBasemap.ts'
import { aWorld, aPhone, type Cast, type Phone, type World } from '../world.ts'
import type { RecordedCall, RecordedPhone, RecordedShift } from './aShift.ts'

interface Answers {
  SyncResponse: v.GenericSchema<
    unknown,
    {
      push: { results: { s: string }[] }
      pull: { pages: { scope: string; rows: { t?: string; id?: string; f?: object }[] }[] } | null
    }
  >
  Refusal: v.GenericSchema
  PhotoAnswer: v.GenericSchema<unknown, { state: 'have' } | { state: 'open'; url: string }>
}

const here = new URL('.', import.meta.url)
const versions = (await readdir(here, { withFileTypes: true }))
  .filter((entry) => entry.isDirectory())
  .map((entry) => entry.name)
const bytesOf = (base64: string): Uint8Array<ArrayBuffer> =>
  Uint8Array.from(Buffer.from(base64, 'base64'))

it('has a recording of at least one release', () => expect(versions).toContain('0.1.0'))

describe.each(versions)('release %s', (version) => {
  let world: World
  let shift: RecordedShift
  let answers: Answers
  beforeEach(async () => {
    world = await aWorld()
    shift = JSON.parse(
      await readFile(new URL(`${version}/shift.json`, here), 'utf8'),
    ) as RecordedShift
    answers = (await import(`./${version}/answers.ts`)) as Answers
  })
  afterEach(async () => {
    expect(world.errors).toEqual([])
    await world.close()
  })

  const enrolAgain = (recorded: RecordedPhone): Promise<void> =>
    world.deps.storage.write((tx) =>
      tx.putDevice({
        id: recorded.device.id as DeviceId,
        memberId: recorded.member as MemberId,
        secretHash: hashOf(recorded.device.secret),
        label: `a phone of ${version}`,
        createdAt: 1,
        revokedAt: null,
        seenAt: null,
        waitingChanges: 0,
        waitingPhotos: 0,
        waitingSince: null,
      }),
    )

  const outcomesOf = (recorded: RecordedPhone) =>
    world.deps.storage.read((tx) => tx.outcomesOf(recorded.saved))

  it('is heard call by call, and reads every answer', async () => {
    const members = new Map<RecordedPhone, Phone>()
    for (const recorded of shift.phones) {
      await enrolAgain(recorded)
      members.set(recorded, await aPhone(world, recorded.member.replace('m-', '') as Cast))
    }
    const calls = shift.phones.flatMap((recorded) =>
      recorded.calls.map((call) => ({ ...call, recorded })),
    )
    let upload = ''
    let pulls = 0
    for (const call of calls.sort((a, b) => a.turn - b.turn)) {
      const path = call.path.startsWith('/api/photos/uploads/') ? upload : call.path
      const response = await members
        .get(call.recorded)!
        .network.send(path, initOf(call, call.recorded))
      expect([200, 204], `${call.method} ${call.path}`).toContain(response.status)
      if (call.path === '/api/sync/1')
        pulls += v.parse(answers.SyncResponse, await response.json()).pull ? 1 : 0
      else if (call.method === 'POST' || call.method === 'PUT') {
        const answer = v.parse(answers.PhotoAnswer, await response.json())
        if (answer.state === 'open') upload = answer.url
      }
    }
    expect(pulls).toBeGreaterThan(4)
    for (const recorded of shift.phones) {
      const outcomes = await outcomesOf(recorded)
      for (const saved of recorded.saved)
        expect(outcomes.get(saved), `change ${saved}`).toBeDefined()
    }
    const photos = shift.phones[0]!.capture.rows.photo as { hash: PhotoHash; state: string }[]
    for (const { hash } of photos.filter((photo) => photo.state === 'received'))
      expect(await world.deps.photos.read(hash), hash).not.toBeNull()
  })

  it('is sent nothing of what came after it, and of a grid in several parts the largest', async () => {
    const [small, large] = [square(0.001), square(0.002)]
    const desk = await aPhone(world, 'supervisor')
    const rows = await gridRows(world, 'g-1', [[small], [large]])
    const id = newId<PlanImportId>(Date.now(), crypto)
    expect(await importPlan(desk.network, { id, fileName: '网格.geojson', rows })).toMatchObject({
      ok: true,
    })
    await upsertReference(world.deps.storage, [aBasemap('map-1', { isUsual: true })])
    const told = new Map<string, object>()
    for (const recorded of shift.phones) {
      await enrolAgain(recorded)
      const { network } = await aPhone(world, recorded.member.replace('m-', '') as Cast)
      for (const call of recorded.calls.filter(({ path }) => path === '/api/sync/1')) {
        const response = await network.send(call.path, initOf(call, recorded))
        const { pull } = v.parse(answers.SyncResponse, await response.json())
        for (const row of pull?.pages.flatMap((page) => page.rows) ?? [])
          if (row.t) told.set(`${row.t} ${row.id}`, row.f ?? {})
      }
    }
    expect(told.get('grid g-1')).toMatchObject({ border: large, parts: [[small], [large]] })
    expect([...told.keys()].filter((row) => /^(basemap|planImport) /.test(row))).toEqual([])
    await desk.sync()
    const today = (await desk.session.cache.row.toArray()).map(({ t }) => t)
    expect(today).toEqual(expect.arrayContaining(['basemap', 'planImport']))
  })

  it('left work on a phone that this app opens and sends', async () => {
    const [recorded] = shift.phones as [RecordedPhone]
    await enrolAgain(recorded)
    const indexedDB = new IDBFactory()
    await layDown(recorded, indexedDB)
    const kept = new Map([['gridwalk.member', recorded.member]])
    const opened = await resumeSession({
      indexedDB,
      IDBKeyRange: IDBKeyRange,
      now: Date.now,
      onSuperseded: () => undefined,
      local: {
        getItem: (key) => kept.get(key) ?? null,
        setItem: (key, value) => void kept.set(key, value),
        removeItem: (key) => void kept.delete(key),
      },
    })
    if (!opened.ok || !opened.value) throw new Error('the phone did not open')
    const session = opened.value
    const network = (await aPhone(world, 'worker')).network
    for (let round = 0; round < 3; round++)
      await syncOnce({ ...session, transport: network, app: 'test', now: Date.now })
    const outcomes = await outcomesOf(recorded)
    for (const saved of recorded.saved) expect(outcomes.get(saved), `change ${saved}`).toBeDefined()
    expect(await session.capture.outbox.where('fate').equals('waiting').count()).toBe(0)
    expect(await session.capture.photo.where('state').equals('waiting').count()).toBe(0)
    expect(
      (await world.deps.storage.read((tx) => tx.clientLog(recorded.install as ClientId)))?.last ??
        0,
    ).toBeGreaterThanOrEqual(0)
  })

  it('reads a refusal too', async () => {
    const refused = await (
      await aPhone(world, 'worker')
    ).network.send('/api/sync/1', {
      method: 'POST',
      body: '{',
      headers: { 'Content-Type': 'application/json' },
    })
    v.parse(answers.Refusal, await refused.json())
  })
})

const square = (side: number): Ring => [
  [124, 28],
  [124 + side, 28],
  [124 + side, 28 + side],
  [124, 28 + side],
]

/** As a file of polygons alters it. */
async function gridRows(world: World, name: string, coordinates: Ring[][]) {
  const feature = { type: 'Feature', properties: { name, type: '网格' } }
  const geometry = { type: 'MultiPolygon', coordinates }
  const read = await readPlanFile(
    new Blob([JSON.stringify({ type: 'FeatureCollection', features: [{ ...feature, geometry }] })]),
  )
  if (!read.ok) throw new Error(JSON.stringify(read.problem))
  const drafts = planDrafts(read.file, {
    ...{ columns: guessColumns(read.file.columns), usualType: 'grid' },
    toWgs84: (corner) => corner,
  })
  const { rows } = planPreview(await world.deps.storage.read(planIn), drafts, {
    ...{ importId: 'import' as PlanImportId, now: Date.now(), newId: () => 'new' },
    ...{ usualGridId: 'g-all' as GridId, makesGrids: false, goneTypes: [], pointTypes: [] },
    leftOut: new Set(),
  })
  return rows.map(({ change }) => change)
}

function initOf(call: RecordedCall, { device }: RecordedPhone): RequestInit {
  return {
    method: call.method,
    ...(call.body === null ? {} : { body: bytesOf(call.body).buffer }),
    headers: {
      ...(call.contentType ? { 'Content-Type': call.contentType } : {}),
      ...(call.authorization ? deviceHeader(device) : {}),
      ...(call.method === 'PATCH'
        ? { 'Tus-Resumable': '1.0.0', 'Upload-Offset': call.uploadOffset ?? '0' }
        : {}),
    },
  }
}

/** Puts the recorded capture database down as that release would have left it. */
async function layDown({ member, capture }: RecordedPhone, indexedDB: IDBFactory): Promise<void> {
  const db = new Dexie(`gridwalk-capture-${member}`, { indexedDB, IDBKeyRange: IDBKeyRange })
  db.version(capture.version).stores(capture.stores)
  for (const [table, rows] of Object.entries(capture.rows)) {
    await db.table(table).bulkPut(
      rows.map((row) =>
        JSON.parse(JSON.stringify(row), (_key, value: unknown) => {
          const base64 = (value as { base64?: string } | null)?.base64
          return base64 === undefined ? value : bytesOf(base64).buffer
        }),
      ),
    )
  }
  db.close()
}
