import { describe, expect, it } from 'vitest'
import type { PhotoRole } from '#domain/photo.ts'
import { kindOf } from '#kinds/kinds.ts'
import type { Content } from '#kinds/missing.ts'
import { whyIncomplete } from '#kinds/whyIncomplete.ts'

const content = (body: Content['body'], ...roles: PhotoRole[]) =>
  ({
    photos: roles.map((role) => ({ role })),
    body: { type: 'other', ...body },
    placeId: 'p',
  }) as unknown as Content
const missingIn = (kind: string, given: Content) =>
  kindOf(kind)!.missing!(given).map(({ field }) => field)

describe('what a hazard report lacks', () => {
  it('asks nothing more of a photo, a type and a place', () =>
    expect(missingIn('hazard', content({}, 'near'))).toEqual([]))

  it('asks for a photo of the result where it was fixed on the spot', () => {
    expect(missingIn('hazard', content({ isFixedOnSpot: true }, 'near'))).toEqual(['after'])
    expect(missingIn('hazard', content({ isFixedOnSpot: true }, 'near', 'after'))).toEqual([])
    expect(missingIn('hazard', content({ isFixedOnSpot: false }, 'near'))).toEqual([])
  })

  it('is held up by a measured value that is not a figure yet', () => {
    expect(
      missingIn('hazard', content({ measuredText: '12 or so', measuredUnit: 'cm' }, 'near')),
    ).toEqual(['measured'])
    expect(missingIn('hazard', content({ measured: { value: 12, unit: 'cm' } }, 'near'))).toEqual(
      [],
    )
  })

  it('takes a voice note for the words that say why there is no photo', () => {
    const voice = [{ hash: 'v' as never, bytes: 1, seconds: 3, takenAt: 1 }]
    expect(missingIn('hazard', content({}))).toEqual(['photo'])
    expect(missingIn('hazard', { ...content({}), voice })).toEqual([])
    expect(missingIn('hazard', { ...content({}), voice: [] })).toEqual(['photo'])
  })

  it('is asked for in the order of the form', () =>
    expect(
      missingIn('hazard', { photos: [], body: { isFixedOnSpot: true, measuredText: 'x' } }),
    ).toEqual(['photo', 'type', 'place', 'after', 'measured']))
})

describe('what a visit lacks', () => {
  it('is a door and a result, in the order of the form', () => {
    expect(missingIn('visit', { photos: [], body: {} })).toEqual(['place', 'result'])
    expect(missingIn('visit', content({ result: 'met' }))).toEqual([])
  })
})

describe('what the server refuses', () => {
  it('is only the proof of what was put right: the rest an older app has not asked for', () => {
    const hazard = kindOf('hazard')!
    expect(whyIncomplete(hazard, { photos: [], body: {} })).toBeNull()
    expect(whyIncomplete(hazard, content({ isFixedOnSpot: true }, 'near'))?.code).toBe(
      'missingPhoto',
    )
    expect(whyIncomplete(kindOf('visit')!, { photos: [], body: {} })).toBeNull()
  })
})
