import {
  type Arbitrary,
  assert,
  asyncProperty,
  constantFrom,
  option,
  record,
  shuffledSubarray,
} from 'fast-check'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { currentSyncVersion } from '#records/recordTypeOf.ts'
import { statuses, stepTypes } from '#domain/step.ts'
import {
  aVisit,
  aProtocolClient,
  type Envelope,
  uuid,
  type ProtocolClient,
} from '../aProtocolClient.ts'
import { aWorld, cast, type Cast, type World } from '../world.ts'

let world: World
/** Over both grids, over the first alone, and those who work in them. */
let desk: ProtocolClient
let chief: ProtocolClient
let worker: ProtocolClient
let neighbour: ProtocolClient
let volunteer: ProtocolClient
let handler: ProtocolClient

const putMember = (who: Cast, more: object) =>
  world.deps.storage.write(async (tx) => {
    const row = (await tx.row('member', cast[who].id))!
    await tx.lockScopes(['org' as never])
    await tx.putRow({ ...row, v: row.v + 1, f: { ...cast[who], ...more } }, ['org' as never])
  })

beforeAll(async () => {
  world = await aWorld()
  const all = ['supervisor', 'colleague', 'worker', 'neighbour', 'volunteer', 'handler'] as const
  const clients = await Promise.all(all.map((who) => aProtocolClient(world, who)))
  ;[desk, chief, worker, neighbour, volunteer, handler] = clients as [
    ProtocolClient,
    ProtocolClient,
    ProtocolClient,
    ProtocolClient,
    ProtocolClient,
    ProtocolClient,
  ]
  await putMember('colleague', { gridIds: ['g-1'] })
})
afterAll(async () => {
  expect(world.errors).toEqual([])
  await world.close()
})

const inFirst = { gridId: 'g-1', placeId: 'p-1' } as never
const inSecond = { gridId: 'g-2', placeId: 'p-2' } as never
const toFirst = { set: { gridId: 'g-1', placeId: 'p-1' } }
const toSecond = { set: { gridId: 'g-2', placeId: 'p-2' } }

const outcomes = async (client: ProtocolClient, ...envelopes: Envelope[]): Promise<string[]> =>
  (await client.push(...envelopes)).results.map(({ s, fault }) => fault?.code ?? s)
const made = async (
  client: ProtocolClient,
  report: Parameters<ProtocolClient['creation']>[0] = inFirst,
): Promise<string> => {
  const envelope = client.creation(report)
  expect(await outcomes(client, envelope)).toEqual(['applied'])
  return envelope.row as string
}
const reportOf = async (id: string) =>
  (await world.deps.storage.read((tx) => tx.row('report', id)))!.f
const accept = (id: string): Promise<string[]> =>
  outcomes(desk, desk.step(id, 'accept', 'reported', 'accepted'))
const dispatch = (id: string, who: Cast, from = 'accepted'): Promise<string[]> =>
  outcomes(desk, desk.step(id, 'dispatch', from, 'dispatched', { handlerId: cast[who].id }))
const aPhoto = {
  hash: 'a'.repeat(64),
  bytes: 9,
  width: 1,
  height: 1,
  role: 'after',
  takenAt: 1,
  thumb: { hash: 'b'.repeat(64), bytes: 9 },
}

