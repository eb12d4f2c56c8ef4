// Imports of the plan and their undoing, as the routes answer and as the rows are afterwards.
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { Grid } from '#domain/grid.ts'
import type { Member } from '#domain/member.ts'
import type { Place } from '#domain/place.ts'
import type { PlanRowChange } from '#domain/plan/plan.ts'
import { adminChain } from '#server/storage/port/audit.ts'
import { applyPlan } from '#server/organisation/applyPlan.ts'
import { upsertReference } from '#server/organisation/upsertReference.ts'
import { uuid } from '../aProtocolClient.ts'
import { anAuthWorld, cast, type AuthWorld, faultIn } from './authWorld.ts'

let world: AuthWorld
beforeEach(async () => {
  world = await anAuthWorld()
})
afterEach(() => world.close())

const as = async (member: Member) => ({ Cookie: (await world.enrol(member)).cookie })

const aPlace = (id: string, more: Partial<Place> = {}): Place =>
  ({
    id,
    type: 'building',
    code: id,
    name: `${id}号楼`,
    gridId: 'g-north',
    parentId: null,
    lat: 28,
    lon: 124,
    ...more,
  }) as Place
const place = (id: string, more: Partial<Place> = {}, before = 0): PlanRowChange => ({
  t: 'place',
  id,
  before,
  set: aPlace(id, more),
})
const grid = (id: string, more: Partial<Grid> = {}, before = 0): PlanRowChange => ({
  t: 'grid',
  id,
  before,
  set: {
    id,
    name: id,
    level: 'grid',
    parentId: 'g-north',
    border: [],
    ...more,
  } as Grid,
})

const post = async (rows: readonly PlanRowChange[], headers: Record<string, string>, id = uuid()) =>
  world.call('POST', '/api/plan/imports', { id, fileName: '楼栋.csv', rows }, headers)
const undo = (id: string, headers: Record<string, string>) =>
  world.call('POST', `/api/plan/imports/${id}/undo`, {}, headers)

/** Rows as they stand, without what imports note. */
const stored = () =>
  world.deps.storage.read(async (tx) =>
    [...(await tx.rows('grid')), ...(await tx.rows('place'))]
      .map(({ id, f }) => [id, f] as const)
      .sort(([a], [b]) => a.localeCompare(b)),
  )
const placeRow = (id: string) => world.deps.storage.read((tx) => tx.row('place', id))

