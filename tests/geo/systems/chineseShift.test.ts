import { describe, expect, it } from 'vitest'
import type { Corner } from '#geo/corner.ts'
import { distanceMetres } from '#geo/distanceMetres.ts'
import { fromBd09, fromGcj02, toBd09, toGcj02 } from '#geo/systems/chineseShift.ts'
import { toWgs84 } from '#geo/systems/toWgs84.ts'

const metres = (a: Corner, b: Corner): number =>
  distanceMetres({ lon: a[0], lat: a[1] }, { lon: b[0], lat: b[1] })

/** From Hainan to Heilongjiang. */
const places: Corner[] = [
  [114.31034, 30.59012],
  [116.404, 39.915],
  [113.912316, 22.543847],
  [110.35, 20.02],
  [87.6, 43.8],
  [126.64, 45.75],
]

describe('the shift of Chinese maps', () => {
  it.each<[Corner, Corner]>([
    [
      [116.404, 39.915],
      [116.41024449916938, 39.91640428150164],
    ],
    [
      [121.5272106, 31.1774276],
      [121.531541859215, 31.17530398364597],
    ],
    [
      [113.912316, 22.543847],
      [113.9171764808363, 22.540796131694766],
    ],
    [
      [116.377817, 39.911954],
      [116.38404722455657, 39.91334545536069],
    ],
  ])('from %j is to %j, as published for GCJ-02', (wgs84, gcj02) => {
    expect(metres(toGcj02(wgs84), gcj02)).toBeLessThan(0.001)
  })

  it('is to BD-09 and back as published', () => {
    const published: Corner = [116.41036949371029, 39.92133699351021]
    expect(metres(toBd09(fromGcj02([116.404, 39.915])), published)).toBeLessThan(0.001)
    const back = toGcj02(fromBd09([116.404, 39.915]))
    expect(metres(toBd09(fromGcj02(back)), [116.404, 39.915])).toBeLessThan(0.001)
    // The published way back is itself some centimetres off.
    expect(metres(back, [116.39762729119315, 39.90865673957631])).toBeLessThan(0.6)
  })

  it('is taken back to a tenth of a millimetre', () => {
    for (const at of places) {
      expect(metres(fromGcj02(toGcj02(at)), at)).toBeLessThan(0.0002)
      expect(metres(fromBd09(toBd09(at)), at)).toBeLessThan(0.0002)
    }
  })

  it('moves a place in Wuhan some 590 m, and none in Europe', () => {
    expect(metres(toGcj02([114.31, 30.59]), [114.31, 30.59])).toBeCloseTo(586, -1)
    expect(toGcj02([11.25, 43.77])).toEqual([11.25, 43.77])
  })

  it.each([
    ['gcj02', toGcj02],
    ['bd09', toBd09],
    ['shiftedBack', fromGcj02],
    ['cgcs2000', (at: Corner) => at],
    ['wgs84', (at: Corner) => at],
  ] as const)('is taken off a file in %s', async (system, forward) => {
    const convert = (await toWgs84(system))!
    const exchanged = (await toWgs84(system, true))!
    for (const at of places) {
      const [lon, lat] = forward(at)
      expect(metres(convert([lon, lat]), at)).toBeLessThan(0.001)
      expect(metres(exchanged([lat, lon]), at)).toBeLessThan(0.001)
    }
  })
})