describe('an ability holds in a grid', () => {
  it('G1 a supervisor is the author alone of what they report elsewhere', async () => {
    const id = await made(chief, inSecond)
    expect(await outcomes(chief, chief.step(id, 'accept', 'reported', 'accepted'))).toEqual([
      'notAllowed',
    ])
    expect(
      await outcomes(chief, chief.step(id, 'reject', 'reported', 'rejected', { comment: 'x' })),
    ).toEqual(['notAllowed'])
    expect(
      await outcomes(chief, chief.patch(id, { set: { 'body.severity': 'major', note: 'mine' } })),
    ).toEqual(['applied'])
    await accept(id)
    expect(
      await outcomes(
        chief,
        chief.step(id, 'dispatch', 'accepted', 'dispatched', { handlerId: cast.handler.id }),
      ),
    ).toEqual(['notAllowed'])
    expect(await outcomes(chief, chief.patch(id, { set: { 'body.tier': 1 } }))).toEqual([
      'closedReport',
    ])
    const other = await made(chief, inSecond)
    expect(
      await outcomes(
        chief,
        chief.step(other, 'withdraw', 'reported', 'withdrawn', { comment: 'x' }),
      ),
    ).toEqual(['applied'])
  })

  it('G1 a supervisor is the handler alone of what they handle elsewhere', async () => {
    const id = await made(worker)
    await accept(id)
    expect(await dispatch(id, 'colleague')).toEqual(['applied'])
    expect(await outcomes(desk, desk.patch(id, toSecond))).toEqual(['applied'])
    expect(
      await outcomes(chief, chief.patch(id, { set: { 'body.tier': 1 } }), chief.patch(id, toFirst)),
    ).toEqual(['notYours', 'notYours'])
    expect(await outcomes(chief, chief.step(id, 'start', 'dispatched', 'inProgress'))).toEqual([
      'applied',
    ])
    expect(
      await outcomes(
        chief,
        chief.step(id, 'resolve', 'inProgress', 'resolved', { photos: [aPhoto] }),
      ),
    ).toEqual(['applied'])
    const check = chief.step(id, 'rework', 'resolved', 'inProgress', { comment: 'x' })
    const note = chief.step(id, 'note', 'resolved', 'resolved', { comment: 'x' })
    expect(await outcomes(chief, check, note)).toEqual(['notAllowed', 'notAllowed'])
    expect(await reportOf(id)).toMatchObject({ gridId: 'g-2', standing: 'resolved' })
  })

  it('G1 a supervisor above the grid reviews in it, and one of another is not even told of it', async () => {
    const [near, far] = [await made(worker), await made(neighbour, inSecond)]
    const decided = (id: string) =>
      outcomes(
        chief,
        chief.step(id, 'accept', 'reported', 'accepted'),
        chief.patch(id, { set: { 'body.tier': 1 } }),
      )
    expect(await decided(near)).toEqual(['applied', 'applied'])
    expect(await decided(far)).toEqual(['unknownReport', 'unknownReport'])
    expect(await accept(far)).toEqual(['applied'])
  })

  it('G2 what is found next door is reported there, by whoever may capture it somewhere', async () => {
    const id = await made(worker, inSecond)
    expect((await neighbour.rows()).map((row) => row.id)).toContain(id)
    expect(
      (await worker.rows()).map((row) => row.id),
      'its author still sees it',
    ).toContain(id)
    await made(worker, { ...(inSecond as object), ...aVisit })
    const walk = { by: worker.me, gridId: 'g-2', startedAt: 1, pauses: [], checks: [] }
    expect(
      await outcomes(
        worker,
        worker.envelope({ t: 'patrol', op: 'create', row: uuid(), set: walk }),
      ),
    ).toEqual(['applied'])
    expect(await outcomes(volunteer, volunteer.creation(aVisit)), 'nowhere').toEqual(['notAllowed'])
  })

  it('G3 a report goes from grid to grid by whoever reviews in both', async () => {
    const id = await made(worker)
    expect(await outcomes(chief, chief.patch(id, toSecond))).toEqual(['notYourGrid'])
    expect(await outcomes(desk, desk.patch(id, toSecond))).toEqual(['applied'])
    expect(await outcomes(chief, chief.patch(id, toFirst))).toEqual(['unknownReport'])
    expect(await outcomes(desk, desk.patch(id, { set: { gridId: 'g-nowhere' } }))).toEqual([
      'unknownGrid',
    ])
    expect(await outcomes(desk, desk.patch(id, toFirst))).toEqual(['applied'])
  })

  it('G3 its author moves it between grids of theirs while it is in their hands', async () => {
    const [id, own] = [await made(worker), await made(chief, inSecond)]
    expect(await outcomes(worker, worker.patch(id, toSecond))).toEqual(['notYourGrid'])
    expect(await outcomes(chief, chief.patch(own, toFirst)), 'into the supervisor’s own').toEqual([
      'notYourGrid',
    ])
    expect(
      await outcomes(worker, worker.patch(id, { set: { placeId: 'p-2' } })),
      'a place moves nothing',
    ).toEqual(['applied'])
    expect((await reportOf(id)).gridId).toBe('g-1')
    await putMember('worker', { gridIds: ['g-1', 'g-2'] })
    expect(await outcomes(worker, worker.patch(id, toSecond), worker.patch(id, toFirst))).toEqual([
      'applied',
      'applied',
    ])
    await accept(id)
    expect(await outcomes(worker, worker.patch(id, toSecond))).toEqual(['closedReport'])
    await putMember('worker', {})
  })

  it('G3 a move that was parked is carried out by whoever may move it, and by nobody with half the right', async () => {
    const id = await made(worker)
    const move = worker.patch(id, toSecond)
    expect(await outcomes(worker, move)).toEqual(['notYourGrid'])
    const { id: conflictId } = (await conflictsShownTo(desk)).find(
      ({ f }) => f.changeId === move.id,
    )!
    expect(
      await outcomes(chief, chief.patch(conflictId, { t: 'case', set: { decision: 'apply' } })),
    ).toEqual(['notYourGrid'])
    expect((await reportOf(id)).gridId).toBe('g-1')
    expect(
      await outcomes(desk, desk.patch(conflictId, { t: 'case', set: { decision: 'apply' } })),
    ).toEqual(['applied'])
    expect((await reportOf(id)).gridId).toBe('g-2')
  })

  it('G4 work is given to whoever handles in its grid', async () => {
    const id = await made(neighbour, inSecond)
    await accept(id)
    expect(await dispatch(id, 'colleague'), 'a supervisor of another grid').toEqual([
      'missingHandler',
    ])
    expect(await dispatch(id, 'neighbour'), 'no handler').toEqual(['missingHandler'])
    expect(await dispatch(id, 'handler')).toEqual(['applied'])
    expect(await outcomes(handler, handler.step(id, 'start', 'dispatched', 'inProgress'))).toEqual([
      'applied',
    ])
  })
})

