// Base maps at the desk (SPEC F): an archive comes in parts, is asked what its cut would be, and is
// cut; what is said of a base map is altered. Their bytes go out by assetRoutes.ts.
import { Hono } from 'hono'
import { basemapLimits } from '#domain/basemap.ts'
import { type Fault, fault } from '#domain/fault.ts'
import { treeOf } from '#domain/grid.ts'
import { canSomewhere, type Member } from '#domain/member.ts'
import { fail, type Result } from '#domain/result.ts'
import {
  ArchiveOffer,
  BasemapAlteration,
  BasemapAsking,
  BasemapMaking,
} from '#protocol/basemapMessages.ts'
import { answer } from '../auth/answer.ts'
import { readMessage } from '../auth/readMessage.ts'
import { sameOrigin } from '../auth/sameOrigin.ts'
import { signedIn } from '../auth/signedIn.ts'
import { alterBasemap } from '../basemaps/alterBasemap.ts'
import { archivesOnDisk } from '../basemaps/archives.ts'
import { makeBasemap, planBasemap } from '../basemaps/makeBasemap.ts'
import { refuse } from '../http/problems.ts'
import type { ServerDeps } from './deps.ts'

const uploadsPath = '/api/basemaps/uploads'
const megabytes = (bytes: number): number => Math.round(bytes / 1e6)
/** What stays free on the disk for photos, which go first. */
const leftForPhotos = 1_000_000_000

/** What tus refuses in its own words, in ours (A3); the status stays the one tus promises. */
const tusFaults: Record<number, Fault> = {
  404: fault('mapMissing'),
  409: fault('changedMeanwhile'),
  413: fault('tooLarge', { limit: basemapLimits.uploadBytes }),
}

export function basemapRoutes(deps: ServerDeps): Hono {
  const { storage, assets, publicUrl } = deps
  const ours = sameOrigin(publicUrl)

  /** Somebody who draws, in one grid or another. */
  const drawer = async (headers: Headers): Promise<Result<Member>> => {
    const caller = await signedIn(deps, headers)
    if (!caller.ok) return caller
    const mayDraw = await storage.read(async (tx) =>
      canSomewhere(caller.value, 'drawPlan', treeOf(await tx.grids())),
    )
    return mayDraw ? caller : fail(fault('notAllowed'))
  }

  const whyNoRoom = async (bytes: number): Promise<Fault | null> =>
    deps.freeBytes && (await deps.freeBytes()) < bytes + leftForPhotos ? fault('serverFull') : null

  const resume = async (request: Request, upload: string): Promise<Response> => {
    const caller = await drawer(request.headers)
    if (!caller.ok) return refuse(caller.fault)
    if (request.method !== 'PATCH' && request.method !== 'HEAD') return refuse(fault('notAllowed'))
    const noRoom = request.method === 'PATCH' ? await whyNoRoom(0) : null
    if (noRoom) return refuse(noRoom)
    const told = await assets.uploads.tus(upload, request)
    if (told.status < 400) return told
    const known =
      tusFaults[told.status] ?? fault('malformed', { at: 'upload', expected: 'tus 1.0' })
    const { headers, body } = refuse(known)
    return new Response(request.method === 'HEAD' ? null : body, { status: told.status, headers })
  }

  return new Hono()
    .get('/api/basemaps/archives', async ({ req }) => {
      const caller = await drawer(req.raw.headers)
      if (!caller.ok) return refuse(caller.fault)
      return answer({ archives: await archivesOnDisk(deps.mapArchives ?? []) })
    })
    .post(uploadsPath, ours, async ({ req }) => {
      const caller = await drawer(req.raw.headers)
      if (!caller.ok) return refuse(caller.fault)
      const offer = await readMessage(req.raw, ArchiveOffer)
      if (!offer.ok) return refuse(offer.fault)
      const { bytes } = offer.value
      if (bytes > basemapLimits.uploadBytes)
        return refuse(
          fault('mapTooLarge', {
            megabytes: megabytes(bytes),
            limit: megabytes(basemapLimits.uploadBytes),
          }),
        )
      // It lies there in parts, and once more as one file.
      const noRoom = await whyNoRoom(bytes * 2)
      if (noRoom) return refuse(noRoom)
      const upload = await assets.uploads.begin(bytes)
      return answer({ upload, url: `${uploadsPath}/${upload}` })
    })
    .on(['PATCH', 'GET'], `${uploadsPath}/:upload`, ({ req }) =>
      resume(req.raw, req.param('upload')),
    )
    .post('/api/basemaps/plan', ours, async ({ req }) => {
      const caller = await drawer(req.raw.headers)
      if (!caller.ok) return refuse(caller.fault)
      const asked = await readMessage(req.raw, BasemapAsking)
      if (!asked.ok) return refuse(asked.fault)
      const plan = await planBasemap(deps, asked.value)
      return plan.ok ? answer({ plan: plan.value }) : refuse(plan.fault)
    })
    .post('/api/basemaps', ours, async ({ req }) => {
      const caller = await signedIn(deps, req.raw.headers)
      if (!caller.ok) return refuse(caller.fault)
      const asked = await readMessage(req.raw, BasemapMaking)
      if (!asked.ok) return refuse(asked.fault)
      const made = await makeBasemap(deps, caller.value, asked.value)
      if (!made.ok) return refuse(made.fault)
      if ('upload' in asked.value.source) await assets.dropUpload(asked.value.source.upload)
      return answer({ basemap: made.value })
    })
    .patch('/api/basemaps/:id', ours, async ({ req }) => {
      const caller = await signedIn(deps, req.raw.headers)
      if (!caller.ok) return refuse(caller.fault)
      const asked = await readMessage(req.raw, BasemapAlteration)
      if (!asked.ok) return refuse(asked.fault)
      const altered = await alterBasemap(deps, caller.value, req.param('id'), asked.value)
      return altered.ok ? answer({ basemap: altered.value }) : refuse(altered.fault)
    })
}
