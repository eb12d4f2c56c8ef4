// A base map is made: the box is cut out of its archive, its bytes become an asset, and a row tells
// every phone of it. Asked again with the same id, nothing is made twice.
import { rm } from 'node:fs/promises'
import type { Basemap, Bounds } from '#domain/basemap.ts'
import { fault } from '#domain/fault.ts'
import type { BasemapId, GridId } from '#domain/ids.ts'
import type { Member } from '#domain/member.ts'
import { fail, type Result, succeed } from '#domain/result.ts'
import { rowOf } from '#domain/row.ts'
import { mapsScope } from '#domain/scope.ts'
import type { BasemapAsking, BasemapMaking } from '#protocol/basemapMessages.ts'
import { adminChain } from '../storage/port/audit.ts'
import type { Storage } from '../storage/port/storage.ts'
import { archiveFrom } from './archives.ts'
import { areaOf } from './areaOf.ts'
import { unmarkUsual } from './alterBasemap.ts'
import type { BasemapDeps } from './basemapDeps.ts'
import type { CutTask, PlannedCut } from './cutter.ts'
import { mayDrawIn } from './mayDrawIn.ts'

/** What the cut would be. */
export async function planBasemap(
  deps: BasemapDeps,
  asked: BasemapAsking,
): Promise<Result<PlannedCut>> {
  const task = await taskOf(deps, asked)
  return task.ok ? deps.cutter.plan(task.value) : task
}

export async function makeBasemap(
  deps: BasemapDeps,
  by: Member,
  asked: BasemapMaking,
): Promise<Result<Basemap>> {
  const { storage } = deps
  if (!(await storage.read((tx) => mayDrawIn(tx, by, asked.gridIds))))
    return fail(fault('notAllowed'))
  const made = await madeBefore(storage, asked.id)
  if (made) return succeed(made)
  const done = await cutAndTell(deps, by, asked)
  if (done.ok) return done
  // Of two that ask at once the first may have used up the upload.
  const meanwhile = await madeBefore(storage, asked.id)
  return meanwhile ? succeed(meanwhile) : done
}

const madeBefore = async (storage: Storage, id: BasemapId): Promise<Basemap | undefined> =>
  (await storage.read((tx) => tx.row('basemap', id)))?.f

async function cutAndTell(
  deps: BasemapDeps,
  by: Member,
  asked: BasemapMaking,
): Promise<Result<Basemap>> {
  const task = await taskOf(deps, asked)
  if (!task.ok) return task
  const out = deps.assets.workFile()
  try {
    const cut = await deps.cutter.cut(task.value, out)
    if (!cut.ok) return cut
    if (cut.value.kind === 'vector' && cut.value.schema === 'other' && !asked.anyway)
      return fail(fault('mapUnknownSchema'))
    await deps.assets.putFile(cut.value.hash, out)
    const { hash, bytes, bounds, minZoom, maxZoom, kind, schema } = cut.value
    const made = await putBasemap(deps, by, {
      id: asked.id,
      name: asked.name,
      kind,
      hash,
      bytes,
      bounds,
      minZoom,
      maxZoom,
      schema,
      attribution: asked.attribution || cut.value.attribution,
      approvalNumber: asked.approvalNumber,
      dataDate: asked.dataDate ?? cut.value.dataDate,
      madeAt: deps.now(),
      madeBy: by.id,
      gridIds: asked.gridIds,
      isUsual: asked.isUsual,
    })
    if (!made.ok) return made
    deps.hints.publish([mapsScope])
    deps.backup?.wake()
    return made
  } finally {
    await rm(out, { force: true })
  }
}

const putBasemap = (deps: BasemapDeps, by: Member, basemap: Basemap): Promise<Result<Basemap>> =>
  deps.storage.write(async (tx) => {
    await tx.lockScopes([mapsScope])
    const there = await tx.row('basemap', basemap.id)
    if (there) return succeed(there.f)
    if (!(await mayDrawIn(tx, by, basemap.gridIds))) return fail(fault('notAllowed'))
    const unmarked = basemap.isUsual ? await unmarkUsual(tx, by) : succeed(null)
    if (!unmarked.ok) return unmarked
    await tx.putRow(rowOf({ t: 'basemap', id: basemap.id, v: 1, fv: {} }, { ...basemap }), [
      mapsScope,
    ])
    await tx.putAudit(adminChain, {
      at: deps.now(),
      action: 'basemapMade',
      actor: by.id,
      t: 'basemap',
      row: basemap.id,
      detail: { hash: basemap.hash, bytes: basemap.bytes },
    })
    return succeed(basemap)
  })

async function taskOf(deps: BasemapDeps, asked: BasemapAsking): Promise<Result<CutTask>> {
  const archive = await archiveFrom(asked.source, deps.assets, deps.mapArchives ?? [])
  if (!archive.ok) return archive
  const box = asked.box ?? (await areaAround(deps.storage, asked.around))
  return succeed({ ...archive.value, box, maxZoom: asked.maxZoom ?? null })
}

/** Null where no grid is drawn: then all that the archive holds. */
const areaAround = (
  storage: Storage,
  around: readonly GridId[] | undefined,
): Promise<Bounds | null> =>
  storage.read(async (tx) =>
    areaOf(
      (await tx.rows('grid'))
        .map((row) => row.f)
        .filter(({ id }) => around === undefined || around.includes(id)),
    ),
  )
