import { anything, array, constantFrom, double, integer, oneof, record, sample } from 'fast-check'
import { expect, it } from 'vitest'
import { factsOf } from '#client/photos/readExif.ts'
import { takenOf } from '#client/photos/takenOf.ts'
import { watchPosition } from '#client/sensors/position.ts'
import { named } from '#domain/photo.ts'
import type { Position } from '#domain/position.ts'
import { momentAt, refined } from '#domain/whereTaken.ts'
import { aProtocolClient } from '../aProtocolClient.ts'
import { aWorld } from '../world.ts'

const hash = 'a'.repeat(64)
const now = Date.now()

/** What a sensor may say: figures that are nearly right, and anything else. */
const said = oneof(
  anything(),
  double(),
  constantFrom(
    -1,
    0,
    28,
    91,
    181,
    Number.NaN,
    Infinity,
    'S',
    'w',
    '2026:02:30 00:00:00',
    '2026:02:03 04:05:06',
  ),
)
const coords = oneof(
  record({ latitude: said, longitude: said, accuracy: said }),
  record({ latitude: double(), longitude: double(), accuracy: double() }),
)
const fix = record({
  coords,
  timestamp: oneof(said, integer({ min: -2e12, max: 4e12 }), constantFrom(now)),
})
const tags = record({
  DateTimeOriginal: said,
  OffsetTimeOriginal: said,
  latitude: said,
  GPSLatitudeRef: said,
  longitude: said,
  GPSLongitudeRef: said,
  GPSHPositioningError: said,
  GPSImgDirection: said,
})
const shot = record({ tags, source: constantFrom('camera' as const, 'album' as const) })

/** A report as the form makes it of them. */
function reportOf({
  fixes,
  shots,
}: {
  fixes: unknown[]
  shots: { tags: object; source: 'camera' | 'album' }[]
}) {
  const heard: Position[] = []
  let say: (fix: never) => void = () => undefined
  watchPosition(
    () => undefined,
    () => undefined,
    {
      geolocation: {
        watchPosition: (onFix) => ((say = onFix as typeof say), 1),
        clearWatch: () => undefined,
        getCurrentPosition: () => undefined,
      },
      clock: () => now,
      onEach: (each) => heard.push(each),
    },
  )
  for (const each of fixes) say(each as never)
  const position = heard.reduce(refined, momentAt(now, [])).position ?? undefined
  const photos = shots.map(({ tags: read, source }, at) => {
    const name = { hash: hash.slice(1) + String(at), bytes: 9 }
    return {
      ...name,
      width: 4,
      height: 3,
      thumb: name,
      ...named(null),
      ...takenOf(factsOf(read), { source, at: now, position }),
    }
  })
  return { position: photos[0]?.position ?? position, photos } as Record<string, unknown>
}

it('a record is never parked for what a sensor says', async () => {
  const world = await aWorld()
  const client = await aProtocolClient(world, 'worker')
  const reports = sample(
    record({ fixes: array(fix, { maxLength: 6 }), shots: array(shot, { maxLength: 3 }) }),
    300,
  ).map(reportOf)
  const { results } = await client.push(...reports.map((report) => client.creation(report)))
  expect(
    results.flatMap(({ n, s, fault }) =>
      s === 'applied' ? [] : [{ s, fault, report: reports[n - 1] }],
    ),
  ).toEqual([])
  expect(reports.some((report) => 'position' in report && report.position)).toBe(true)
  await world.close()
})
