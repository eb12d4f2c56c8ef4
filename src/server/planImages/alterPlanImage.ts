// What is said of a plan picture is altered: its name, its points, how strongly it is drawn, whose
// it is, and whether it is drawn at all. Its bytes never change.
import { fault } from '#domain/fault.ts'
import type { Member } from '#domain/member.ts'
import type { PlanImage } from '#domain/planImage.ts'
import { fail, type Result, succeed } from '#domain/result.ts'
import { nextVersion } from '#domain/row.ts'
import { mapsScope } from '#domain/scope.ts'
import { fitPicture } from '#geo/pictureFit.ts'
import type { PlanImageAlteration } from '#protocol/planImageMessages.ts'
import { mayDrawIn } from '../basemaps/mayDrawIn.ts'
import { adminChain } from '../storage/port/audit.ts'
import type { PlanImageDeps } from './planImageDeps.ts'

export async function alterPlanImage(
  deps: Pick<PlanImageDeps, 'storage' | 'hints' | 'now'>,
  by: Member,
  id: string,
  alteration: PlanImageAlteration,
): Promise<Result<PlanImage>> {
  const { isRetired, ...asked } = alteration
  if (asked.points && typeof fitPicture(asked.points) === 'string')
    return fail(fault('pointsOnALine'))
  const altered = await deps.storage.write(async (tx): Promise<Result<PlanImage>> => {
    await tx.lockScopes([mapsScope])
    const row = await tx.row('planImage', id)
    if (!row || !(await mayDrawIn(tx, by, [row.f.gridId, asked.gridId ?? row.f.gridId])))
      return fail(fault('notAllowed'))
    const { retiredAt, ...drawn } = { ...row.f, ...asked }
    const stays = isRetired ?? retiredAt !== undefined
    const after: PlanImage = stays ? { ...drawn, retiredAt: retiredAt ?? deps.now() } : drawn
    await tx.putRow(nextVersion(row, { ...after }), [mapsScope])
    await tx.putAudit(adminChain, {
      at: deps.now(),
      action: 'planImageAltered',
      actor: by.id,
      t: 'planImage',
      row: id,
      detail: { fields: Object.keys(alteration) },
    })
    return succeed(after)
  })
  if (altered.ok) deps.hints.publish([mapsScope])
  return altered
}