interface Shown {
  id: string
  v: number
  f: Record<string, unknown>
}

async function shownTo(client: ProtocolClient, t: 'case' | 'history'): Promise<Shown[]> {
  const { pull } = await client.sync([], {
    shape: currentSyncVersion,
    pull: { cursors: {}, max: 4_000_000 },
  })
  return pull!.pages
    .flatMap((page) => page.rows)
    .flatMap((row) => ('own' in row || row.t !== t || !row.f ? [] : [row as Shown]))
}
const conflictsShownTo = (client: ProtocolClient): Promise<Shown[]> => shownTo(client, 'case')

describe('who is not shown a row', () => {
  const strangers = ['volunteer', 'worker', 'chief', 'handler'] as const
  const wireOf = (who: (typeof strangers)[number]): ProtocolClient =>
    ({ volunteer, worker, chief, handler })[who]
  const hidden: {
    id: string
    t: 'report' | 'patrol' | 'case'
    to: readonly (typeof strangers)[number][]
  }[] = []
  /** Changes of others, and what became of them. */
  const foreign: string[] = []

  beforeAll(async () => {
    const visit = await made(worker, aVisit)
    const [hazard, closed, handled] = [
      await made(neighbour, inSecond),
      await made(neighbour, inSecond),
      await made(neighbour, inSecond),
    ]
    await accept(closed)
    await accept(handled)
    await dispatch(handled, 'handler')
    await dispatch(handled, 'supervisor', 'dispatched')
    const patrol = uuid()
    const walk = { by: neighbour.me, gridId: 'g-2', startedAt: 1, pauses: [], checks: [] }
    await neighbour.push(neighbour.envelope({ t: 'patrol', op: 'create', row: patrol, set: walk }))
    const stale = neighbour.step(closed, 'withdraw', 'reported', 'withdrawn', { comment: 'x' })
    const parked = neighbour.creation({ gridId: 'g-2', placeId: 'p-nowhere' } as never)
    expect(await outcomes(neighbour, stale, parked)).toEqual(['wrongStanding', 'unknownPlace'])
    foreign.push(stale.id, parked.id)
    const conflicts = (await conflictsShownTo(desk)).filter(({ f }) =>
      foreign.includes(f.changeId as string),
    )
    hidden.push(
      { id: visit, t: 'report', to: ['volunteer', 'handler'] },
      ...[hazard, closed, handled].map((id) => ({ id, t: 'report' as const, to: strangers })),
      { id: patrol, t: 'patrol', to: strangers },
      ...conflicts.map(({ id }) => ({
        id,
        t: 'case' as const,
        to: strangers.filter((who) => who !== 'worker'),
      })),
    )
    expect(hidden).toHaveLength(7)
  })

  const fields = [
    ['note', 'x'],
    ['body.severity', 'major'],
    ['gridId', 'g-1'],
    ['gridId', 'g-nowhere'],
    ['placeId', 'p-1'],
    ['by', 'm-worker'],
    ['endedAt', 2],
    ['decision', 'apply'],
    ['decision', 'decline'],
    ['decision', 'nonsense'],
    ['reason', 'x'],
  ] as const
  const whatIsSent = record({
    set: shuffledSubarray([...fields], { maxLength: 3 }),
    step: option(
      record({ type: constantFrom(...stepTypes), from: constantFrom(...statuses) }).chain((step) =>
        record(
          { comment: constantFrom('x'), handlerId: constantFrom(cast.handler.id, cast.worker.id) },
          { requiredKeys: [] },
        ).map((more) => ({ ...step, ...more })),
      ),
    ),
    photo: option(constantFrom('add', 'remove')),
    base: option(constantFrom({ note: 1 }, { note: 9 })),
    /** The conflict that the change would take the place of: a hidden one, or none. */
    isForConflict: constantFrom(true, false),
  })

  type Sent = typeof whatIsSent extends Arbitrary<infer Value> ? Value : never

  const envelopeOf = (
    client: ProtocolClient,
    t: string,
    row: string,
    ofCase: string,
    { set, step, photo, base, isForConflict }: Sent,
  ): Envelope =>
    client.patch(row, {
      t,
      ...(set.length > 0 ? { set: Object.fromEntries(set) } : {}),
      ...(base ? { base } : {}),
      ...(photo ? { [photo]: { photos: photo === 'add' ? [aPhoto] : [aPhoto.hash] } } : {}),
      ...(step ? { step: { id: uuid(), by: client.me, at: 1, to: 'closed', ...step } } : {}),
      ...(isForConflict ? { ofCase } : {}),
    })

  /** Everything that the sender of this change is told of it, without the ids that are its own. */
  async function told(client: ProtocolClient, envelope: Envelope, row: string): Promise<unknown> {
    const {
      results: [first],
    } = await client.push(envelope)
    const {
      results: [again],
    } = await client.push(envelope)
    const shown = (await conflictsShownTo(client))
      .filter(({ f }) => f.changeId === envelope.id)
      .map(({ v, f }) => {
        const {
          id: _id,
          changeId: _changeId,
          content: _content,
          receivedAt: _receivedAt,
          at: _at,
          ...rest
        } = f
        return { v, ...rest }
      })
    return JSON.parse(
      JSON.stringify({ first: { ...first, n: 0 }, again: { ...again, n: 0 }, shown }).replaceAll(
        row,
        'the row',
      ),
    )
  }

  it('G5 learns nothing of it but that it is unknown, whatever they send', async () => {
    const unknownConflict = 'c'.repeat(64)
    const rows = async (): Promise<string> =>
      JSON.stringify(
        await Promise.all(
          hidden.map(({ t, id }) => world.deps.storage.read((tx) => tx.row(t, id))),
        ),
      )
    const before = await rows()
    const whoAndWhat = constantFrom(
      ...hidden.flatMap((row) => row.to.map((who) => ({ ...row, who }))),
    )
    await assert(
      asyncProperty(whoAndWhat, whatIsSent, async ({ id, t, who }, sent) => {
        const client = wireOf(who)
        const nowhere = t === 'case' ? 'd'.repeat(64) : uuid()
        const hiddenConflict = hidden.find((row) => row.t === 'case')!.id
        const about = await told(
          client,
          envelopeOf(client, t, id, who === 'worker' ? unknownConflict : hiddenConflict, sent),
          id,
        )
        expect(about).toEqual(
          await told(client, envelopeOf(client, t, nowhere, unknownConflict, sent), nowhere),
        )
        expect(about).toMatchObject({ first: { s: 'parked' } })
      }),
      { numRuns: 60, seed: 20261126 },
    )
    expect(await rows(), 'nothing was altered').toBe(before)
  }, 120_000)

  it('G5 learns nothing of changes whose ids they know, nor takes their place', async () => {
    for (const id of foreign) {
      expect(await outcomes(volunteer, volunteer.creation({}, { id }))).toEqual(['idTaken'])
      const bare = { id, n: (volunteer.envelope({}) as { n: number }).n }
      expect(await outcomes(volunteer, bare)).toEqual(['heldBack'])
    }
    const later = worker.creation({ note: 'the body comes later' })
    expect(await outcomes(worker, { id: later.id, n: later.n })).toEqual(['heldBack'])
    expect(await outcomes(volunteer, volunteer.creation({}, { id: later.id }))).toEqual(['idTaken'])
    expect(await outcomes(worker, { ...later, n: worker.envelope({}).n })).toEqual(['applied'])
  })

  it('G5 in one batch with what is theirs neither stops it nor gains by it', async () => {
    const own = volunteer.creation({ note: 'mine' })
    const step = volunteer.step(hidden[0]!.id, 'note', 'reported', 'reported', { comment: 'x' })
    const more = volunteer.patch(own.row, { set: { note: 'mine too' } })
    expect(await outcomes(volunteer, own, step, more)).toEqual([
      'applied',
      'unknownReport',
      'applied',
    ])
  })

  it('G5 keeps sight of a value of theirs that another has replaced, and not of where the record has gone', async () => {
    const id = await made(worker)
    await chief.push(chief.patch(id, { set: { 'body.severity': 'major' } }))
    await desk.push(desk.patch(id, { set: { 'body.severity': 'critical' } }))
    const seenBy = async (client: ProtocolClient) =>
      (await shownTo(client, 'history'))
        .map(({ f }) => f)
        .find(
          ({ value, concerns }) => value === 'major' && (concerns as { row: string }).row === id,
        )
    expect(await seenBy(chief)).toMatchObject({ gridId: 'g-1', overBy: desk.me })
    await desk.push(desk.patch(id, toSecond))
    expect(await seenBy(chief)).toMatchObject({ value: 'major', overBy: desk.me })
    expect(await seenBy(chief)).not.toHaveProperty('gridId')
    for (const client of [desk, worker])
      expect(await seenBy(client)).toMatchObject({ gridId: 'g-2' })
  })

  it('G5 a late word of a former handler still reaches the supervisors of its grid, who see where it lies', async () => {
    const { id } = hidden.find(({ to, t }) => t === 'report' && to === strangers)!
    const late = handler.step(id, 'note', 'reported', 'reported', { comment: 'done' })
    expect(await outcomes(handler, late)).toEqual(['unknownReport'])
    const conflictOn = async (client: ProtocolClient) =>
      (await conflictsShownTo(client)).find(({ f }) => f.changeId === late.id)!.f
    const [onDesk, atHome] = [await conflictOn(desk), await conflictOn(handler)]
    expect(onDesk.gridIds).toEqual(['g-all', 'g-2'])
    expect(atHome).toMatchObject({
      gridIds: [],
      standing: 'open',
      fault: { code: 'unknownReport' },
    })
  })
})

