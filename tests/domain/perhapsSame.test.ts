import { expect, it } from 'vitest'
import { distanceMetres } from '#geo/distanceMetres.ts'
import type { ReportId } from '#domain/ids.ts'
import { PerhapsSame, type Sighting } from '#domain/perhapsSame.ts'

const [here, day, now] = [{ lat: 30.59, lon: 114.31 }, 86_400_000, 1_000_000_000_000]
const north = (metres: number, accuracyMetres: number | null = 0) => ({
  ...{ lat: here.lat + metres / 111_195, lon: here.lon, source: 'gps' as const, at: 1 },
  accuracyMetres,
})
const seen = (
  id: string,
  report: Partial<Sighting['report']> = {},
  thing = 'hazard light_out',
) => ({
  thing,
  report: { id: id as ReportId, capturedAt: now, position: north(0), ...report },
})
const notSameAs = (...ids: string[]) => ({ notSameAs: ids.map((id) => ({ id: id as ReportId })) })
const among = (...sightings: Sighting[]) => {
  const known = new PerhapsSame()
  known.replace(sightings)
  return known
}
const ids = (known: PerhapsSame, id: string) => known.of(id).map((other) => other.id)

it('is a pair where both are of one thing and near, each to the other', () => {
  const known = among(
    seen('a'),
    seen('b', { position: north(23) }),
    seen('c', {}, 'hazard manhole'),
  )
  expect(known.of('a')).toEqual([{ id: 'b', metres: expect.closeTo(23, 1) as number }])
  expect(ids(known, 'b')).toEqual(['a'])
  expect([known.has('a'), known.has('b'), known.has('c')]).toEqual([true, true, false])
})

it('is no pair beyond what both positions can tell, nor where one has none', () => {
  const none = { position: undefined }
  expect(ids(among(seen('a'), seen('b', { position: north(51) })), 'a')).toEqual([])
  expect(ids(among(seen('a'), seen('b', { position: north(60, 20) })), 'a')).toEqual(['b'])
  expect(ids(among(seen('a'), seen('b', { position: north(101, 400) })), 'a')).toEqual([])
  expect(ids(among(seen('a'), seen('b', none)), 'a')).toEqual([])
})

it('is a pair at one place, however far, with a position or without', () => {
  const placeId = 'p-1' as never
  const known = among(
    seen('a', { placeId, position: undefined }),
    seen('b', { placeId, position: north(900) }),
    seen('c', { placeId: 'p-2' as never, position: north(900) }),
  )
  expect(known.of('a')).toEqual([{ id: 'b', metres: 0 }])
  expect(ids(known, 'b').sort()).toEqual(['a', 'c'])
})

it('is a pair within a week of each other, whichever came first, by the server’s clock', () => {
  const apart = (days: number, receivedAt?: number) => {
    const known = among(seen('a', { capturedAt: now - days * day, receivedAt }), seen('b'))
    return [ids(known, 'a').length, ids(known, 'b').length]
  }
  expect([apart(6.9), apart(-6.9), apart(7.1), apart(-7.1)]).toEqual([
    [1, 1],
    [1, 1],
    [0, 0],
    [0, 0],
  ])
  expect(apart(400, now - day)).toEqual([1, 1])
})

it('is no pair any more once either says that it is another', () => {
  expect(ids(among(seen('a', notSameAs('b')), seen('b')), 'a')).toEqual([])
  const known = among(seen('a'), seen('b'), seen('c'))
  expect(known.replace([seen('a'), seen('b', notSameAs('a')), seen('c')])).toBe(true)
  expect([ids(known, 'a'), ids(known, 'b'), ids(known, 'c')]).toEqual([['c'], ['c'], ['a', 'b']])
})

it('goes with the report that is closed or moves, and nothing has changed where all say the same', () => {
  const known = among(seen('a'), seen('b'))
  expect(known.replace([seen('a'), seen('b')])).toBe(false)
  expect(known.replace([seen('a'), seen('b', { position: north(300) })])).toBe(true)
  expect([known.has('a'), known.has('b')]).toEqual([false, false])
  known.put(seen('b'))
  expect(known.has('a')).toBe(true)
  expect(known.replace([seen('a')])).toBe(true)
  expect([known.has('a'), known.of('b')]).toEqual([false, []])
})

it('is the nearest three', () => {
  const known = among(
    ...[40, 10, 30, 20].map((far) => seen(`${far}`, { position: north(far) })),
    seen('a'),
  )
  expect(ids(known, 'a')).toEqual(['10', '20', '30'])
})

it('row by row is what a look at all pairs would say', () => {
  let seed = 11
  const random = () => (seed = (seed * 16807) % 2147483647) / 2147483647
  const one = (id: number) =>
    seen(
      `${id}`,
      {
        position: {
          ...north((random() - 0.5) * 600),
          lon: here.lon + (random() - 0.5) * 0.006,
        },
        ...(random() < 0.3 ? { placeId: `p-${Math.floor(random() * 20)}` as never } : {}),
        ...(random() < 0.1 ? notSameAs(`${Math.floor(random() * 200)}`) : {}),
      },
      random() < 0.5 ? 'x' : 'y',
    )
  const known = new PerhapsSame()
  const rows = new Map<string, Sighting>()
  for (let act = 0; act < 1500; act++) {
    const id = Math.floor(random() * 200)
    if (random() < 0.25) {
      known.remove(`${id}` as ReportId)
      rows.delete(`${id}`)
    } else {
      const row = one(id)
      known.put(row)
      rows.set(`${id}`, row)
    }
  }
  const says = (a: Sighting, b: Sighting) =>
    a.report.notSameAs?.some(({ id }) => id === b.report.id) ?? false
  const isPair = (a: Sighting, b: Sighting) =>
    a !== b &&
    a.thing === b.thing &&
    !says(a, b) &&
    !says(b, a) &&
    ((a.report.placeId !== undefined && a.report.placeId === b.report.placeId) ||
      distanceMetres(a.report.position!, b.report.position!) <= 50)
  const all = [...rows.values()]
  const paired = all.filter((a) => all.some((b) => isPair(a, b))).map(({ report }) => report.id)
  expect(paired.length).toBeGreaterThan(20)
  expect(paired.length).toBeLessThan(all.length)
  expect(all.filter(({ report }) => known.has(report.id)).map(({ report }) => report.id)).toEqual(
    paired,
  )
})
