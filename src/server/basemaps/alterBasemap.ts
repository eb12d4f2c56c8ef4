// What is said of a base map is altered: its name and whose it is, whether it is the one drawn
// where nothing else was chosen, and whether it is offered at all. Its bytes never change.
import type { Basemap } from '#domain/basemap.ts'
import { fault } from '#domain/fault.ts'
import type { Member } from '#domain/member.ts'
import { fail, type Result, succeed } from '#domain/result.ts'
import { nextVersion } from '#domain/row.ts'
import { mapsScope } from '#domain/scope.ts'
import type { BasemapAlteration } from '#protocol/basemapMessages.ts'
import { adminChain } from '../storage/port/audit.ts'
import type { WriteTx } from '../storage/port/storage.ts'
import { mayDrawIn } from './mayDrawIn.ts'
import type { BasemapDeps } from './basemapDeps.ts'

export async function alterBasemap(
  deps: Pick<BasemapDeps, 'storage' | 'hints' | 'now'>,
  by: Member,
  id: string,
  alteration: BasemapAlteration,
): Promise<Result<Basemap>> {
  const { isRetired, ...asked } = alteration
  const altered = await deps.storage.write(async (tx): Promise<Result<Basemap>> => {
    await tx.lockScopes([mapsScope])
    const row = await tx.row('basemap', id)
    if (!row || !(await mayDrawIn(tx, by, [...row.f.gridIds, ...(asked.gridIds ?? [])])))
      return fail(fault('notAllowed'))
    const { retiredAt: _before, ...offered } = { ...row.f, ...asked }
    const stays = isRetired ?? row.f.retiredAt !== undefined
    const after: Basemap = stays
      ? { ...offered, isUsual: false, retiredAt: row.f.retiredAt ?? deps.now() }
      : offered
    if (after.isUsual && !row.f.isUsual) {
      const unmarked = await unmarkUsual(tx, by)
      if (!unmarked.ok) return unmarked
    }
    await tx.putRow(nextVersion(row, { ...after }), [mapsScope])
    await tx.putAudit(adminChain, {
      at: deps.now(),
      action: 'basemapAltered',
      actor: by.id,
      t: 'basemap',
      row: id,
      detail: { fields: Object.keys(alteration) },
    })
    return succeed(after)
  })
  if (altered.ok) deps.hints.publish([mapsScope])
  return altered
}

/** There is one of all; whoever marks another must be free to alter the one before. */
export async function unmarkUsual(tx: WriteTx, by: Member): Promise<Result<null>> {
  for (const row of await tx.rows('basemap')) {
    if (!row.f.isUsual) continue
    if (!(await mayDrawIn(tx, by, row.f.gridIds))) return fail(fault('notAllowed'))
    await tx.putRow(nextVersion(row, { ...row.f, isUsual: false }), [mapsScope])
  }
  return succeed(null)
}
