import { describe, expect, it } from 'vitest'
import type { PlaceId } from '#domain/ids.ts'
import { pointInHand } from '#domain/patrol.ts'

const points = ['a', 'b', 'c', 'd', 'e'].map((id) => ({ id: id as PlaceId }))
const checked = new Set(['a', 'c'] as PlaceId[])

describe('the point in hand', () => {
  it('is the one that was touched, also when its row has been read anew since', () => {
    const touched = points[4]!.id
    expect(
      pointInHand(
        points.map((point) => ({ ...point })),
        checked,
        touched,
      )?.id,
    ).toBe('e')
    expect(pointInHand(points, checked, 'c' as PlaceId)?.id).toBe('c')
  })

  it('is else the next that is not checked, and none when all are', () => {
    expect(pointInHand(points, checked)?.id).toBe('b')
    expect(pointInHand(points, checked, 'of another grid' as PlaceId)?.id).toBe('b')
    expect(pointInHand(points, new Set(points.map((point) => point.id)))).toBe(null)
  })
})
