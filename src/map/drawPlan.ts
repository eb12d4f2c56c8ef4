import { type Grid, polygonsOf } from '#domain/grid.ts'
import { drawBuilding } from './drawBuilding.ts'
import { drawNext, drawSpots, isSpotShown } from './drawSpots.ts'
import { LabelBoard } from './labelBoard.ts'
import { ringOf, trace, type PlanFrame } from './planFrame.ts'
import { boxOf, centreOf, touches, type Box, type XY } from '#geo/plane.ts'
import { isBoxSeen } from './seen.ts'
import { steadyNumbers } from './steadyNumbers.ts'
import type { PlanShapes } from './planShapes.ts'

const pathWidthMetres = 5
/** Below these scales a thing would only be clutter (pixels for each metre). */
const scaleFor = { trees: 0.8, stairwellCode: 6, gridName: 1.1 }

export function drawPlan(frame: PlanFrame, shapes: PlanShapes): void {
  const { ctx, colours } = frame
  const labels = new LabelBoard(ctx, frame.lettering, colours.ground)
  if (!frame.isOverMap) drawGround(frame, shapes.grids)
  drawAreas(frame, shapes)
  drawPaths(frame, shapes)
  drawBorders(frame, shapes.grids)
  const buildings = shapes.buildings.filter(({ box }) => isBoxSeen(frame, box))
  for (const building of buildings) drawBuilding(frame, building, labels)
  if (frame.keptFree) labels.keepFree(frame.keptFree.at, frame.keptFree.reachPixels)
  if (isSpotShown(frame.pixelsPerMetre)) drawSpots(frame, shapes, labels)
  else drawNext(frame, shapes, labels)
  if (frame.pixelsPerMetre >= scaleFor.stairwellCode) {
    for (const { stairwells } of buildings) {
      for (const { place } of stairwells)
        labels.add(place.code, frame.toPoint(place.lat, place.lon), 'middle', colours.ink)
    }
  }
  if (frame.pixelsPerMetre < scaleFor.gridName) {
    for (const grid of shapes.grids) if (grid.level === 'grid') nameGrid(frame, grid, labels)
  }
  labels.draw()
}

/**
 * In the middle, or above or below it where buildings have their names; on two lines where the
 * grid is narrower than its name.
 */
function nameGrid(frame: PlanFrame, grid: Grid, labels: LabelBoard): void {
  const box = boxOf(ringOf(frame, grid.border))
  const isLong = labels.widthOf(grid.name) > box.maxX - box.minX
  const ways = [...(isLong ? [halvesOf(grid.name)] : []), [grid.name]]
  const { x, y } = centreOf(box)
  const quarter = (box.maxY - box.minY) / 4
  const offsets = [0, -0.5, 0.5, -1, 1, -2, 2, -4, 4].map((share) => (share * quarter) / 4)
  ways.some((lines) =>
    offsets.some((dy) => labels.addLines(lines, { x, y: y + dy }, frame.colours.ink)),
  )
}

/** At the blank nearest to the middle; a name without any is cut there. */
function halvesOf(name: string): string[] {
  const letters = [...name]
  const middle = Math.ceil(letters.length / 2)
  const blanks = letters.flatMap((letter, at) => (letter === ' ' ? [at] : []))
  const at = blanks.sort((a, b) => Math.abs(a - middle) - Math.abs(b - middle))[0] ?? middle
  return [letters.slice(0, at), letters.slice(at)]
    .map((half) => half.join('').trim())
    .filter((half) => half !== '')
}

function drawGround(frame: PlanFrame, grids: readonly Grid[]): void {
  const { ctx, colours, view } = frame
  ctx.fillStyle = colours.outside
  ctx.fillRect(view.minX, view.minY, view.maxX - view.minX, view.maxY - view.minY)
  const known = new Set(grids.map((grid) => grid.id))
  ctx.fillStyle = colours.ground
  ctx.beginPath()
  for (const grid of grids) {
    if (grid.parentId && known.has(grid.parentId)) continue
    for (const ring of polygonsOf(grid).flat()) trace(ctx, ringOf(frame, ring), true)
  }
  ctx.fill()
}

