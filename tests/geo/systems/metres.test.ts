import proj4 from 'proj4'
import { describe, expect, it } from 'vitest'
import type { Corner } from '#geo/corner.ts'
import { distanceMetres } from '#geo/distanceMetres.ts'
import { guessMetres, looksLikeMetres } from '#geo/systems/axes.ts'
import { systemOf } from '#geo/systems/planSystem.ts'
import { toWgs84, type ToWgs84 } from '#geo/systems/toWgs84.ts'
import { zone38Prj } from '../../aPlanFile.ts'

const metres = (a: Corner, b: Corner): number =>
  distanceMetres({ lon: a[0], lat: a[1] }, { lon: b[0], lat: b[1] })

/** Without the zone before the easting. */
const about114 = proj4('+proj=tmerc +lon_0=114 +k=1 +x_0=500000 +ellps=GRS80 +units=m')
const place: Corner = [114.31034, 30.59012]
const [east, north] = about114.forward(place)

const lands = (convert: ToWgs84 | null, corner: Corner): number => metres(convert!(corner), place)

describe('coordinates in metres', () => {
  it('are where Krüger puts them', () => {
    // A quarter of the meridian, by the published length of that of GRS80.
    expect(about114.forward([114, 90])[1]).toBeCloseTo(10_001_965.729, 2)
    // The first terms of his series, on the ellipsoid of CGCS2000.
    const [a, e2, rad] = [6_378_137, 0.0066943800229, Math.PI / 180]
    const lat = place[1] * rad
    const [t2, n2] = [Math.tan(lat) ** 2, (e2 / (1 - e2)) * Math.cos(lat) ** 2]
    const across = (place[0] - 114) * rad * Math.cos(lat)
    const radius = a / Math.sqrt(1 - e2 * Math.sin(lat) ** 2)
    const series = 500_000 + radius * (across + ((1 - t2 + n2) * across ** 3) / 6)
    expect(east).toBeCloseTo(series, 3)
  })

  it('are read in a zone, with and without its number before the easting', async () => {
    const convert = await toWgs84({ zone: 38, width: 3 })
    expect(lands(convert, [38_000_000 + east, north])).toBeLessThan(0.001)
    expect(lands(convert, [east, north])).toBeLessThan(0.001)
  })

  it('are read in the zone before the easting where that is another than was named', async () => {
    const convert = await toWgs84({ zone: 39, width: 3 })
    expect(lands(convert, [38_000_000 + east, north])).toBeLessThan(0.001)
  })

  it('are read in a zone of six degrees', async () => {
    const about117 = proj4('+proj=tmerc +lon_0=117 +k=1 +x_0=500000 +ellps=GRS80 +units=m')
    const [x, y] = about117.forward(place)
    expect(lands(await toWgs84({ zone: 20, width: 6 }), [20_000_000 + x, y])).toBeLessThan(0.001)
  })

  it('are read about a meridian, and with the north first', async () => {
    expect(lands(await toWgs84({ meridian: 114 }), [east, north])).toBeLessThan(0.001)
    expect(lands(await toWgs84({ meridian: 114 }, true), [north, east])).toBeLessThan(0.001)
  })

  it('are read by the text of a .prj as by its zone', async () => {
    const convert = await toWgs84(systemOf(zone38Prj)!)
    expect(lands(convert, [38_000_000 + east, north])).toBeLessThan(0.001)
  })

  it('are nowhere where they are none', async () => {
    const convert = (await toWgs84({ zone: 38, width: 3 }))!
    expect(convert([NaN, 1])).toEqual([NaN, NaN])
    expect(convert([-1e12, 1])).toEqual([NaN, NaN])
    expect(convert([9e9, 1])).toEqual([NaN, NaN])
  })

  it('are not read by a .prj that is none', async () => {
    expect(await toWgs84({ prj: 'PROJCS["CGCS2000",nonsense' })).toBeNull()
  })

  it('say which zone they are in, and which axis comes first', () => {
    const guess = (corner: Corner) => guessMetres([corner])
    const zone38 = { zone: 38, width: 3 }
    expect(guess([38_529_700, 3_385_600])).toEqual({ system: zone38, isExchanged: false })
    expect(guess([3_385_600, 38_529_700])).toEqual({ system: zone38, isExchanged: true })
    expect(guess([20_212_000, 3_391_000])).toEqual({
      system: { zone: 20, width: 6 },
      isExchanged: false,
    })
    expect(guess([529_700, 3_385_600])).toEqual({ system: null, isExchanged: false })
    expect(guess([3_385_600, 529_700])).toEqual({ system: null, isExchanged: true })
    expect(guess([12_700_000, 3_580_000])).toBeNull()
    expect(guess(place)).toBeNull()
  })

  it('are told from degrees', () => {
    expect(looksLikeMetres([place, [38_529_700, 3_385_600]])).toBe(true)
    expect(looksLikeMetres([place, [-180, 90]])).toBe(false)
  })
})

describe('what a file says of its system', () => {
  it.each([
    ['urn:ogc:def:crs:OGC:1.3:CRS84', 'wgs84'],
    ['EPSG:4326', 'wgs84'],
    ['http://www.opengis.net/def/crs/EPSG/0/4326', 'wgs84'],
    ['urn:ogc:def:crs:EPSG::4490', 'cgcs2000'],
    ['urn:ogc:def:crs:EPSG:6.9:4526', { zone: 38, width: 3 }],
    ['EPSG:4547', { meridian: 114 }],
    ['EPSG:4498', { zone: 20, width: 6 }],
    ['EPSG:4509', { meridian: 117 }],
    ['EPSG:2326', null],
    ['Wuhan local', null],
    ['', null],
    [zone38Prj, { prj: zone38Prj }],
    [
      'GEOGCS["GCS_WGS_1984",DATUM["D_WGS_1984",SPHEROID["WGS_1984",6378137.0,298.257223563]]]',
      'wgs84',
    ],
    [
      'GEOGCS["GCS_China_Geodetic_Coordinate_System_2000",DATUM["D_China_2000",SPHEROID["CGCS2000",6378137.0,298.257222101]]]',
      'cgcs2000',
    ],
    [
      'PROJCS["Xian_1980_3_Degree_GK_Zone_38",GEOGCS["GCS_Xian_1980",DATUM["D_Xian_1980",SPHEROID["Xian_1980",6378140.0,298.257]]]]',
      null,
    ],
    [
      'PROJCS["Beijing_1954_3_Degree_GK_Zone_38",GEOGCS["GCS_Beijing_1954",DATUM["D_Beijing_1954",SPHEROID["Krasovsky_1940",6378245.0,298.3]]]]',
      null,
    ],
  ] as const)('%s is known for what it is', (text, system) => {
    expect(systemOf(text)).toEqual(system)
  })
})