describe('the grid a position lies in', () => {
  const degree = 111_195
  const [lat, lon] = [30.7, 114.7]
  const east = (metres: number) => lon + metres / (degree * Math.cos((lat * Math.PI) / 180))
  const at = (metres: number, accuracyMetres: number | null = 5) => ({
    ...{ lat: lat + 50 / degree, lon: east(metres), accuracyMetres, source: 'gps', at: 1 },
  })
  const box = (west: number, to: number) => [
    [east(west), lat],
    [east(to), lat],
    [east(to), lat + 100 / degree],
    [east(west), lat + 100 / degree],
  ]
  beforeAll(() =>
    world.deps.storage.write(async (tx) => {
      const scope = ['org' as never]
      await tx.lockScopes(scope)
      const put = (t: 'grid' | 'place', id: string, f: object) =>
        tx.putRow({ t, id, v: 1, fv: {}, f: { id, name: id, ...f } } as never, scope)
      const head = { level: 'grid', parentId: null }
      await put('grid', 'g-west', { ...head, border: box(0, 200) })
      await put('grid', 'g-east', { ...head, border: box(200, 400) })
      await put('place', 'p-east', { gridId: 'g-east', type: 'point', code: 'E-1', ...at(300) })
    }),
  )
  const doubtOf = async (...fields: object[]) => {
    const made = fields.map((each) => worker.creation(each as never))
    const { results } = await worker.push(...made)
    expect(results.map(({ s }) => s)).toEqual(made.map(() => 'applied'))
    return world.deps.storage.read(async (tx) =>
      Promise.all(made.map(async ({ row }) => (await tx.row('report', String(row)))?.f.gridDoubt)),
    )
  }
  const inWest = { gridId: 'g-west', placeId: undefined }

  it('G6 a report that cannot lie in its grid is applied, and says in which it may', async () => {
    expect(
      await doubtOf(
        { ...inWest, position: at(300) },
        { ...inWest, position: at(900) },
        { ...inWest, position: at(234) },
        { ...inWest, position: at(236) },
        { ...inWest, position: at(300, 80) },
        { ...inWest, position: at(231, null) },
        { gridId: 'g-east', placeId: 'p-east', position: at(50) },
        { ...inWest, placeId: 'p-east', position: at(300) },
        inWest,
        { gridId: 'g-1', position: at(300) },
      ),
    ).toEqual([
      ['g-east'],
      [],
      undefined,
      ['g-east'],
      undefined,
      ['g-east'],
      undefined,
      ['g-east'],
      undefined,
      undefined,
    ])
  })

  it('G6 the doubt is the server’s alone, comes to the phone, and goes when the report is moved', async () => {
    const position = at(300)
    const doubted = worker.creation({ ...inWest, position } as never)
    const lied = worker.creation({ ...inWest, position: at(100), gridDoubt: ['g-1'] } as never)
    await worker.push(doubted, lied)
    const doubt = (row: unknown) =>
      world.deps.storage.read(async (tx) => (await tx.row('report', String(row)))?.f.gridDoubt)
    expect(await doubt(doubted.row)).toEqual(['g-east'])
    expect(await doubt(lied.row)).toBeUndefined()
    const said = await worker.push(worker.patch(String(doubted.row), { set: { gridDoubt: null } }))
    expect(said.results[0]).toMatchObject({ s: 'parked' })
    await worker.push(worker.patch(String(doubted.row), { set: { note: 'another word' } }))
    expect(await doubt(doubted.row)).toEqual(['g-east'])
    await worker.push(worker.patch(String(doubted.row), { set: { position: at(100) } }))
    expect(await doubt(doubted.row)).toBeUndefined()
  })
})