function drawAreas(frame: PlanFrame, shapes: PlanShapes): void {
  const { ctx, colours, pixelsPerMetre, view } = frame
  for (const { id, outline, holes = [] } of shapes.areas) {
    const ring = ringOf(frame, outline!)
    const box = boxOf(ring)
    if (!touches(box, view)) continue
    ctx.save()
    ctx.fillStyle = colours.area
    ctx.beginPath()
    for (const each of [ring, ...holes.map((hole) => ringOf(frame, hole))]) trace(ctx, each, true)
    ctx.fill('evenodd')
    if (pixelsPerMetre >= scaleFor.trees) {
      ctx.clip('evenodd')
      ctx.fillStyle = colours.tree
      const wide = box.maxX - box.minX
      const high = box.maxY - box.minY
      const next = steadyNumbers(id)
      const treeCount = Math.min(40, Math.round((wide * high) / pixelsPerMetre ** 2 / 160))
      for (let tree = 0; tree < treeCount; tree++) {
        const x = box.minX + next.next().value * wide
        const y = box.minY + next.next().value * high
        ctx.beginPath()
        ctx.arc(x, y, (1.3 + next.next().value * 1.5) * pixelsPerMetre, 0, 2 * Math.PI)
        ctx.fill()
      }
    }
    ctx.restore()
  }
}

function drawPaths(frame: PlanFrame, shapes: PlanShapes): void {
  const { ctx, colours, pixelsPerMetre, view } = frame
  const widthPixels = Math.max(3, pathWidthMetres * pixelsPerMetre)
  const rings = shapes.paths
    .map(({ outline }) => ringOf(frame, outline!))
    .filter((ring) => touches(grownBy(boxOf(ring), widthPixels), view))
  ctx.save()
  ctx.lineJoin = 'round'
  // All edges first and all surfaces after them, so that paths run into each other at a crossing.
  for (const [stroke, width] of [
    [colours.pathEdge, widthPixels + 2 * colours.edgePixels],
    [colours.path, widthPixels],
  ] as const) {
    ctx.strokeStyle = stroke
    ctx.lineWidth = width
    ctx.beginPath()
    for (const ring of rings) trace(ctx, ring, false)
    ctx.stroke()
  }
  ctx.restore()
}

function drawBorders(frame: PlanFrame, grids: readonly Grid[]): void {
  const { ctx, colours, view } = frame
  const dash = 7
  const gap = 5
  ctx.save()
  ctx.strokeStyle = colours.border
  ctx.setLineDash([dash, gap])
  for (const grid of grids) {
    const isFine = grid.level === 'microGrid' || grid.level === 'streetBlock'
    ctx.lineWidth = (isFine ? 1 : 2) + (colours.edgePixels - 1)
    const rings = polygonsOf(grid).flatMap((polygon) => polygon.map((ring) => ringOf(frame, ring)))
    for (const [start, end] of rings.flatMap(edgesOf)) {
      if (!touches(grownBy(boxOf([start, end]), ctx.lineWidth), view)) continue
      // Neighbours share borders. Dashes hang on the ground and not on a corner, so both draw the
      // same ones.
      const [from, to] =
        start.x < end.x || (start.x === end.x && start.y < end.y) ? [start, end] : [end, start]
      const length = Math.hypot(to.x - from.x, to.y - from.y)
      if (length === 0) continue
      const offset = (from.x * (to.x - from.x) + from.y * (to.y - from.y)) / length
      ctx.lineDashOffset = ((offset % (dash + gap)) + dash + gap) % (dash + gap)
      ctx.beginPath()
      ctx.moveTo(from.x, from.y)
      ctx.lineTo(to.x, to.y)
      ctx.stroke()
    }
  }
  ctx.restore()
}

const edgesOf = (ring: readonly XY[]): [XY, XY][] =>
  ring.map((start, index) => [start, ring[(index + 1) % ring.length]!])

/** A line that lies level has a box without a height; its stroke has one. */
const grownBy = ({ minX, minY, maxX, maxY }: Box, pixels: number): Box => ({
  minX: minX - pixels,
  minY: minY - pixels,
  maxX: maxX + pixels,
  maxY: maxY + pixels,
})