describe('an import of the plan', () => {
  it('brings grids and places, tells every phone and is noted', async () => {
    const headers = await as(cast.supervisor)
    const rows = [grid('g-new'), place('1', { gridId: 'g-new' as never }), place('2')]
    const answer = await post(rows, headers)
    expect([answer.status, await answer.json()]).toMatchObject([200, { isAgain: false }])
    expect((await placeRow('1'))?.f).toEqual(aPlace('1', { gridId: 'g-new' as never }))
    expect(world.published).toEqual(expect.arrayContaining(['org', 'plans']))
    const links = await world.deps.storage.read((tx) => tx.auditLinks(adminChain, 0, 100))
    expect(links.at(-1)).toMatchObject({
      action: 'planImported',
      actor: cast.supervisor.id,
      detail: { grids: { new: 1, changed: 0, gone: 0 }, places: { new: 2, changed: 0, gone: 0 } },
    })
  })

  it('K1 is applied once, however often it is delivered', async () => {
    const headers = await as(cast.supervisor)
    const id = uuid()
    await post([place('1')], headers, id)
    const again = await post([place('1')], headers, id)
    expect([again.status, await again.json()]).toMatchObject([200, { isAgain: true }])
    expect((await placeRow('1'))?.v).toBe(1)
  })

  const refused: [string, (PlanRowChange | object)[], string][] = [
    ['a code that another place has', [place('1', { code: 'taken' })], 'planInvalid'],
    ['a code twice', [place('1', { code: '7' }), place('2', { code: '7' })], 'planInvalid'],
    ['a grid that nobody has', [place('1', { gridId: 'g-none' as never })], 'notAllowed'],
    ['a parent that nobody has', [place('1', { parentId: 'p-none' as never })], 'planInvalid'],
    ['a grid within itself', [grid('g-a', { parentId: 'g-a' as never })], 'notAllowed'],
    [
      'a border of two corners',
      [
        grid('g-a', {
          border: [
            [124, 28],
            [124.1, 28],
          ],
        }),
      ],
      'planInvalid',
    ],
    ['a row that moved on since the preview', [place('old', { name: 'x' }, 7)], 'planChanged'],
    [
      'a field that no place has',
      [{ ...place('1'), set: { ...aPlace('1'), phone: '1' } }],
      'malformed',
    ],
    ['a latitude of 114', [place('1', { lat: 114 })], 'malformed'],
    ['a row twice', [place('1'), place('1')], 'malformed'],
    ['a row under the name of another', [{ ...place('1'), id: '2' }], 'malformed'],
  ]
  it.each(refused)('K2 with %s leaves everything as it was', async (_, bad, why) => {
    await upsertReference(world.deps.storage, [
      { t: 'place', id: 'old', f: { ...aPlace('old', { code: 'taken' }) } },
    ])
    const headers = await as(cast.supervisor)
    const before = await stored()
    const answer = await post([place('good'), ...(bad as PlanRowChange[])], headers)
    expect(await faultIn(answer)).toBe(why)
    expect(await stored()).toEqual(before)
  })

  it('K6 is refused whole where one row lies in a grid of somebody else, or comes from there', async () => {
    await upsertReference(world.deps.storage, [
      { t: 'place', id: 'theirs', f: { ...aPlace('theirs', { gridId: 'g-south' as never }) } },
    ])
    const headers = await as(cast.supervisor)
    const before = await stored()
    for (const foreign of [
      place('1', { gridId: 'g-south' as never }),
      place('theirs', {}, 1),
      grid('g-south', {}, 1),
      grid('g-all', { parentId: null, level: 'community' }, 1),
      grid('g-a', { parentId: 'g-south' as never }),
    ])
      expect(await faultIn(await post([place('2'), foreign], headers))).toBe('notAllowed')
    expect(await stored()).toEqual(before)
  })

  it('K1 with other content under an id that is taken is refused, not answered as done', async () => {
    const headers = await as(cast.supervisor)
    const id = uuid()
    await post([place('1')], headers, id)
    const other = await post([place('1', { name: '另一个' }, 1)], headers, id)
    expect(await faultIn(other)).toBe('planChanged')
    expect((await placeRow('1'))?.f.name).toBe('1号楼')
  })

  it('K4 puts nothing into a grid that somebody has retired since the preview', async () => {
    const headers = await as(cast.supervisor)
    await post([grid('g-was'), place('2')], headers)
    await post([grid('g-was', { retiredAt: world.clock.now }, 1)], headers)
    const inIt = { gridId: 'g-was' as never }
    for (const late of [
      place('1', inIt),
      place('2', inIt, 1),
      grid('g-below', { parentId: 'g-was' as never }),
    ])
      expect(await faultIn(await post([late], headers))).toBe('planInvalid')
    expect((await post([place('3', { ...inIt, retiredAt: 1 })], headers)).status).toBe(200)
  })

  it('K6 hangs grids below one that the same import makes', async () => {
    for (const who of [cast.admin, cast.supervisor]) {
      const layer = `g-layer-${who.id}`
      const moved = await world.deps.storage.read((tx) => tx.row('grid', 'g-north-1'))
      const below = grid('g-north-1', { ...moved!.f, parentId: layer as never }, moved!.v)
      expect((await post([below, grid(layer)], await as(who))).status).toBe(200)
    }
    const foreign = [
      grid('g-south', { parentId: 'g-mine' as never }, 1),
      grid('g-mine', { parentId: 'g-north' as never }),
    ]
    expect(await faultIn(await post(foreign, await as(cast.supervisor)))).toBe('notAllowed')
  })

  it('K6 lets an administrator alone say how vague a position may be, and of the community alone', async () => {
    const chief = { ...cast.supervisor, id: 'm-chief', gridIds: ['g-all'] } as Member
    await upsertReference(world.deps.storage, [{ t: 'member', id: chief.id, f: { ...chief } }])
    const [admin, supervisor] = [await as(cast.admin), await as(chief)]
    const all = (before: number, more: Partial<Grid>): PlanRowChange =>
      grid('g-all', { parentId: null, level: 'community', ...more }, before)
    const gate = { positionGate: { waitMetres: 30, askMetres: 100 } }
    const wide = { positionGate: { waitMetres: 30, askMetres: 2000 } }
    const id = uuid()
    expect(await faultIn(await post([all(1, gate)], supervisor))).toBe('notAllowed')
    expect(await faultIn(await post([all(1, wide)], admin))).toBe('malformed')
    expect(await faultIn(await post([grid('g-south', gate, 1)], admin))).toBe('notAllowed')
    expect((await post([all(1, gate)], admin, id)).status).toBe(200)
    expect(await faultIn(await undo(id, supervisor))).toBe('notAllowed')
    // Whoever draws all of the plan leaves it as it is.
    expect((await post([all(2, { name: '幸福里', ...gate })], supervisor)).status).toBe(200)
    expect(await faultIn(await post([all(3, {})], supervisor))).toBe('notAllowed')
  })

  it.each(['worker', 'volunteer', 'handler'] as const)('is no %s’s', async (who) => {
    expect(await faultIn(await post([place('1')], await as(cast[who])))).toBe('notAllowed')
  })

  it('is no more of somebody who lost the right while it was on its way', async () => {
    await upsertReference(world.deps.storage, [
      { t: 'member', id: cast.supervisor.id, f: { ...cast.supervisor, roles: ['volunteer'] } },
    ])
    const done = await world.deps.storage.write((tx) =>
      applyPlan(
        tx,
        { id: uuid() as never, fileName: '', rows: [place('1')] },
        cast.supervisor,
        world.clock.now,
      ),
    )
    expect(done.ok ? 'applied' : done.fault.code).toBe('notAllowed')
  })

  it('moves how often a door is visited to where the door is', async () => {
    await upsertReference(world.deps.storage, [
      { t: 'place', id: '1', f: { ...aPlace('1') } },
      { t: 'visitRhythm', id: '1', f: { placeId: '1', gridId: 'g-north', everyDays: 7 } },
    ])
    await post([place('1', { gridId: 'g-north-1' as never }, 1)], await as(cast.supervisor))
    const rhythm = await world.deps.storage.read((tx) => tx.row('visitRhythm', '1'))
    expect(rhythm?.f).toMatchObject({ gridId: 'g-north-1', everyDays: 7 })
  })

  it('K3 refuses a code that another place had, and one given up less than 90 days ago', async () => {
    await upsertReference(world.deps.storage, [
      { t: 'place', id: 'a', f: { ...aPlace('a', { aliases: ['old-1'] }) } },
      { t: 'place', id: 'b', f: { ...aPlace('b', { retiredAt: world.clock.now }) } },
    ])
    const headers = await as(cast.supervisor)
    for (const code of ['OLD-1', 'b'])
      expect(await faultIn(await post([place('1', { code })], headers))).toBe('planInvalid')
    world.clock.now += 91 * 86_400_000
    const later = await as(cast.supervisor)
    expect((await post([place('1', { code: 'b' })], later)).status).toBe(200)
    expect(await faultIn(await post([place('2', { code: 'old-1' })], later))).toBe('planInvalid')
  })

  it('is told to those who draw, without what taking it back needs', async () => {
    const { asShownIn, scopesFor } = await import('#records/readRights.ts')
    await post([place('1')], await as(cast.supervisor))
    const [row] = await world.deps.storage.read((tx) => tx.rows('planImport'))
    expect(row!.f.undo).toHaveLength(1)
    const grids = await world.deps.storage.read((tx) => tx.grids())
    const scopes = (member: Member) => new Set(scopesFor(member, grids))
    expect(scopes(cast.worker).has('plans' as never)).toBe(false)
    expect(asShownIn(scopes(cast.supervisor), row!).f).not.toHaveProperty('undo.0')
  })
})

