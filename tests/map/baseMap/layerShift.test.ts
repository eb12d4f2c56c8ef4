import { expect, it } from 'vitest'
import { distanceMetres } from '#geo/distanceMetres.ts'
import { inGcj02, layerShift } from '#map/baseMap/layerShift.ts'
import type { LatLon } from '#map/mapPin.ts'

const zoom = 17
const world = 256 * 2 ** zoom
const toPixel = ({ lat, lon }: LatLon) => {
  const sine = Math.sin((lat * Math.PI) / 180)
  return {
    x: ((lon + 180) / 360) * world,
    y: (0.5 - Math.log((1 + sine) / (1 - sine)) / (4 * Math.PI)) * world,
  }
}
const toEarth = ({ x, y }: { x: number; y: number }): LatLon => ({
  lat: (Math.atan(Math.sinh(Math.PI * (1 - (2 * y) / world))) * 180) / Math.PI,
  lon: (x / world) * 360 - 180,
})

/** Metres between a point of the plan and its picture, with the pictures moved by the middle's. */
function metresOff(middle: LatLon, point: LatLon): number {
  const { x, y } = layerShift(middle, toPixel)
  const pictured = toPixel(inGcj02(point))
  return distanceMetres(point, toEarth({ x: pictured.x + x, y: pictured.y + y }))
}

const wuhan = { lat: 30.59, lon: 114.31 }
const beijing = { lat: 39.915, lon: 116.404 }
const shenzhen = { lat: 22.54, lon: 113.91 }

it.each([wuhan, beijing, shenzhen])('pictures lie under the middle of the view at %j', (middle) => {
  expect(distanceMetres(middle, inGcj02(middle))).toBeGreaterThan(400)
  expect(metresOff(middle, middle)).toBeLessThan(0.01)
})

it.each([wuhan, beijing, shenzhen])('and within 4.3 m, 1.5 km from it, at %j', (middle) => {
  const offs = Array.from({ length: 16 }, (_, i) => {
    const turn = (i * Math.PI) / 8
    const north = (1500 * Math.cos(turn)) / 111_320
    const east = (1500 * Math.sin(turn)) / (111_320 * Math.cos((middle.lat * Math.PI) / 180))
    return metresOff(middle, { lat: middle.lat + north, lon: middle.lon + east })
  })
  expect(Math.max(...offs)).toBeLessThanOrEqual(4.3)
  expect(Math.max(...offs)).toBeGreaterThan(0.5)
})
