import type { Place } from '#domain/place.ts'
import type { PointMark } from '#domain/pointMarks.ts'
import type { LabelBoard } from './labelBoard.ts'
import { trace, type PlanFrame } from './planFrame.ts'
import { isPointSeen } from './seen.ts'
import type { XY } from '#geo/plane.ts'
import type { PlanShapes, Spot } from './planShapes.ts'

/** Below these scales a thing would only be clutter (pixels for each metre). */
const scaleFor = { mark: 1.2, words: 1.7 }

/** Whether a lamp-post or a point is drawn at this scale, and so may be touched. */
export const isSpotShown = (pixelsPerMetre: number): boolean => pixelsPerMetre >= scaleFor.mark

/** Lamp-posts and points: all marks before all words, so that no word covers a mark. */
export function drawSpots(frame: PlanFrame, shapes: PlanShapes, labels: LabelBoard): void {
  const lampPosts = markLampPosts(frame, shapes.lampPosts, labels)
  const spots = markSpots(frame, shapes.spots, labels)
  drawNext(frame, shapes, labels)
  if (frame.pixelsPerMetre < scaleFor.words) return
  for (const { at, place, isNext } of lampPosts)
    if (!isNext) labels.add(place.code, at, 'beside', frame.colours.inkSoft)
  for (const { at, place, isNext } of spots)
    if (!isNext) labels.add(place.name || place.code, at, 'beside', frame.colours.inkSoft)
}

interface DrawnSpot {
  place: Place
  at: XY
  isNext: boolean
}

const seenOf = (frame: PlanFrame, spots: readonly Spot[]): (Spot & DrawnSpot)[] =>
  spots.flatMap((spot) => {
    const at = frame.toPoint(spot.place.lat, spot.place.lon)
    return isPointSeen(frame, at) ? [{ ...spot, at }] : []
  })

function markLampPosts(
  frame: PlanFrame,
  lampPosts: readonly Spot[],
  labels: LabelBoard,
): DrawnSpot[] {
  const { ctx, colours } = frame
  return seenOf(frame, lampPosts).map(({ place, mark, isNext, at }) => {
    if (mark) drawPoint(frame, at, mark)
    else {
      ctx.beginPath()
      ctx.arc(at.x, at.y, 4, 0, 2 * Math.PI)
      ctx.fillStyle = colours.ground
      ctx.strokeStyle = colours.ink
      ctx.lineWidth = 2
      ctx.fill()
      ctx.stroke()
    }
    labels.keepFree(at, 6)
    return { place, isNext, at }
  })
}

function markSpots(frame: PlanFrame, spots: readonly Spot[], labels: LabelBoard): DrawnSpot[] {
  const { ctx, colours } = frame
  return seenOf(frame, spots).map(({ place, mark, isNext, at }) => {
    if (mark) drawPoint(frame, at, mark)
    else {
      ctx.fillStyle = colours.inkSoft
      ctx.strokeStyle = colours.ground
      ctx.lineWidth = 2
      ctx.beginPath()
      // A shop is a square and any other point stands on its corner, told apart without colour.
      if (place.type === 'shop') ctx.rect(at.x - 4, at.y - 4, 8, 8)
      else
        trace(
          ctx,
          [
            { x: at.x, y: at.y - 6 },
            { x: at.x + 6, y: at.y },
            { x: at.x, y: at.y + 6 },
            { x: at.x - 6, y: at.y },
          ],
          true,
        )
      ctx.stroke()
      ctx.fill()
    }
    labels.keepFree(at, 7)
    return { place, isNext, at }
  })
}

/** The point that comes next, marked and named at any scale and ringed wide. */
export function drawNext(frame: PlanFrame, shapes: PlanShapes, labels: LabelBoard): void {
  const next = [...shapes.lampPosts, ...shapes.spots].find(({ isNext }) => isNext)
  if (!next) return
  const { ctx, colours } = frame
  const at = frame.toPoint(next.place.lat, next.place.lon)
  if (!isSpotShown(frame.pixelsPerMetre)) drawPoint(frame, at, next.mark ?? 'due')
  ctx.beginPath()
  ctx.arc(at.x, at.y, 14, 0, 2 * Math.PI)
  ctx.strokeStyle = colours.pine
  ctx.lineWidth = 3
  ctx.stroke()
  labels.keepFree(at, 16)
  const words = next.place.name || next.place.code
  labels.add(words, at, 'beside', colours.ink, { gapPixels: 18 })
}

/** By shape as well as by colour: a tick, a ring around a dot, a hollow circle. */
function drawPoint(frame: PlanFrame, at: XY, mark: PointMark): void {
  if (mark === 'checked') return drawCheckedSpot(frame, at)
  const { ctx, colours } = frame
  ctx.beginPath()
  ctx.arc(at.x, at.y, 7, 0, 2 * Math.PI)
  ctx.fillStyle = colours.ground
  ctx.strokeStyle = mark === 'recent' ? colours.pine : colours.ink
  ctx.lineWidth = 2
  ctx.fill()
  ctx.stroke()
  if (mark === 'due') return
  ctx.beginPath()
  ctx.arc(at.x, at.y, 3, 0, 2 * Math.PI)
  ctx.fillStyle = colours.pine
  ctx.fill()
}

function drawCheckedSpot({ ctx, colours }: PlanFrame, at: XY): void {
  ctx.beginPath()
  ctx.arc(at.x, at.y, 8, 0, 2 * Math.PI)
  ctx.fillStyle = colours.pine
  ctx.strokeStyle = colours.ground
  ctx.lineWidth = 2
  ctx.stroke()
  ctx.fill()
  ctx.beginPath()
  trace(
    ctx,
    [
      { x: at.x - 3.5, y: at.y },
      { x: at.x - 1, y: at.y + 3 },
      { x: at.x + 4, y: at.y - 3 },
    ],
    false,
  )
  ctx.strokeStyle = colours.onPine
  ctx.stroke()
}
