import type { LabelBoard } from './labelBoard.ts'
import { ringOf, type PlanFrame } from './planFrame.ts'
import { along, boxOf, centreOf, longAxisOf, touches, type XY } from '#geo/plane.ts'
import type { Building } from './planShapes.ts'

/**
 * Filled outline parted into its stairwells; checked stairwells, or the whole, are filled in pine.
 */
export function drawBuilding(frame: PlanFrame, building: Building, labels: LabelBoard): void {
  const { ctx, colours, pixelsPerMetre, view } = frame
  const ring = ringOf(frame, building.place.outline!)
  const box = boxOf(ring)
  if (!touches(box, view)) return
  const rings = [ring, ...(building.place.holes ?? []).map((hole) => ringOf(frame, hole))]
  ctx.save()
  traceRounded(ctx, rings, Math.min(4, 1.2 * pixelsPerMetre))
  ctx.fillStyle = building.isChecked ? colours.checked : colours.building
  ctx.fill('evenodd')
  // A clip costs more than all else here.
  if (building.stairwells.length > 1) {
    ctx.save()
    ctx.clip('evenodd')
    fillStairwells(frame, building, ring)
    ctx.restore()
    traceRounded(ctx, rings, Math.min(4, 1.2 * pixelsPerMetre))
  }
  ctx.strokeStyle =
    building.isChecked || building.isPartlyChecked ? colours.checkedEdge : colours.buildingEdge
  ctx.lineWidth = Math.max(1.5, colours.edgePixels)
  ctx.stroke()
  ctx.restore()

  labels.avoid(box)
  const room = box.maxX - box.minX
  const tick = building.isChecked
  const isTall = box.maxY - box.minY >= labels.heightPixels
  const inBrief = /^\d+/.exec(building.place.name)?.[0] ?? building.place.code
  // On a low building the full name would hide whether it is checked.
  const words = isTall ? [building.place.name, inBrief] : [inBrief || building.place.name]
  const name = words.find((word) => word && labels.widthOf(word, tick) <= room + 4) ?? ''
  if (!name && (!tick || room < 12)) return
  // A word taller than its building stands on the ground as much as on the building.
  const isWithin = isTall && room >= labels.widthOf(name, tick)
  const middle = centreOf(box)
  if (isWithin)
    labels.add(name, middle, 'middle', building.isChecked ? colours.onChecked : colours.ink, {
      hasTick: tick,
      halo: null,
    })
  else labels.add(name, middle, 'middle', colours.ink, { hasTick: tick })
}

function fillStairwells(frame: PlanFrame, building: Building, ring: readonly XY[]): void {
  const count = building.stairwells.length
  const { ctx, colours } = frame
  const axis = longAxisOf(ring)
  const reaches = ring.map((point) => along(point, axis))
  const start = Math.min(...reaches)
  const cell = (Math.max(...reaches) - start) / count
  const inOrder = building.stairwells
    .map(({ place, isChecked }) => ({
      isChecked,
      reach: along(frame.toPoint(place.lat, place.lon), axis),
    }))
    .sort((a, b) => a.reach - b.reach)
  const across = { x: -axis.y, y: axis.x }
  const sides = ring.map((point) => along(point, across))
  const low = Math.min(...sides)
  const high = Math.max(...sides)
  const corner = (reach: number, side: number): [number, number] => [
    axis.x * reach + across.x * side,
    axis.y * reach + across.y * side,
  ]
  ctx.lineWidth = colours.edgePixels
  for (const [index, { isChecked }] of inOrder.entries()) {
    const from = start + index * cell
    if (isChecked && !building.isChecked) {
      ctx.fillStyle = colours.partlyChecked
      ctx.beginPath()
      ctx.moveTo(...corner(from, low))
      ctx.lineTo(...corner(from + cell, low))
      ctx.lineTo(...corner(from + cell, high))
      ctx.lineTo(...corner(from, high))
      ctx.fill()
    }
    if (index === 0 || cell < 8) continue
    ctx.strokeStyle = building.isChecked ? colours.checkedEdge : colours.buildingEdge
    ctx.globalAlpha = 0.45
    ctx.beginPath()
    ctx.moveTo(...corner(from, low))
    ctx.lineTo(...corner(from, high))
    ctx.stroke()
    ctx.globalAlpha = 1
  }
}

function traceRounded(
  ctx: CanvasRenderingContext2D,
  rings: readonly (readonly XY[])[],
  radius: number,
): void {
  ctx.beginPath()
  for (const ring of rings) {
    const last = ring.at(-1)!
    const first = ring[0]!
    ctx.moveTo((last.x + first.x) / 2, (last.y + first.y) / 2)
    for (const [index, point] of ring.entries()) {
      const next = ring[(index + 1) % ring.length]!
      ctx.arcTo(point.x, point.y, next.x, next.y, radius)
    }
    ctx.closePath()
  }
}
