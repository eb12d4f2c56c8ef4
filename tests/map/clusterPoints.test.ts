import { describe, expect, it } from 'vitest'
import { clusterPoints, spreadOffsets, worstLevelOf } from '#map/clusterPoints.ts'

const radius = 56
const at = (x: number, y: number) => ({ x, y })

describe('clusterPoints', () => {
  it('joins near points and leaves far ones alone', () => {
    const clusters = clusterPoints([at(0, 0), at(20, 10), at(400, 400)], radius)
    expect(clusters.map((cluster) => cluster.members.length)).toEqual([2, 1])
  })

  it('stands in the middle of its members', () => {
    const [cluster] = clusterPoints([at(0, 0), at(30, 0), at(0, 30)], radius)
    expect(cluster).toMatchObject({ x: 10, y: 10 })
  })

  it('joins points on both sides of a cell edge, also left of and above nought', () => {
    expect(clusterPoints([at(radius - 1, 5), at(radius + 1, 5)], radius)).toHaveLength(1)
    expect(clusterPoints([at(-3, -3), at(3, 3)], radius)).toHaveLength(1)
  })

  it('joins the nearest of two anchors', () => {
    const clusters = clusterPoints([at(0, 0), at(90, 0), at(50, 0)], radius)
    expect(clusters.map((cluster) => cluster.members.length)).toEqual([1, 2])
  })

  it('loses no point and keeps members within the radius of their first', () => {
    const points = Array.from({ length: 2000 }, (_, index) =>
      at((index * 7919) % 3001, (index * 104_729) % 2003),
    )
    const clusters = clusterPoints(points, radius)
    expect(clusters.flatMap((cluster) => cluster.members)).toHaveLength(points.length)
    expect(new Set(clusters.flatMap((cluster) => cluster.members)).size).toBe(points.length)
    for (const { members } of clusters) {
      for (const member of members)
        expect(Math.hypot(member.x - members[0]!.x, member.y - members[0]!.y)).toBeLessThan(radius)
    }
  })

  it('takes 10,000 points in one pass', () => {
    const spread = Array.from({ length: 10_000 }, (_, index) =>
      at((index * 7919) % 60_007, (index * 104_729) % 60_013),
    )
    const crowded = Array.from({ length: 10_000 }, (_, index) => at(index % 7, index % 5))
    const started = performance.now()
    clusterPoints(spread, radius)
    expect(clusterPoints(crowded, radius)).toHaveLength(1)
    // Some 30 ms on a desk; a pass over all pairs would take minutes.
    expect(performance.now() - started).toBeLessThan(1500)
  })
})

describe('worstLevelOf', () => {
  it('names the worst level and how many show it', () => {
    expect(
      worstLevelOf([
        { level: 'within' },
        { level: 'over' },
        { level: 'none' },
        { level: 'within' },
      ]),
    ).toEqual({ level: 'over', share: 0.25 })
    expect(worstLevelOf([{ level: 'within' }, { level: 'soon' }])).toEqual({
      level: 'soon',
      share: 0.5,
    })
  })

  it('shows no level when none of them has one', () => {
    expect(worstLevelOf([{ level: 'none' }])).toEqual({ level: 'none', share: 0 })
  })
})

describe('spreadOffsets', () => {
  it('keeps every two of them apart by nearly the gap', () => {
    const offsets = spreadOffsets(30, 30)
    for (const [index, a] of offsets.entries()) {
      for (const b of offsets.slice(index + 1))
        expect(Math.hypot(a.x - b.x, a.y - b.y)).toBeGreaterThan(30 * 0.8)
    }
  })
})
