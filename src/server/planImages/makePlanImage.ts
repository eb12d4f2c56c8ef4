// A plan picture is made: its upload becomes an asset, and a row tells every phone of it. Asked
// again with the same id, nothing is made twice.
import { rm, writeFile } from 'node:fs/promises'
import { fault } from '#domain/fault.ts'
import type { PlanImageId } from '#domain/ids.ts'
import type { Member } from '#domain/member.ts'
import type { PlanImage } from '#domain/planImage.ts'
import { fail, type Result, succeed } from '#domain/result.ts'
import { rowOf } from '#domain/row.ts'
import { mapsScope } from '#domain/scope.ts'
import { fitPicture } from '#geo/pictureFit.ts'
import type { PlanImageMaking } from '#protocol/planImageMessages.ts'
import { mayDrawIn } from '../basemaps/mayDrawIn.ts'
import { adminChain } from '../storage/port/audit.ts'
import type { Storage } from '../storage/port/storage.ts'
import type { PlanImageDeps } from './planImageDeps.ts'
import { soundPicture } from './soundPicture.ts'

export async function makePlanImage(
  deps: PlanImageDeps,
  by: Member,
  asked: PlanImageMaking,
): Promise<Result<PlanImage>> {
  const { storage } = deps
  if (!(await storage.read((tx) => mayDrawIn(tx, by, [asked.gridId]))))
    return fail(fault('notAllowed'))
  const there = await madeBefore(storage, asked.id)
  if (there) return succeed(there)
  const done = await storeAndTell(deps, by, asked)
  if (done.ok) return done
  // Of two that ask at once the first may have used up the upload.
  const meanwhile = await madeBefore(storage, asked.id)
  return meanwhile ? succeed(meanwhile) : done
}

async function storeAndTell(
  deps: PlanImageDeps,
  by: Member,
  { upload, ...asked }: PlanImageMaking,
): Promise<Result<PlanImage>> {
  const { assets, now } = deps
  if (typeof fitPicture(asked.points) === 'string') return fail(fault('pointsOnALine'))
  const path = await assets.uploadedFile(upload)
  const picture = path ? await soundPicture(path, deps.images) : fail(fault('mapMissing'))
  if (!picture.ok) return picture
  const { content, hash, width, height } = picture.value
  // What was looked at, and nothing that has taken its place meanwhile.
  const file = assets.workFile()
  try {
    await writeFile(file, content)
    await assets.putFile(hash, file)
  } finally {
    await rm(file, { force: true })
  }
  const bytes = content.length
  const planImage = { ...asked, hash, bytes, width, height, madeAt: now(), madeBy: by.id }
  const made = await put(deps, by, planImage)
  if (!made.ok) return made
  deps.hints.publish([mapsScope])
  deps.backup?.wake()
  return made
}

const madeBefore = async (storage: Storage, id: PlanImageId): Promise<PlanImage | undefined> =>
  (await storage.read((tx) => tx.row('planImage', id)))?.f

const put = (deps: PlanImageDeps, by: Member, planImage: PlanImage): Promise<Result<PlanImage>> =>
  deps.storage.write(async (tx) => {
    await tx.lockScopes([mapsScope])
    const { id, hash, bytes } = planImage
    const there = await tx.row('planImage', id)
    if (there) return succeed(there.f)
    if (!(await mayDrawIn(tx, by, [planImage.gridId]))) return fail(fault('notAllowed'))
    await tx.putRow(rowOf({ t: 'planImage', id, v: 1, fv: {} }, { ...planImage }), [mapsScope])
    await tx.putAudit(adminChain, {
      at: deps.now(),
      action: 'planImageMade',
      actor: by.id,
      t: 'planImage',
      row: id,
      detail: { hash, bytes },
    })
    return succeed(planImage)
  })
