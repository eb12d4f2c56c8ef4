// A hazard as a patrol would report it: a place, a position, a short note, one photo.
import { currentSchema, type NewChange } from '#domain/change.ts'
import type { ChangeId, GridId, MemberId, PhotoHash, PlaceId, ReportId } from '#domain/ids.ts'
import { newId } from '#domain/newId.ts'
import type { PhotoRef } from '#domain/photo.ts'
import type { Report } from '#domain/report.ts'

const types = ['light_out', 'other'] as const
const notes = [
  '三楼楼道灯不亮，已请物业查看。',
  '灯罩松动，晚上闪，老人上下楼看不清台阶。',
  '',
  '门口路灯不亮，已连续两天。',
  'The lamp by the bins is out again.',
]

const hashAtRandom = (): PhotoHash =>
  Array.from(crypto.getRandomValues(new Uint8Array(32)), (byte) =>
    byte.toString(16).padStart(2, '0'),
  ).join('') as PhotoHash

export function samplePhoto(takenAt: number): PhotoRef {
  const bytes = 180_000 + Math.floor(Math.random() * 90_000)
  return {
    hash: hashAtRandom(),
    bytes,
    width: 1920,
    height: 1440,
    role: 'near',
    takenAt,
    thumb: { hash: hashAtRandom(), bytes: 9_000 + (bytes % 5000) },
  }
}

export function sampleReport(by: MemberId, i: number): Report {
  const at = Date.now() - i * 60_000
  const photos = [samplePhoto(at)]
  const position = {
    lat: 28 + Math.random() / 100,
    lon: 124 + Math.random() / 100,
    accuracyMetres: 5 + (i % 20),
    source: 'gps' as const,
    at,
  }
  return {
    id: newId<ReportId>(at, crypto),
    kind: 'hazard',
    by,
    capturedAt: at,
    gridId: 'g-1' as GridId,
    placeId: 'p-1' as PlaceId,
    position,
    note: notes[i % notes.length]!,
    photos,
    body: { type: types[i % types.length], severity: 'minor', tier: 2 },
    steps: [],
    standing: 'reported',
  }
}

export function sampleCreate(by: MemberId, i: number): NewChange {
  const { id, steps: _steps, standing: _standing, ...set } = sampleReport(by, i)
  return {
    id: newId<ChangeId>(set.capturedAt, crypto),
    by,
    at: set.capturedAt,
    schema: currentSchema,
    t: 'report',
    row: id,
    op: 'create',
    set,
  }
}
