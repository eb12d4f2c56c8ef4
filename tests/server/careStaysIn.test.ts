import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { currentSchema } from '#domain/change.ts'
import { withDescendants } from '#domain/grid.ts'
import type { ClientId, MemberId, ScopeId } from '#domain/ids.ts'
import { hasAbility, type Member } from '#domain/member.ts'
import type { Place } from '#domain/place.ts'
import { firstSyncVersion, type Fields } from '#domain/row.ts'
import { currentSyncVersion } from '#records/recordTypeOf.ts'
import { scopesFor } from '#records/readRights.ts'
import { acceptPush } from '#server/sync/acceptPush.ts'
import { makeDevice } from '#server/auth/devices.ts'
import { drawDemo } from '#demo/drawDemo.ts'
import { seededRandom } from '#demo/seededRandom.ts'
import { upsertReference } from '#server/organisation/upsertReference.ts'
import { migrate } from '#server/storage/sql/migrate.ts'
import { saveDemoPhotos, loadDemo } from '#server/organisation/loadDemo.ts'
import { kindOf } from '#kinds/kinds.ts'
import { uuid } from '../aProtocolClient.ts'
import { aWorld, type World } from '../world.ts'

const marker = 'known-only-to-carers'
/** No rhythm of the demo is like it. */
const markedDays = 987_654

const isCare = (kind: string): boolean => kindOf(kind)?.dataClass === 'care'
/**
 * Every word of what is of class care carries the mark; what must stay a choice of a list stays.
 */
const marked = <T extends { kind: string; note: string; body: Fields }>(report: T): T =>
  isCare(report.kind)
    ? {
        ...report,
        note: `${marker} ${report.note}`,
        body: { ...report.body, location: marker, company: undefined },
      }
    : report

let world: World
let members: Member[]
beforeAll(async () => {
  world = await aWorld()
  const { storage, photos } = world.deps
  const now = Date.now()
  const demo = await drawDemo(now)
  const reports = demo.reports.map((report) => marked(report))
  const rhythms = demo.rhythms.map((rhythm) => ({ ...rhythm, everyDays: markedDays }))
  await loadDemo(storage, { ...demo, reports, rhythms }, await saveDemoPhotos(photos, demo), now)
  members = demo.members
  await tellRandomStories(demo.places)
}, 120_000)
afterAll(async () => {
  await world.close()
})

/**
 * Members of every role write, alter, move and hand on care work, rightly and wrongly; much of it
 * is parked.
 */
async function tellRandomStories(places: readonly Place[]): Promise<void> {
  const { storage } = world.deps
  const { pick } = seededRandom(20_261)
  const lines = await Promise.all(
    members.map(async ({ id }) => ({
      by: id,
      device: (await storage.write((tx) => makeDevice(tx, id, 'x', 1))).device,
      install: uuid() as ClientId,
      n: 0,
    })),
  )
  const visits = (await storage.read((tx) => tx.rows('report')))
    .filter((row) => isCare(String(row.f.kind)))
    .map((row) => row.id)
  const carers = new Set<MemberId>(
    members.filter((member) => hasAbility(member, 'readCare')).map((member) => member.id),
  )
  for (let act = 0; act < 300; act++) {
    const line = pick(lines)
    const place = pick(places)
    const head = { id: uuid(), n: ++line.n, schema: currentSchema, t: 'report', by: line.by, at: 1 }
    const set = {
      kind: 'visit',
      by: line.by,
      capturedAt: 1,
      gridId: pick([place.gridId, 'g-nowhere', 'g-1']),
      placeId: pick([place.id, 'p-nowhere']),
      note: marker,
      photos: [],
      body: { visitKind: 'household', result: 'met', channel: 'door', slot: 'day', more: marker },
    }
    const id = uuid()
    // A member who may not read care has none of their own; what they try to write is theirs to see
    // (C2).
    const isTold = !carers.has(line.by)
    const envelope = pick([
      {
        ...head,
        op: 'create',
        row: id,
        set: isTold ? { ...set, note: 'own', body: { ...set.body, more: 'own' } } : set,
      },
      {
        ...head,
        op: 'patch',
        row: pick(visits),
        set: { gridId: pick(['g-1', 'g-2', 'g-3', 'g-4']), ...(isTold ? {} : { note: marker }) },
      },
      {
        ...head,
        op: 'patch',
        row: pick(visits),
        step: {
          id: uuid(),
          type: pick(['accept', 'return', 'dispatch']),
          by: line.by,
          at: 1,
          from: 'submitted',
          to: 'accepted',
          comment: isTold ? 'own' : marker,
        },
      },
    ])
    visits.push(id)
    await acceptPush({
      storage,
      device: line.device,
      install: line.install,
      changes: [envelope],
      receivedAt: 1,
    })
  }
}