describe('taking an import back', () => {
  it('K5 puts back what it altered, retires what it made, and keeps what somebody altered since', async () => {
    await upsertReference(world.deps.storage, [
      { t: 'place', id: 'a', f: { ...aPlace('a') } },
      { t: 'place', id: 'b', f: { ...aPlace('b') } },
    ])
    const headers = await as(cast.supervisor)
    const id = uuid()
    await post(
      [place('a', { name: '新甲' }, 1), place('b', { name: '新乙' }, 1), place('c')],
      headers,
      id,
    )
    await post([place('b', { name: '后来' }, 2)], headers)
    const answer = await undo(id, headers)
    expect(await answer.json()).toMatchObject({ put: 2, kept: 1 })
    expect((await placeRow('a'))?.f).toEqual(aPlace('a'))
    expect((await placeRow('b'))?.f.name).toBe('后来')
    expect((await placeRow('c'))?.f).toEqual({ ...aPlace('c'), retiredAt: world.clock.now })
  })

  it('K4 keeps a grid that somebody has put a place into since', async () => {
    const headers = await as(cast.supervisor)
    const id = uuid()
    await post([grid('g-new'), place('1')], headers, id)
    await post([place('2', { gridId: 'g-new' as never })], headers)
    expect(await (await undo(id, headers)).json()).toMatchObject({ put: 1, kept: 1 })
  })

  it('is done once, and not after thirty days', async () => {
    const headers = await as(cast.supervisor)
    const [first, second] = [uuid(), uuid()]
    await post([place('1')], headers, first)
    await post([place('2')], headers, second)
    await undo(first, headers)
    expect(await faultIn(await undo(first, headers))).toBe('planUndoOver')
    world.clock.now += 31 * 86_400_000
    expect(await faultIn(await undo(second, await as(cast.supervisor)))).toBe('planUndoOver')
  })

  it('is for whoever may draw every row of it', async () => {
    const id = uuid()
    await post([place('1', { gridId: 'g-south' as never })], await as(cast.admin), id)
    for (const who of [cast.supervisor, cast.worker])
      expect(await faultIn(await undo(id, await as(who)))).toBe('notAllowed')
    expect((await undo(id, await as(cast.admin))).status).toBe(200)
  })

  it('K6 is not for whoever may not draw where its rows go back to', async () => {
    await upsertReference(world.deps.storage, [
      { t: 'place', id: 'theirs', f: { ...aPlace('theirs', { gridId: 'g-south' as never }) } },
    ])
    const id = uuid()
    await post([place('theirs', { gridId: 'g-north' as never }, 1)], await as(cast.admin), id)
    expect(await faultIn(await undo(id, await as(cast.supervisor)))).toBe('notAllowed')
    expect((await placeRow('theirs'))?.f.gridId).toBe('g-north')
    expect((await undo(id, await as(cast.admin))).status).toBe(200)
  })

  it('K4 leaves a place where it is whose grid of before is gone by now', async () => {
    const headers = await as(cast.supervisor)
    await post([grid('g-was'), place('1', { gridId: 'g-was' as never })], headers)
    const id = uuid()
    await post([place('1', { gridId: 'g-north' as never }, 1)], headers, id)
    await post([grid('g-was', { retiredAt: world.clock.now }, 1)], headers)
    expect(await (await undo(id, headers)).json()).toMatchObject({ put: 0, kept: 1 })
    expect((await placeRow('1'))?.f.gridId).toBe('g-north')
  })
})
