import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { historyOf } from '#client/queries/historyViews.ts'
import { readField } from '#domain/readField.ts'
import type { HistoryEntry } from '#domain/history.ts'
import { putBack } from '#records/putBack.ts'
import type { PhotoHash } from '#domain/ids.ts'
import type { PhotoRef } from '#domain/photo.ts'
import type { Report } from '#domain/report.ts'
import type { Row } from '#domain/row.ts'
import { currentSyncVersion } from '#records/recordTypeOf.ts'
import { aVisit, aProtocolClient, uuid, type ProtocolClient } from '../aProtocolClient.ts'
import { aWorld, aPhone, cast, type World } from '../world.ts'

let world: World
let worker: ProtocolClient
let desk: ProtocolClient
beforeAll(async () => {
  world = await aWorld()
  worker = await aProtocolClient(world, 'worker')
  desk = await aProtocolClient(world, 'supervisor')
})
afterAll(async () => {
  expect(world.errors).toEqual([])
  await world.close()
})

const created = async (report: Partial<Report> = {}): Promise<string> => {
  const envelope = worker.creation(report)
  expect((await worker.push(envelope)).results).toMatchObject([{ s: 'applied' }])
  return envelope.row as string
}
const rowOf = async (id: string): Promise<Row> =>
  (await world.deps.storage.read((tx) => tx.row('report', id)))!
const seenBy = async (
  client: ProtocolClient,
  row: string,
  shape = currentSyncVersion,
): Promise<HistoryEntry[]> => {
  const { pages } = (await client.sync([], { pull: { cursors: {}, max: 4_000_000 }, shape })).pull!
  const rows = pages
    .flatMap((page) => page.rows)
    .flatMap((each) =>
      't' in each && each.t === 'history' && each.f ? [each.f as unknown as HistoryEntry] : [],
    )
  return [
    ...new Map(
      rows.filter((entry) => entry.concerns.row === row).map((entry) => [entry.id, entry]),
    ).values(),
  ]
}
const fieldsSeenBy = async (
  who: Parameters<typeof aProtocolClient>[1],
  row: string,
  shape?: number,
): Promise<string[]> =>
  (await seenBy(await aProtocolClient(world, who), row, shape)).map((entry) => entry.field)

