import { describe, expect, it } from 'vitest'
import type { Corner } from '#geo/corner.ts'
import {
  alteredNeighbours,
  dropCorner,
  sharersOf,
  shiftCorner,
  splitEdge,
  type Neighbour,
  type Outline,
} from '#geo/sharedCorners.ts'

const at = (x: number, y: number): Corner => [114.3 + x / 1000, 30.6 + y / 1000]
const ring = (...corners: [number, number][]): Corner[] => corners.map(([x, y]) => at(x, y))

/** Left is edited; it shares the edge at x = 2 with Right, and its upper end with Above as well. */
const left = ring([0, 0], [2, 0], [2, 2], [0, 2])
const right: Neighbour = { id: 'right', ring: ring([2, 0], [4, 0], [4, 2], [2, 2]) }
const above: Neighbour = { id: 'above', ring: ring([0, 2], [2, 2], [4, 2], [4, 4], [0, 4]) }
const community: Neighbour = {
  id: 'community',
  isFixed: true,
  ring: ring([0, 0], [2, 0], [4, 0], [4, 4], [0, 4]),
}
const outline: Outline = { ring: left, isClosed: true, neighbours: [right, above, community] }
const idsOf = (neighbours: readonly Neighbour[]) => neighbours.map(({ id }) => id)
const altered = (now: Outline) => alteredNeighbours(outline.neighbours, now.neighbours)

describe('a corner of several grids', () => {
  it('is moved in all of them, and each one altered is named with its ring', () => {
    const moved = shiftCorner(outline, 2, at(2.5, 2.1))
    expect(moved.ring[2]).toEqual([114.3025, 30.6021])
    expect(idsOf(altered(moved))).toEqual(['right', 'above'])
    for (const { ring: other } of altered(moved)) expect(other).toContainEqual(moved.ring[2])
    expect(right.ring[3]).toEqual(at(2, 2))
  })

  it('leaves who may not be altered as it is', () => {
    const moved = shiftCorner(outline, 1, at(2, -0.5))
    expect(idsOf(altered(moved))).toEqual(['right'])
    expect(moved.neighbours[2]).toBe(community)
  })

  it('that comes back to its place has altered nobody', () => {
    const there = shiftCorner(outline, 2, at(2.5, 2))
    expect(altered(shiftCorner(there, 2, at(2, 2)))).toEqual([])
  })

  it('is one whose owners can be named', () => {
    expect(idsOf(sharersOf(outline, left[1]!))).toEqual(['right', 'community'])
    expect(idsOf(sharersOf(outline, at(1, 1)))).toEqual([])
  })
})

describe('an edge of two grids', () => {
  it('is split in both, whichever way round each of them runs', () => {
    const split = splitEdge(outline, 1)
    expect(split.ring[2]).toEqual(split.neighbours[0]!.ring[4])
    expect(idsOf(altered(split))).toEqual(['right'])
    const turned = { ...outline, neighbours: [{ ...right, ring: [...right.ring].reverse() }] }
    const other = splitEdge(turned, 1)
    expect(other.neighbours[0]!.ring).toHaveLength(5)
    expect(other.neighbours[0]!.ring).toContainEqual(other.ring[2])
    expect(splitEdge(outline, 3).ring).toHaveLength(5)
    expect(altered(splitEdge(outline, 3))).toEqual([])
  })

  it('loses a corner in both where both run on past it, and only here where they part', () => {
    const split = shiftCorner(splitEdge(outline, 1), 2, at(2.3, 1))
    const straight = dropCorner(split, 2)
    expect(straight.ring).toEqual(left)
    expect(altered(straight)).toEqual([])
    const parted = dropCorner(outline, 2)
    expect(parted.ring).toHaveLength(3)
    expect(altered(parted)).toEqual([])
  })
})

it('a ring of three that loses a corner is being drawn again', () => {
  const three = { ...outline, ring: left.slice(0, 3), neighbours: [] }
  expect(dropCorner(three, 0)).toMatchObject({ isClosed: false })
  expect(dropCorner({ ...three, ring: left }, 0)).toMatchObject({ isClosed: true })
})
