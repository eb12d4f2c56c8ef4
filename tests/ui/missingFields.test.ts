import { describe, expect, it } from 'vitest'
import type { DraftWords } from '../../src/state/useDraft.ts'
import { missingFields } from '#ui/field/capture/missingFields.ts'

const draft = (body: DraftWords['body'], ...roles: string[]) =>
  ({
    photos: roles.map((role) => ({ role })),
    body: { type: 'other', ...body },
    placeId: 'p',
  }) as unknown as DraftWords

describe('what a hazard report lacks', () => {
  it('asks nothing more of a photo, a type and a place', () =>
    expect(missingFields(draft({}, 'near'))).toEqual([]))

  it('asks for a photo of the result where it was fixed on the spot', () => {
    expect(missingFields(draft({ isFixedOnSpot: true }, 'near'))).toEqual(['after'])
    expect(missingFields(draft({ isFixedOnSpot: true }, 'near', 'after'))).toEqual([])
    expect(missingFields(draft({ isFixedOnSpot: false }, 'near'))).toEqual([])
  })

  it('is held up by a measured value that is not a figure yet', () => {
    expect(missingFields(draft({ measuredText: '12 or so', measuredUnit: 'cm' }, 'near'))).toEqual([
      'measured',
    ])
    expect(missingFields(draft({ measured: { value: 12, unit: 'cm' } }, 'near'))).toEqual([])
  })
})