describe('a value that is no longer there', () => {
  it('M8 is kept with who had put it there and who replaced it, whatever the base says', async () => {
    const id = await created()
    const [seen, unseen, without, away] = [
      { base: { 'body.severity': 1 } },
      { base: { 'body.severity': 1 } },
      {},
      {},
    ].map((more, i) =>
      (i === 0 ? desk : worker).patch(id, {
        set: { 'body.severity': ['major', 'critical', 'minor', 'major'][i] },
        ...more,
      }),
    )
    expect((await desk.push(seen!)).results).toMatchObject([{ s: 'applied' }])
    expect((await worker.push(unseen!, without!, away!)).results.map((result) => result.s)).toEqual(
      ['merged', 'applied', 'applied'],
    )
    const entries = (await seenBy(desk, id)).sort((a, b) => a.v - b.v)
    const [w, d] = [cast.worker.id, cast.supervisor.id]
    expect(
      entries.map(({ value, by, overBy, v, changeId }) => [value, by, overBy, v, changeId]),
    ).toEqual([
      ['minor', w, d, 1, seen!.id],
      ['major', d, w, 2, unseen!.id],
      ['critical', w, w, 3, without!.id],
      ['minor', w, w, 4, away!.id],
    ])
    expect(
      entries.every((entry) => typeof entry.at === 'number' && entry.field === 'body.severity'),
    ).toBe(true)
  })

  it('M8 is kept when it is taken away, and when it leaves a set', async () => {
    const row = uuid()
    const check = { id: 'c-1', placeId: 'p-1', at: 2, outcome: 'fine' }
    const set = { by: worker.me, gridId: 'g-1', startedAt: 1, pauses: [], checks: [check] }
    const id = await created({ placeId: 'p-1' as never })
    await worker.push(
      worker.envelope({ t: 'patrol', op: 'create', row, set }),
      worker.envelope({ t: 'patrol', op: 'patch', row, remove: { checks: ['c-1'] } }),
      worker.patch(id, { set: { placeId: null } }),
    )
    expect(await seenBy(desk, row)).toMatchObject([
      {
        concerns: { t: 'patrol' },
        field: 'checks',
        value: check,
        by: worker.me,
        overBy: worker.me,
      },
    ])
    expect(await seenBy(desk, id)).toMatchObject([{ field: 'placeId', value: 'p-1' }])
  })

  it('M8 is not made of nothing: an empty note, a field that was not there, the same value again', async () => {
    const id = await created({ note: '', placeId: undefined })
    await worker.push(
      worker.patch(id, { set: { note: 'first' } }),
      worker.patch(id, { set: { placeId: 'p-1' } }),
      worker.patch(id, { set: { note: 'first' } }),
    )
    expect(await seenBy(desk, id)).toEqual([])
  })

  it('M8 is read by reviewers of the grid, its author and whose value it was, and by nobody else', async () => {
    const id = await created({ note: 'before' })
    await worker.push(worker.patch(id, { set: { note: 'after' } }))
    expect(await fieldsSeenBy('supervisor', id)).toEqual(['note'])
    expect(await fieldsSeenBy('worker', id)).toEqual(['note'])
    for (const who of ['neighbour', 'volunteer', 'handler'] as const)
      expect(await fieldsSeenBy(who, id), who).toEqual([])
    const visit = await created({ ...aVisit, note: 'before' })
    await worker.push(worker.patch(visit, { set: { note: 'after' } }))
    const [entry] = await seenBy(desk, visit)
    expect(
      (await world.deps.storage.read((tx) => tx.scopesOf('history', entry!.id))).sort(),
    ).toEqual(['history:care:g-1', `history:me:care:${worker.me}`])
  })

  it('M8 moves with its record to another grid', async () => {
    const id = await created({ note: 'before', gridId: 'g-1' as never })
    await worker.push(worker.patch(id, { set: { note: 'after' } }))
    const [entry] = await seenBy(desk, id)
    const mover = await aProtocolClient(world, 'supervisor')
    expect(
      (await mover.push(mover.patch(id, { set: { gridId: 'g-2', placeId: 'p-2' } }))).results,
    ).toMatchObject([{ s: 'applied' }])
    const scopes = await world.deps.storage.read((tx) => tx.scopesOf('history', entry!.id))
    expect(scopes.sort()).toEqual(['history:me:work:m-worker', 'history:work:g-2'])
    const after = await world.deps.storage.read(async (tx) =>
      tx.rowsOf('history', await tx.historyOf('report', id)),
    )
    expect(after.map((row) => [row.f.field, row.f.gridId]).sort()).toEqual([
      ['gridId', 'g-2'],
      ['note', 'g-2'],
      ['placeId', 'g-2'],
    ])
  })

  it('C7 an app of before is sent no history, nor told of its scopes', async () => {
    const id = await created({ note: 'before' })
    await worker.push(worker.patch(id, { set: { note: 'after' } }))
    expect(await fieldsSeenBy('supervisor', id, 2)).toEqual([])
    const { enter } = (await desk.sync([], { pull: { cursors: {}, max: 1_000_000 }, shape: 2 }))
      .pull!
    expect(enter.filter((scope) => scope.startsWith('history'))).toEqual([])
  })

  it('M8 lies on the phone of its author, and goes back with an ordinary patch', async () => {
    const phone = await aPhone(world, 'worker')
    const id = await phone.report({ note: 'what I wrote' })
    await phone.sync()
    await phone.capture({ row: id, op: 'patch', set: { note: 'what I wrote later' } })
    await phone.sync()
    await phone.sync()
    const [entry] = await historyOf(phone.session.cache, id)
    expect(entry).toMatchObject({
      field: 'note',
      value: 'what I wrote',
      by: cast.worker.id,
      overBy: cast.worker.id,
    })
    const part = putBack(entry!, (await phone.session.cache.row.get(`report:${id}`))!)
    expect(part).toEqual({ ok: true, value: { set: { note: 'what I wrote' }, base: { note: 2 } } })
    await phone.capture({ row: id, op: 'patch', ...(part.ok ? part.value : {}) })
    await phone.sync()
    await phone.sync()
    expect((await phone.view(id)).report.note).toBe('what I wrote')
    expect(putBack(entry!, (await phone.session.cache.row.get(`report:${id}`))!)).toMatchObject({
      ok: false,
      fault: { code: 'changedMeanwhile' },
    })
    expect(putBack(entry!, null)).toMatchObject({ ok: false, fault: { code: 'unknownReport' } })
  })
})

