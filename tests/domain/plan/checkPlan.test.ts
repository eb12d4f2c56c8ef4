import { describe, expect, it } from 'vitest'
import type { Grid, Ring } from '#domain/grid.ts'
import type { GridId, PlaceId } from '#domain/ids.ts'
import type { Place } from '#domain/place.ts'
import { checkPlan } from '#domain/plan/checkPlan.ts'
import type { Plan, PlanRowChange } from '#domain/plan/plan.ts'
import { planLimits } from '#domain/plan/planProblem.ts'
import { aGrid, aPlace, dayMs, planOf, root, today } from './planWorld.ts'

const place = (set: Place): PlanRowChange => ({ t: 'place', id: set.id, before: 0, set })
const grid = (set: Grid): PlanRowChange => ({ t: 'grid', id: set.id, before: 0, set })
const problemsOf = (plan: Plan, ...changes: PlanRowChange[]) => checkPlan(plan, changes, today)
const codesIn = (plan: Plan, ...changes: PlanRowChange[]): string[] =>
  problemsOf(plan, ...changes).map(({ code }) => code)

const square = (size: number): Ring => [
  [114.3, 30.5],
  [114.3 + size, 30.5],
  [114.3 + size, 30.5 + size],
  [114.3, 30.5 + size],
]
const eight: Ring = [
  [114.3, 30.5],
  [114.31, 30.51],
  [114.31, 30.5],
  [114.3, 30.51],
]

describe('what is drawn', () => {
  it.each([
    [
      'in metres, as a border',
      grid(aGrid('m', { border: [[38529700, 3385600], ...square(0.01)] })),
    ],
    [
      'with latitude first, as a building',
      place(aPlace('b', { outline: square(0.01).map(([x, y]) => [y, x]) })),
    ],
    [
      'endless, as a path',
      place(
        aPlace('c', {
          type: 'path',
          outline: [
            [114, 30],
            [Infinity, 30],
          ],
        }),
      ),
    ],
  ])('%s lies nowhere', (_, change) => {
    expect(codesIn(planOf(), change)).toContain('badPosition')
  })

  it('as a path has no more corners than the server takes', () => {
    const outline: Ring = Array.from({ length: planLimits.corners + 1 }, (_, at) => [
      114,
      30 + at / 1e5,
    ])
    expect(codesIn(planOf(), place(aPlace('c', { type: 'path', outline })))).toEqual([
      'ringTooLong',
    ])
  })
})

describe('a code', () => {
  it('is the same with marks in it that nobody sees', () => {
    const plan = planOf([aPlace('a', { code: '3-2' })])
    expect(codesIn(plan, place(aPlace('b', { code: '3\u200b-2\u200e' })))).toEqual(['codeTaken'])
  })

  it('is one place’s, and names the other', () => {
    const plan = planOf([aPlace('a', { code: '3-2' })])
    expect(problemsOf(plan, place(aPlace('b', { code: '３–2' })))).toEqual([
      { id: 'b', code: 'codeTaken', detail: { code: '３–2', by: 'a号楼' } },
    ])
    expect(
      codesIn(planOf(), place(aPlace('b', { code: '7' })), place(aPlace('c', { code: '7' }))),
    ).toEqual(['codeTaken', 'codeTaken'])
  })

  it('that another place had leads there still', () => {
    const plan = planOf([aPlace('a', { code: '9', aliases: ['3-2'] })])
    expect(codesIn(plan, place(aPlace('b', { code: '3-2' })))).toEqual(['codeTaken'])
  })

  it('may be kept by its own place, as code and as alias', () => {
    const plan = planOf([aPlace('a', { code: '9', aliases: ['3-2'] })])
    expect(codesIn(plan, place(aPlace('a', { code: '3-2', aliases: ['9'] })))).toEqual([])
  })

  it.each([
    [0, ['codeTaken']],
    [90, ['codeTaken']],
    [91, []],
  ])('of a place that is gone for %i days: %j', (days, codes) => {
    const gone = aPlace('a', { code: '7', retiredAt: today - days * dayMs })
    expect(codesIn(planOf([gone]), place(aPlace('b', { code: '7' })))).toEqual(codes)
  })

  it('that such a place had before is never free', () => {
    const gone = aPlace('a', { code: '7', aliases: ['6'], retiredAt: today - 400 * dayMs })
    expect(codesIn(planOf([gone]), place(aPlace('b', { code: '6' })))).toEqual(['codeTaken'])
  })

  it('is compared with others without hyphens, as a warning', () => {
    const plan = planOf([aPlace('a', { code: '32-1' })])
    expect(problemsOf(plan, place(aPlace('b', { code: '3-21' })))).toEqual([
      { id: 'b', code: 'codeAlike', detail: { code: '3-21', other: '32-1' } },
    ])
  })

  it('asks nothing of a place that goes', () => {
    const plan = planOf([aPlace('a', { code: '7' })])
    expect(codesIn(plan, place(aPlace('b', { code: '7', retiredAt: today })))).toEqual([])
  })

  it('is changed so often and no more: earlier ones are kept and found', () => {
    const earlier = (length: number) =>
      codesIn(
        planOf(),
        place(aPlace('a', { code: '7', aliases: Array.from({ length }, (_, at) => `old-${at}`) })),
      )
    expect(earlier(planLimits.earlierCodes)).toEqual([])
    expect(earlier(planLimits.earlierCodes + 1)).toEqual(['tooManyCodes'])
  })

  it('and a name have a length', () => {
    const { codeCharacters, nameCharacters } = planLimits
    const long = (code: number, name: number) =>
      codesIn(planOf(), place(aPlace('a', { code: 'x'.repeat(code), name: 'x'.repeat(name) })))
    expect(long(codeCharacters, nameCharacters)).toEqual([])
    expect(long(codeCharacters + 1, 1)).toEqual(['codeTooLong'])
    expect(long(1, nameCharacters + 1)).toEqual(['codeTooLong'])
  })
})

