import { describe, expect, it } from 'vitest'
import type { Corner } from '#geo/corner.ts'
import { axesSwapped } from '#geo/systems/axes.ts'
import { fromGcj02, toBd09, toGcj02 } from '#geo/systems/chineseShift.ts'
import { guessSystem, type GuessedSystem } from '#geo/systems/guessSystem.ts'
import { aPlan } from '../../aPlanFile.ts'

const written: Record<GuessedSystem, (at: Corner) => Corner> = {
  wgs84: (at) => at,
  gcj02: toGcj02,
  bd09: toBd09,
  shiftedBack: fromGcj02,
}
const swap = ([x, y]: Corner): Corner => [y, x]

const plan = aPlan(3, { grids: 4, buildings: 400, places: 0 }).items
const truth = plan.filter(({ type }) => type === 'building').map(({ at }) => at)
const border = [plan.filter(({ type }) => type === 'community').map(({ ring }) => ring)]
/** What the file has is a few metres off what is known. */
const noisy = truth.map(([lon, lat], index): Corner => [
  lon + 0.00003 * Math.sin(index),
  lat + 0.00003 * Math.cos(index),
])
const every = (n: number): Corner[] => truth.filter((_, index) => index % n === 0)

describe('which system a file is in', () => {
  for (const system of ['gcj02', 'bd09', 'shiftedBack'] as const)
    for (const [known, of] of [
      ['all', every(1)],
      ['a third', every(3)],
      ['a tenth', every(10)],
    ] as const)
      it(`is ${system} where its points lie so, with ${known} of the places known`, () => {
        const guess = guessSystem(noisy.map(written[system]), of, {})
        expect(guess).toMatchObject({ system, isExchanged: false, reason: 'knownPlaces' })
        expect(guess!.share).toBeGreaterThan(of.length / truth.length - 0.01)
        expect(guess!.share).toBeGreaterThan(3 * guess!.nextShare)
        expect(guess!.metres).toBeGreaterThan(500)
      })

  it('is beyond doubt where its points lie as declared', () => {
    expect(guessSystem(noisy, truth)).toBeNull()
    expect(guessSystem(noisy, truth, { declared: 'cgcs2000' })).toBeNull()
    expect(guessSystem(noisy.map(toGcj02), truth, { declared: 'gcj02' })).toBeNull()
  })

  it('is WGS-84 after all where it was declared to be shifted', () => {
    expect(guessSystem(noisy, truth, { declared: 'gcj02' })).toMatchObject({
      system: 'wgs84',
      reason: 'knownPlaces',
    })
  })

  it('is not guessed from fewer than a tenth of the points, nor from nothing', () => {
    expect(guessSystem(noisy.map(toGcj02), every(40))).toBeNull()
    expect(guessSystem(noisy.map(toGcj02), [])).toBeNull()
    expect(guessSystem([], truth)).toBeNull()
    expect(guessSystem([[38_529_700, 3_385_600]], truth)).toBeNull()
  })

  it('is guessed with the axes exchanged', () => {
    expect(guessSystem(noisy.map(toGcj02).map(swap), truth)).toMatchObject({
      system: 'gcj02',
      isExchanged: true,
      reason: 'knownPlaces',
    })
    expect(guessSystem(noisy.map(swap), truth)).toMatchObject({
      system: 'wgs84',
      isExchanged: true,
      reason: 'axes',
    })
  })

  it('is guessed from the border where no place is known', () => {
    for (const system of ['gcj02', 'shiftedBack'] as const)
      expect(guessSystem(noisy.map(written[system]), [], { border })).toMatchObject({
        system,
        reason: 'border',
      })
    expect(guessSystem(noisy, [], { border })).toBeNull()
    const elsewhere = noisy.map(([lon, lat]): Corner => [lon + 0.004, lat + 0.006])
    expect(guessSystem(elsewhere, [], { border })).toBeNull()
  })
})

describe('exchanged axes', () => {
  it('are certain beyond 90 degrees and in China, and else not claimed', () => {
    expect(axesSwapped([[30.6, 114.3]])).toBe(true)
    expect(axesSwapped([[43.8, 87.6]])).toBe(true)
    expect(axesSwapped([[114.3, 30.6]])).toBe(false)
    expect(axesSwapped([[43.77, 11.25]])).toBe(false)
    expect(axesSwapped([])).toBe(false)
  })
})