describe('a photo that was taken out', () => {
  const statusFor = async (
    who: Parameters<typeof aProtocolClient>[1],
    hash: string,
  ): Promise<number> =>
    (await (await aProtocolClient(world, who)).call('GET', `/api/photos/${hash}`)).status
  const takenOut = async (seed: number) => {
    const phone = await aPhone(world, 'worker')
    const photo = await phone.photo(seed)
    const id = await phone.report({ photos: [photo] })
    await phone.sync()
    await phone.capture({ row: id, op: 'patch', remove: { photos: [photo.hash] } })
    await phone.sync()
    return { phone, photo, id }
  }

  it('P9 is shown to nobody but who reads the history, thumbnail and all', async () => {
    const { photo, id } = await takenOut(71)
    for (const hash of [photo.hash, photo.thumb.hash]) {
      expect(await statusFor('volunteer', hash)).toBe(404)
      expect(await statusFor('supervisor', hash)).toBe(200)
      expect(await statusFor('worker', hash)).toBe(200)
    }
    expect((await rowOf(id)).f.arrived).toEqual([])
    const [entry] = await seenBy(desk, id)
    expect(entry).toMatchObject({
      field: 'photos',
      value: { hash: photo.hash },
      by: cast.worker.id,
    })
    expect([...entry!.arrived!].sort()).toEqual([photo.hash, photo.thumb.hash].sort())
  })

  it('P9 is gone under every name it was put in by, with all its thumbnails, and each of them is in history', async () => {
    const phone = await aPhone(world, 'worker')
    const [photo, other] = [await phone.photo(75), await phone.photo(76)]
    const named = ['a', 'b', 'c'].map((id, i) => ({
      ...photo,
      id,
      ...(i === 1 ? { thumb: other.thumb } : {}),
    }))
    const id = await phone.report({ photos: named })
    await phone.sync()
    expect((await rowOf(id)).f.photos).toEqual(named)
    for (const hash of [photo.hash, photo.thumb.hash])
      expect(await statusFor('volunteer', hash)).toBe(200)
    await phone.capture({ row: id, op: 'patch', remove: { photos: [photo.hash] } })
    await phone.sync()
    expect((await rowOf(id)).f.photos).toEqual([])
    for (const hash of [photo.hash, photo.thumb.hash, other.thumb.hash])
      expect([hash, await statusFor('volunteer', hash)]).toEqual([hash, 404])
    expect(
      (await seenBy(desk, id)).map(({ value }) => (value as { id: string }).id).sort(),
    ).toEqual(['a', 'b', 'c'])
  })

  it('P9 stays where another record names it', async () => {
    const phone = await aPhone(world, 'worker')
    const photo = await phone.photo(72)
    const [id] = [await phone.report({ photos: [photo] }), await phone.report({ photos: [photo] })]
    await phone.sync()
    await phone.capture({ row: id, op: 'patch', remove: { photos: [photo.hash] } })
    await phone.sync()
    expect(await statusFor('volunteer', photo.hash)).toBe(200)
  })

  it('P9 is told to have arrived where its bytes come after it was taken out', async () => {
    const phone = await aPhone(world, 'worker')
    const photo = await phone.photo(73)
    const id = await phone.report({ photos: [photo] })
    await phone.capture({ row: id, op: 'patch', remove: { photos: [photo.hash] } })
    await phone.sync()
    const [entry] = await seenBy(desk, id)
    expect(entry!.arrived).toContain(photo.hash)
    expect((await rowOf(id)).f.arrived).toEqual([])
  })

  it('P9 put back by another is shown to everybody as before', async () => {
    const { photo, id } = await takenOut(74)
    const [entry] = await seenBy(desk, id)
    const part = putBack(entry!, await rowOf(id))
    expect(part).toMatchObject({ ok: true, value: { add: { photos: [{ hash: photo.hash }] } } })
    expect((await desk.push(desk.patch(id, part.ok ? part.value : {}))).results).toMatchObject([
      { s: 'applied' },
    ])
    expect(await statusFor('volunteer', photo.hash)).toBe(200)
    expect((await rowOf(id)).f.arrived).toContain(photo.hash)
  })
})