describe('a place', () => {
  const rows: [string, Partial<Place>, string[]][] = [
    ['without name and code', { name: ' ', code: '' }, ['nameless']],
    ['that only draws the plan needs neither', { type: 'area', name: '', code: '' }, []],
    ['beyond the pole', { lat: 91 }, ['badPosition']],
    ['at no number', { lon: NaN }, ['badPosition']],
    ['in a grid that is not there', { gridId: 'west' as GridId }, ['unknownGrid']],
    ['part of nothing known', { parentId: 'x' as PlaceId }, ['unknownParent']],
    ['part of itself', { parentId: 'a' as PlaceId }, ['parentCircle']],
    ['whose outline crosses itself', { outline: eight }, ['ringCrosses']],
    ['whose path crosses itself', { type: 'path', outline: eight }, []],
    [
      'with a hole outside',
      {
        outline: square(0.001),
        holes: [
          [
            [114.4, 30.6],
            [114.4, 30.601],
            [114.401, 30.6],
          ],
        ],
      },
      ['holeOutside'],
    ],
  ]
  it.each(rows)('%s', (_, more, codes) => {
    expect(codesIn(planOf(), place(aPlace('a', more)))).toEqual(codes)
  })

  it('may not be part of one that is part of it', () => {
    const plan = planOf([aPlace('a'), aPlace('b', { parentId: 'a' as PlaceId })])
    expect(codesIn(plan, place(aPlace('a', { parentId: 'b' as PlaceId })))).toEqual([
      'parentCircle',
    ])
  })
})

describe('a grid', () => {
  const rows: [string, Partial<Grid>, string[]][] = [
    ['without a name', { name: '' }, ['nameless']],
    ['beside the community', { parentId: null }, ['noParent']],
    ['part of nothing known', { parentId: 'x' as GridId }, ['unknownGrid']],
    ['part of itself', { parentId: 'a' as GridId }, ['parentCircle']],
    ['whose border crosses itself', { border: eight }, ['ringCrosses']],
    ['of two corners', { border: square(0.01).slice(0, 2) }, ['ringTooFew']],
    [
      'on one line',
      {
        border: [
          [114.3, 30.5],
          [114.31, 30.5],
          [114.32, 30.5],
        ],
      },
      ['ringNoArea'],
    ],
    [
      'with too many corners',
      {
        border: Array.from({ length: planLimits.corners + 1 }, (_, i): [number, number] => [
          114.3 + 0.01 * Math.cos(i / 400),
          30.5 + 0.01 * Math.sin(i / 400),
        ]),
      },
      ['ringTooLong'],
    ],
    [
      'in too many pieces',
      {
        border: square(0.01),
        parts: Array.from({ length: planLimits.pieces + 1 }, () => [square(0.01)]),
      },
      ['tooManyPieces'],
    ],
    [
      'of which a second part crosses itself',
      { border: square(0.01), parts: [[square(0.01)], [eight]] },
      ['ringCrosses'],
    ],
    ['with a border as it should be', { border: square(0.01) }, []],
  ]
  it.each(rows)('%s', (_, more, codes) => {
    expect(codesIn(planOf(), grid(aGrid('a', more)))).toEqual(codes)
  })

  it('may have been joined away meanwhile: nothing comes into it, what lay there may stay', () => {
    const away = aGrid('away', { retiredAt: today })
    const inside = { gridId: 'away' as GridId }
    const plan = planOf([aPlace('a', inside), aPlace('b')], [away])
    expect(codesIn(plan, place(aPlace('a', { ...inside, name: '新名' })))).toEqual([])
    expect(codesIn(plan, place(aPlace('b', inside)))).toEqual(['unknownGrid'])
    expect(codesIn(plan, place(aPlace('c', inside)))).toEqual(['unknownGrid'])
    expect(codesIn(plan, grid(aGrid('d', { parentId: 'away' as GridId })))).toEqual(['unknownGrid'])
  })

  it('may not go while something is in it', () => {
    const gone = grid(aGrid('east', { retiredAt: today }))
    expect(codesIn(planOf([aPlace('a')]), gone)).toEqual(['gridInUse'])
    expect(codesIn(planOf([], [aGrid('b', { parentId: 'east' as GridId })]), gone)).toEqual([
      'gridInUse',
    ])
    expect(codesIn(planOf([aPlace('a', { retiredAt: today })]), gone)).toEqual([])
    expect(codesIn(planOf([aPlace('a')]), gone, place(aPlace('a', { retiredAt: today })))).toEqual(
      [],
    )
  })

  it('that is the community stays, and stays on top', () => {
    expect(codesIn(planOf(), grid({ ...root, name: '新名' }))).toEqual([])
    expect(codesIn(planOf(), grid({ ...root, parentId: 'east' as GridId }))).toEqual([
      'parentCircle',
    ])
    expect(
      codesIn({ grids: new Map(), places: new Map() }, grid({ ...root, retiredAt: today })),
    ).toEqual(['noParent'])
  })
})

it('what was wrong before and is not touched is no reason', () => {
  const plan = planOf([aPlace('a', { code: '7' }), aPlace('b', { code: '7', lat: 99 })])
  expect(codesIn(plan, place(aPlace('c', { code: '8' })))).toEqual([])
})
