// What the map costs: tens of thousands of places found and ordered, a plan read and applied, base
// maps cut, fetched, read and drawn, tens of thousands of points shown. The limit here is seldom
// physics but another way in the same run: for places the plain one, every place looked at anew and
// everything sorted; for points leaflet.markercluster.
import { nearestTo } from '#domain/nearestTo.ts'
import type { Place } from '#domain/place.ts'
import { searchPlaces } from '#domain/searchPlaces.ts'
import { walkingOrder } from '#domain/walkingOrder.ts'
import { plainNearest, plainSearch, plainWalkingOrder } from '../domain/plainWays.ts'
import { type Figure, percentileOf } from './figures.ts'
import { cutPart } from './cutPart.ts'
import { msOf } from './msOf.ts'
import { planAppliedPart } from './planAppliedPart.ts'
import { planFilesPart } from './planFilesPart.ts'
import { pointsPart } from './pointsPart.ts'
import { seenAlreadyPart } from './seenAlreadyPart.ts'
import { shiftPart } from './shiftPart.ts'
import { somePlaces, someRound } from './somePlaces.ts'
import { tilesPart } from './tilesPart.ts'

const [placeCount, pointCount, rowsShown, rounds] = [50_000, 10_000, 8, 7]
const [nearestCount, nearestRounds] = [40, 31]

/** Codes, names, parts of either, some left out between numbers, pinyin; and what is nowhere. */
const typed = [
  ...['3', '3-', '3-2', '3-201', '1-1-101', '12-3-2-1002', 'w', 'w1', 'w116', 'W-4 16', 's-2'],
  ...[
    '幸',
    '幸福',
    '幸福里3号楼',
    '3号楼201',
    '3栋2单元20',
    '东湖花园灯杆',
    '单元',
    '面馆',
    '湖花',
  ],
  ...['x', 'xf', 'xfl', 'xfl3', 'dhhy', 'mg', 'hydg11', 'xingfu', 'xingfl3', 'zhangn', 'huayuan12'],
  ...['99-99', 'zzz', '没有这个地方'],
]

/** Each by itself as well: `npm run bench -- map:tiles`. */
export const mapParts: Readonly<Record<string, () => Figure[] | Promise<Figure[]>>> = {
  places: placesPart,
  seen: seenAlreadyPart,
  shift: shiftPart,
  files: planFilesPart,
  plan: planAppliedPart,
  cut: cutPart,
  tiles: tilesPart,
  points: pointsPart,
}

export async function mapPart(): Promise<Figure[]> {
  const figures: Figure[] = []
  for (const part of Object.values(mapParts)) figures.push(...(await part()))
  return figures
}

function placesPart(): Figure[] {
  const places = somePlaces(placeCount)
  return [walkFigure(someRound(pointCount)), ...searchFigures(places), nearestFigure(places)]
}

function walkFigure(points: readonly Place[]): Figure {
  walkingOrder(points)
  return {
    what: `the order of a round of ${of(points)} points`,
    unit: 'ms',
    ours: Array.from({ length: rounds }, () => msOf(() => walkingOrder(points))),
    limit: [msOf(() => plainWalkingOrder(points))],
    most: 50,
  }
}

function searchFigures(places: readonly Place[]): Figure[] {
  const near = places[placeCount / 2]!
  const ours = keystrokes(rounds, (text) => searchPlaces(text, places, rowsShown, { near }))
  const plain = keystrokes(1, (text) => plainSearch(text, places, rowsShown, near))
  const within = (percent: number) => ({
    ours: ours.map((round) => percentileOf(round, percent)),
    limit: plain.map((round) => percentileOf(round, percent)),
  })
  return [
    {
      what: `a keystroke of a search of ${of(places)} places, half of ${typed.length} within`,
      unit: 'ms',
      ...within(50),
    },
    { what: '  95 of 100 within', unit: 'ms', ...within(95), most: 16 },
    {
      what: '  the first of all, with which the list is folded',
      unit: 'ms',
      ours: Array.from({ length: rounds }, () => {
        const fresh = [...places]
        return msOf(() => searchPlaces('3-201', fresh, rowsShown, { near }))
      }),
    },
  ]
}

/** Of each round, what each query took; one more round warms it up. */
const keystrokes = (count: number, search: (text: string) => unknown): number[][] =>
  Array.from({ length: count + 1 }, () => typed.map((text) => msOf(() => search(text)))).slice(1)

function nearestFigure(places: readonly Place[]): Figure {
  const spots = places.filter((_, n) => n % Math.floor(places.length / nearestRounds) === 0)
  const each = (nearest: typeof plainNearest) =>
    [...spots, ...spots]
      .map((spot) => msOf(() => nearest(spot, places, nearestCount)))
      .slice(spots.length)
  return {
    what: `the nearest ${nearestCount} of ${of(places)} places`,
    unit: 'ms',
    ours: each(nearestTo),
    limit: each(plainNearest),
  }
}

const of = (places: readonly Place[]): string => places.length.toLocaleString('en')
