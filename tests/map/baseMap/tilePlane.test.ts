import { expect, it } from 'vitest'
import { coveredPart, onTile } from '#map/baseMap/tilePlane.ts'

it('the middle of the world is the corner of four tiles', () => {
  expect(onTile({ z: 1, x: 0, y: 0 }, 0, 0)).toEqual({ x: 256, y: 256 })
  expect(onTile({ z: 1, x: 1, y: 1 }, 0, 0)).toEqual({ x: 0, y: 0 })
})

it('a tile knows which part of it an archive covers', () => {
  const tile = { z: 2, x: 2, y: 1 }
  expect(coveredPart(tile, [-180, -10, 180, 80])).toMatchObject({ isWhole: true })
  expect(coveredPart(tile, [-180, -10, 45, 80])).toMatchObject({
    x: 0,
    width: 128,
    isWhole: false,
  })
  expect(coveredPart(tile, [-180, -85, -10, 85])).toBeNull()
})