describe('whatever is changed', () => {
  const values: Record<string, unknown[]> = {
    note: ['', 'a', 'b', 'c'],
    placeId: ['p-1', null],
    'body.severity': ['minor', 'major', 'critical'],
    'body.tier': [1, 2, 3],
    'body.location': ['in front', 'behind', null],
    'body.later': [{ deep: 1 }, 'x', null],
  }
  const photo = (i: number): PhotoRef => ({
    hash: String(i).repeat(64) as PhotoHash,
    bytes: 1,
    width: 1,
    height: 1,
    role: 'near',
    takenAt: 1,
    thumb: { hash: `${i}e`.repeat(32) as PhotoHash, bytes: 1 },
  })
  const patch = fc.record({
    who: fc.boolean(),
    set: fc.uniqueArray(
      fc
        .constantFrom(...Object.keys(values))
        .chain((field) => fc.tuple(fc.constant(field), fc.constantFrom(...values[field]!))),
      { selector: ([field]) => field, maxLength: 3 },
    ),
    behind: fc.option(fc.nat(3)),
    add: fc.uniqueArray(fc.nat(3), { maxLength: 2 }),
    remove: fc.uniqueArray(fc.nat(3), { maxLength: 2 }),
  })

  it('M8 no value disappears without a row of history', { timeout: 60_000 }, async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(patch, { minLength: 1, maxLength: 6 }), async (patches) => {
        const id = await created({ note: 'made', photos: [photo(0), photo(1)] as never })
        const stood: { field: string; value: unknown }[] = []
        for (const { who, set, behind, add, remove } of patches) {
          const client = who ? desk : worker
          const before = await rowOf(id)
          const base =
            behind === null
              ? {}
              : {
                  base: Object.fromEntries(
                    set.map(([field]) => [field, Math.max(1, (before.fv[field] ?? 1) - behind)]),
                  ),
                }
          const more = {
            ...(add.length > 0 ? { add: { photos: add.map(photo) } } : {}),
            ...(remove.length > 0 ? { remove: { photos: remove.map((i) => photo(i).hash) } } : {}),
          }
          const [result] = (
            await client.push(
              client.patch(id, {
                ...(set.length > 0 ? { set: Object.fromEntries(set), ...base } : {}),
                ...more,
              }),
            )
          ).results
          if (result!.s === 'parked') continue
          const after = await rowOf(id)
          for (const field of Object.keys(values)) {
            const [was, is] = [readField(before.f, field), readField(after.f, field)]
            if (was !== undefined && was !== '' && JSON.stringify(was) !== JSON.stringify(is))
              stood.push({ field, value: was })
          }
          const left = new Set((after.f.photos as PhotoRef[]).map((each) => each.hash))
          for (const each of before.f.photos as PhotoRef[])
            if (!left.has(each.hash)) stood.push({ field: 'photos', value: each })
        }
        const kept = (
          await world.deps.storage.read(async (tx) =>
            tx.rowsOf('history', await tx.historyOf('report', id)),
          )
        ).map((row) => row.f as unknown as HistoryEntry)
        for (const each of stood) {
          const at = kept.findIndex(
            ({ field, value }) => JSON.stringify({ field, value }) === JSON.stringify(each),
          )
          expect(at, JSON.stringify({ each, kept })).toBeGreaterThanOrEqual(0)
          kept.splice(at, 1)
        }
      }),
      { numRuns: 25 },
    )
  })
})
