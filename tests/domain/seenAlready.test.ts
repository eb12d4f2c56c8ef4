import { expect, it } from 'vitest'
import { nearestSeen, type Seeing } from '#domain/seenAlready.ts'
import type { Report } from '#domain/report.ts'

const [here, now] = [{ lat: 30.59, lon: 114.31 }, 1_000_000_000_000]
const day = 86_400_000
const north = (metres: number, accuracyMetres: number | null = 0) => ({
  ...{ lat: here.lat + metres / 111_195, lon: here.lon, source: 'gps', at: 1, accuracyMetres },
})
const aReport = (id: string, more: object) => ({
  report: { id, capturedAt: now - day, ...more } as Report,
})
const ids = (open: { report: Report }[], more: Partial<Seeing> = {}) =>
  nearestSeen(open, { at: here, accuracyMetres: null, now, ...more }).map(({ report }) => report.id)

it('is what lies within 50 m, and farther where either is known less well, never beyond 100 m', () => {
  const open = (...metres: [far: number, accuracy: number | null][]) =>
    metres.map(([far, accuracy]) => aReport(`${far}`, { position: north(far, accuracy) }))
  expect(ids(open([49, 0], [51, 0]))).toEqual(['49'])
  expect(ids(open([51, null]), { accuracyMetres: 10 })).toEqual(['51'])
  expect(ids(open([69, 20], [71, 20]), { accuracyMetres: 5 })).toEqual(['69'])
  expect(ids(open([99, 400], [101, 400]))).toEqual(['99'])
})

it('is what stands at the same place, however far its position', () => {
  const far = aReport('far', { placeId: 'p-1', position: north(900) })
  const bare = aReport('bare', { placeId: 'p-1' })
  expect(ids([far, bare], { placeId: 'p-1' as never })).toEqual(['far', 'bare'])
  expect(ids([far, bare], { placeId: 'p-2' as never })).toEqual([])
  expect(ids([far, bare])).toEqual([])
})

it('is of the last week by the server’s clock, and none that the person has said is another', () => {
  const at = (capturedAt: number, receivedAt?: number) =>
    aReport('r', { capturedAt, receivedAt, position: north(1) })
  expect(ids([at(now - 6.9 * day)])).toEqual(['r'])
  expect(ids([at(now - 7.1 * day)])).toEqual([])
  expect(ids([at(now - 70 * day, now - day)])).toEqual(['r'])
  expect(ids([at(now - day)], { notSameAs: [{ id: 'r' as never }] })).toEqual([])
})

it('is the nearest three, the nearest first', () => {
  const open = [30, 10, 40, 20].map((far) => aReport(`${far}`, { position: north(far) }))
  expect(ids(open)).toEqual(['10', '20', '30'])
})