async function scopeText(scope: ScopeId): Promise<string> {
  const rows = await world.deps.storage.read((tx) => tx.rowsAfter(scope, 0, 100_000))
  return rows.map((row) => row.json).join('\n')
}
const isMarked = (text: string): boolean =>
  text.includes(marker) || text.includes(String(markedDays))

describe('what is of class care', () => {
  it('is found in no scope that a member without the right to it is sent', async () => {
    const grids = await world.deps.storage.read((tx) => tx.grids())
    const found: string[] = []
    for (const member of members.filter((each) => !hasAbility(each, 'readCare'))) {
      for (const shape of [firstSyncVersion, 2, currentSyncVersion]) {
        for (const scope of scopesFor(member, grids, shape))
          if (isMarked(await scopeText(scope))) found.push(`${member.id} ${scope}`)
      }
    }
    expect(members.some((member) => !hasAbility(member, 'readCare'))).toBe(true)
    expect(found).toEqual([])
  })

  it('is found, with rhythms, in scopes of whoever may read it and of their grids alone', async () => {
    const grids = await world.deps.storage.read((tx) => tx.grids())
    const heads = [...(await world.deps.storage.read((tx) => tx.allHeads())).keys()]
    const holding = (
      await Promise.all(
        heads.map(async (scope) => [scope, isMarked(await scopeText(scope))] as const),
      )
    )
      .filter(([, is]) => is)
      .map(([scope]) => scope)
    expect(holding.some((scope) => scope.startsWith('rhythms:'))).toBe(true)
    expect(
      holding.filter(
        (scope) =>
          !/^(care|cases:care|history:care|history:me:care|rhythms:care|me|cases:me):/.test(scope),
      ),
    ).toEqual([])
    for (const member of members.filter((each) => hasAbility(each, 'readCare'))) {
      const own = withDescendants(grids, member.gridIds)
      const rhythms = scopesFor(member, grids).filter((scope) => scope.startsWith('rhythms:'))
      expect(new Set(rhythms)).toEqual(new Set([...own].map((grid) => `rhythms:care:${grid}`)))
    }
  })

  it('C7 an app that does not know rhythms is sent none', async () => {
    const grids = await world.deps.storage.read((tx) => tx.grids())
    for (const member of members)
      expect(scopesFor(member, grids, 2).filter((scope) => scope.startsWith('rhythms:'))).toEqual(
        [],
      )
  })

  it('cannot be put into a place', async () => {
    const place = {
      id: 'p-x',
      type: 'dwelling',
      code: 'x',
      name: 'x',
      gridId: 'g-1',
      parentId: null,
      lat: 1,
      lon: 1,
      visitEveryDays: 7,
    }
    await expect(
      upsertReference(world.deps.storage, [{ t: 'place', id: 'p-x', f: place }]),
    ).rejects.toThrow('visitEveryDays')
  })
})

describe('a database whose places still say how often they are visited', () => {
  it('is brought to say it in rows of class care, and every phone takes the place without it', async () => {
    const before = await aWorld()
    const { driver } = before
    await driver.write(async (session) => {
      const record = (await session.first<{ f: string }>(
        "SELECT f FROM row_state WHERE t = 'place' AND id = 'p-1'",
      ))!
      const f = JSON.stringify({ ...(JSON.parse(record.f) as Fields), visitEveryDays: 7 })
      await session.run("UPDATE row_state SET f = ? WHERE t = 'place' AND id = 'p-1'", [f])
      await session.run("DELETE FROM migration WHERE name = '011-rhythms'")
    })
    const head = async () =>
      (await before.deps.storage.read((tx) => tx.heads(['org' as ScopeId]))).get('org' as ScopeId)!
    const from = await head()
    const v = (await before.deps.storage.read((tx) => tx.row('place', 'p-1')))!.v
    await migrate(driver)
    const [news] = await before.deps.storage.read((tx) => tx.rowsAfter('org' as ScopeId, from, 10))
    expect(JSON.parse(news!.json)).toMatchObject({
      t: 'place',
      id: 'p-1',
      v: v + 1,
      f: { code: '1-1' },
    })
    expect(news!.json).not.toContain('visitEveryDays')
    expect(await head()).toBe(from + 1)
    const rhythms = await before.deps.storage.read((tx) =>
      tx.rowsAfter('rhythms:care:g-1' as ScopeId, 0, 10),
    )
    expect(rhythms.map((row) => JSON.parse(row.json))).toMatchObject([
      { t: 'visitRhythm', id: 'p-1', v: 1, f: { placeId: 'p-1', gridId: 'g-1', everyDays: 7 } },
    ])
    expect(
      (await before.deps.storage.read((tx) => tx.heads(['rhythms:care:g-1' as ScopeId]))).get(
        'rhythms:care:g-1' as ScopeId,
      ),
    ).toBe(1)
    await before.close()
  })
})
