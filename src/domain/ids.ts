// Names of things. Branded so that a place id cannot be passed where a report id is meant; plain
// strings on the wire.

declare const brand: unique symbol
type Brand<B extends string> = string & { readonly [brand]: B }

export type MemberId = Brand<'MemberId'>
export type GridId = Brand<'GridId'>
export type PlaceId = Brand<'PlaceId'>
export type ReportId = Brand<'ReportId'>
export type PatrolId = Brand<'PatrolId'>
export type BasemapId = Brand<'BasemapId'>
/** Of a picture of the plan that is drawn under it. */
export type PlanImageId = Brand<'PlanImageId'>
/** Of one import of grids and places, or one act at the desk's map. */
export type PlanImportId = Brand<'PlanImportId'>
export type ChangeId = Brand<'ChangeId'>
/** Of a half-filled form; no record ever has it. */
export type DraftId = Brand<'DraftId'>
/** Of parked work; made from the content of the change. */
export type ConflictId = Brand<'ConflictId'>
/** Of a value that was overwritten; made from the change that did it and the field. */
export type HistoryId = Brand<'HistoryId'>
/** SHA-256 of the photo's bytes, 64 lower-case hex digits. */
export type PhotoHash = Brand<'PhotoHash'>
/** SHA-256 of a file that is no photo (a base map, a plan picture), 64 lower-case hex digits. */
export type AssetHash = Brand<'AssetHash'>
/** One enrolled phone or desk. */
export type DeviceId = Brand<'DeviceId'>
/** One capture database; a phone restored from a backup gets a new one. */
export type ClientId = Brand<'ClientId'>
/** A set of rows that everyone inside sees whole, e.g. `work:g-3`. */
export type ScopeId = Brand<'ScopeId'>
/** Milliseconds since 1970 by the clock of whoever wrote it; never used to order work. */
export type Instant = number

export const isUuid = (text: string): boolean =>
  /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/.test(text)
const isSha256 = (text: string): boolean => /^[0-9a-f]{64}$/.test(text)
export const isPhotoHash = (text: string): text is PhotoHash => isSha256(text)
export const isAssetHash = (text: string): text is AssetHash => isSha256(text)
