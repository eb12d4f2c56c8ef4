// What crosses the wire about the plan: rows of grids and places as they are to be, each with the
// version it was seen at. Strict: a field that no place has would be sent to every member.
import * as v from 'valibot'
import { placeTypes, waysToPlace } from '#domain/place.ts'
import { planLimits } from '#domain/plan/planProblem.ts'
import { isGate } from '#domain/positionGate.ts'
import type { Grid } from '#domain/grid.ts'
import type { GridId, PlaceId, PlanImportId } from '#domain/ids.ts'
import type { Place } from '#domain/place.ts'
import type { PlanRowChange } from '#domain/plan/plan.ts'
import { count, id, instant, text, uuid } from './scalars.ts'

const branded = <T extends string>() =>
  v.pipe(
    id,
    v.transform((name) => name as T),
  )
const line = (max: number) =>
  v.pipe(
    text(max),
    v.check((said) => !/\p{Cc}/u.test(said), 'no control characters'),
  )
const degrees = v.pipe(v.number(), v.minValue(-180), v.maxValue(180))
const ring = v.pipe(v.array(v.tuple([degrees, degrees])), v.maxLength(planLimits.corners))
const polygon = v.pipe(v.array(ring), v.minLength(1), v.maxLength(planLimits.pieces))
const name = line(planLimits.nameCharacters)
const code = line(planLimits.codeCharacters)
const metres = v.pipe(v.number(), v.integer(), v.minValue(0))
const floor = v.pipe(v.number(), v.integer(), v.minValue(-20), v.maxValue(200))

const GridSchema = v.strictObject({
  id: branded<GridId>(),
  code: v.optional(code),
  name,
  level: v.picklist(['community', 'grid', 'microGrid', 'streetBlock']),
  parentId: v.nullable(branded<GridId>()),
  border: ring,
  parts: v.optional(v.pipe(v.array(polygon), v.minLength(1), v.maxLength(planLimits.pieces))),
  positionGate: v.optional(
    v.pipe(
      v.strictObject({ waitMetres: metres, askMetres: metres }),
      v.check((gate) => isGate(gate), 'no gate'),
    ),
  ),
  importId: v.optional(branded<PlanImportId>()),
  retiredAt: v.optional(instant),
})

const PlaceSchema = v.strictObject({
  id: branded<PlaceId>(),
  type: v.picklist(placeTypes),
  code,
  name,
  gridId: branded<GridId>(),
  parentId: v.nullable(branded<PlaceId>()),
  lat: v.pipe(v.number(), v.minValue(-90), v.maxValue(90)),
  lon: degrees,
  outline: v.optional(ring),
  holes: v.optional(v.pipe(v.array(ring), v.maxLength(planLimits.pieces - 1))),
  isPatrolPoint: v.optional(v.boolean()),
  aliases: v.optional(v.pipe(v.array(code), v.maxLength(planLimits.earlierCodes))),
  pinyin: v.optional(line(400)),
  floors: v.optional(v.tuple([floor, floor])),
  placedBy: v.optional(v.picklist(waysToPlace)),
  accuracyMetres: v.optional(v.pipe(v.number(), v.minValue(0), v.maxValue(100_000))),
  isUnplaced: v.optional(v.boolean()),
  externalId: v.optional(line(120)),
  importId: v.optional(branded<PlanImportId>()),
  retiredAt: v.optional(instant),
  successorId: v.optional(branded<PlaceId>()),
})

const change = v.variant('t', [
  v.strictObject({ t: v.literal('grid'), id, before: count, set: GridSchema }),
  v.strictObject({ t: v.literal('place'), id, before: count, set: PlaceSchema }),
])

export const PlanImporting = v.object({
  id: v.pipe(
    uuid,
    v.transform((each) => each as PlanImportId),
  ),
  fileName: line(200),
  rows: v.pipe(
    v.array(change),
    v.minLength(1),
    v.maxLength(planLimits.places + planLimits.grids),
    v.check((rows) => rows.every((row) => row.id === row.set.id), 'a row and its id'),
    v.check((rows) => new Set(rows.map((row) => row.id)).size === rows.length, 'each row once'),
  ),
})
export type PlanImporting = v.InferOutput<typeof PlanImporting>

/** `isAgain` where the server had applied it before: nothing was done a second time. */
export const PlanAnswer = v.object({ isAgain: v.boolean() })
export type PlanAnswer = v.InferOutput<typeof PlanAnswer>

export const UndoAnswer = v.object({ put: count, kept: count })
export type UndoAnswer = v.InferOutput<typeof UndoAnswer>

/** What is believed of the schema is what the domain says: the compiler compares them here. */
export const rowChangesOf = (message: PlanImporting): readonly PlanRowChange[] =>
  message.rows satisfies readonly (
    | { t: 'grid'; id: string; before: number; set: Grid }
    | { t: 'place'; id: string; before: number; set: Place }
  )[]
