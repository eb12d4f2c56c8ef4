// The calls of whoever makes base maps: they need the connection and a signed-in person. A map that
// is asked for again under its id is made once.
import type { BasemapId } from '#domain/ids.ts'
import type { Result } from '#domain/result.ts'
import {
  ArchivesAnswer,
  ArchiveUploadAnswer,
  type BasemapAlteration,
  BasemapAnswer,
  type BasemapAsking,
  type BasemapMaking,
  BasemapPlanAnswer,
} from '#protocol/basemapMessages.ts'
import { call } from './call.ts'
import type { Transport } from './transport.ts'

const path = '/api/basemaps'

/** Those that lie on the server's disk, each with its size in bytes. */
export const listArchives = (on: Transport): Promise<Result<ArchivesAnswer>> =>
  call(on, { method: 'GET', path: `${path}/archives` }, ArchivesAnswer)

export const beginArchive = (on: Transport, bytes: number): Promise<Result<ArchiveUploadAnswer>> =>
  call(on, { method: 'POST', path: `${path}/uploads`, json: { bytes } }, ArchiveUploadAnswer)

/** What the map would be, to the byte; nothing is made. */
export const planBasemap = (
  on: Transport,
  asking: BasemapAsking,
): Promise<Result<BasemapPlanAnswer>> =>
  call(on, { method: 'POST', path: `${path}/plan`, json: asking }, BasemapPlanAnswer)

export const makeBasemap = (on: Transport, making: BasemapMaking): Promise<Result<BasemapAnswer>> =>
  call(on, { method: 'POST', path, json: making }, BasemapAnswer)

export const alterBasemap = (
  on: Transport,
  id: BasemapId,
  alteration: BasemapAlteration,
): Promise<Result<BasemapAnswer>> =>
  call(
    on,
    { method: 'PATCH', path: `${path}/${encodeURIComponent(id)}`, json: alteration },
    BasemapAnswer,
  )
