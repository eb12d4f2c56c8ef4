// What crosses the wire about base maps (SPEC.md, F rules): an archive is uploaded, asked what its
// cut would be, and cut. The rows themselves come with a pull.
import * as v from 'valibot'
import { basemapLimits } from '#domain/basemap.ts'
import type { BasemapId, GridId } from '#domain/ids.ts'
import { count, id, instant, named, uuid } from './scalars.ts'

const noControls = v.check((text: string) => !/\p{Cc}/u.test(text), 'no control characters')
const line = (max: number) => v.pipe(v.string(), v.trim(), v.maxLength(max), noControls)
const name = v.pipe(line(basemapLimits.nameCharacters), v.minLength(1))
const degrees = (most: number) => v.pipe(v.number(), v.minValue(-most), v.maxValue(most))
const box = v.pipe(
  v.tuple([degrees(180), degrees(90), degrees(180), degrees(90)]),
  v.check(([west, south, east, north]) => west < east && south < north, 'west, south, east, north'),
)
const gridIds = v.pipe(v.array(v.pipe(id, named<GridId>())), v.minLength(1), v.maxLength(200))

export const ArchiveOffer = v.object({
  bytes: v.pipe(count, v.minValue(1)),
})
export const ArchiveUploadAnswer = v.object({
  v: v.literal(1),
  upload: v.string(),
  /** Where its bytes go, by tus. */
  url: v.string(),
})
export type ArchiveUploadAnswer = v.InferOutput<typeof ArchiveUploadAnswer>
/** Archives that lie on the server's disk. */
export const ArchivesAnswer = v.object({
  v: v.literal(1),
  archives: v.array(v.object({ name: v.string(), bytes: v.number() })),
})
export type ArchivesAnswer = v.InferOutput<typeof ArchivesAnswer>

const area = {
  source: v.union([v.object({ upload: v.string() }), v.object({ archive: v.string() })]),
  /** West, south, east, north; left out, what is around these grids, or around all. */
  box: v.optional(box),
  around: v.optional(gridIds),
  maxZoom: v.optional(v.pipe(count, v.maxValue(basemapLimits.zoom))),
}
export const BasemapAsking = v.object(area)
export type BasemapAsking = v.InferOutput<typeof BasemapAsking>

const told = {
  name,
  /** Whose it is; as the archive says where it is empty. */
  attribution: line(basemapLimits.attributionCharacters),
  approvalNumber: line(basemapLimits.approvalCharacters),
  dataDate: v.nullable(instant),
  gridIds,
  isUsual: v.boolean(),
}
export const BasemapMaking = v.object({
  ...area,
  id: v.pipe(uuid, named<BasemapId>()),
  ...told,
  /** Also where its structure is unknown. */
  anyway: v.optional(v.boolean()),
})
export type BasemapMaking = v.InferOutput<typeof BasemapMaking>

export const BasemapAlteration = v.partial(
  v.object({
    ...told,
    attribution: v.pipe(told.attribution, v.minLength(1)),
    isRetired: v.boolean(),
  }),
)
export type BasemapAlteration = v.InferOutput<typeof BasemapAlteration>

const bounds = v.tuple([v.number(), v.number(), v.number(), v.number()])
/** What the cut would be: exactly as many bytes. */
export const BasemapPlanAnswer = v.object({
  v: v.literal(1),
  plan: v.object({
    bounds,
    minZoom: v.number(),
    maxZoom: v.number(),
    kind: v.picklist(['vector', 'raster']),
    schema: v.picklist(['protomaps4', 'protomapsOld', 'other']),
    attribution: v.string(),
    dataDate: v.nullable(v.number()),
    bytes: v.number(),
    tiles: v.number(),
    sourceBounds: bounds,
    sourceMaxZoom: v.number(),
  }),
})
export type BasemapPlanAnswer = v.InferOutput<typeof BasemapPlanAnswer>
export const BasemapAnswer = v.object({
  v: v.literal(1),
  basemap: v.looseObject({ id: v.string() }),
})
export type BasemapAnswer = v.InferOutput<typeof BasemapAnswer>
