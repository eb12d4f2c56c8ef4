// The row of a change that could not be applied: what it was, why it was parked, and whose
// supervisors decide it (C1). Made by batchConflicts.ts in the transaction that parks, and by
// migrateParked.ts for what was parked before there were conflicts.
import type { Fault } from '#domain/fault.ts'
import type { ConflictId, GridId, Instant, MemberId } from '#domain/ids.ts'
import type { Conflict } from '#domain/conflict.ts'
import { reportLimits } from '#domain/report.ts'
import { type Fields, type Row, rowOf, type RowType } from '#domain/row.ts'
import type { ChangeEnvelope } from '#protocol/messages.ts'
import { dataClassOf, isDecided } from '#records/recordTypeOf.ts'
import { isShownIn, scopesOfRow } from '#records/readRights.ts'
import { memberOf, scopesOfMember } from '../access/memberOf.ts'
import { photosNamedBy, readChange } from '../changes/readChange.ts'
import type { Device, ReadTx, WriteTx } from '../storage/port/storage.ts'

export interface Parking {
  envelope: ChangeEnvelope
  /** Of its content; names the conflict, so that one content is one conflict. */
  hash: string
  fault: Fault
  device: Pick<Device, 'memberId' | 'label'>
  receivedAt: Instant
}

export async function createConflict(
  tx: ReadTx,
  { envelope, hash, fault, device, receivedAt }: Parking,
): Promise<Row<'case'>> {
  const id = hash as ConflictId
  const concerns = concernsOf(envelope)
  const about = concerns && (await tx.row(concerns.t, concerns.row))
  const there: Fields | undefined =
    about && (await isShownTo(tx, about, device.memberId)) ? about.f : undefined
  const said = objectIn(envelope.set)
  const gridIds = await gridsOf(tx, there?.gridId ?? said.gridId, device)
  const conflict: Conflict = {
    id,
    changeId: envelope.id as Conflict['changeId'],
    by: device.memberId,
    deviceLabel: device.label,
    ...(typeof envelope.at === 'number' ? { at: envelope.at } : {}),
    receivedAt,
    ...(concerns ? { concerns } : {}),
    // Of a row that its author is not shown it says no more than of one that is not there; who sees
    // to that row hears of it all the same.
    gridIds: about && !there ? [...new Set([...gridIds, about.f.gridId as GridId])] : gridIds,
    dataClass: dataClassOf(concerns?.t, there ?? said),
    fault,
    ...(Buffer.byteLength(JSON.stringify(envelope)) <= reportLimits.changeBytes
      ? { content: envelope }
      : {}),
    standing: 'open',
  }
  return rowOf({ t: 'case', id, v: 1, fv: {} }, { ...conflict })
}

/** Bytes a conflict takes besides the change in it. */
const aroundBytes = 1000

/**
 * What the conflict of this change is in its author's ledger, from when it opens until it is
 * decided.
 */
export function conflictAmount(content: Pick<Conflict, 'content'>['content']): {
  items: number
  bytes: number
} {
  const bytes = content ? Buffer.byteLength(JSON.stringify(content)) : 0
  return { items: 1, bytes: aroundBytes + (bytes <= reportLimits.changeBytes ? bytes : 0) }
}

/**
 * Its scopes are locked. The photos of the work are shown to whoever decides it, as far as its
 * author handed them in (P5).
 */
export async function putConflict(tx: WriteTx, row: Row<'case'>): Promise<void> {
  const { by, content } = row.f
  const change = content && readChange(content as ChangeEnvelope)
  const named = change?.ok ? photosNamedBy(change.value) : []
  const arrived = [...(await tx.depositedBy(by, named))].sort()
  await tx.putRow(named.length > 0 ? { ...row, f: { ...row.f, arrived } } : row, scopesOfRow(row))
  await tx.namePhotos('case', row.id, by, named)
}

async function isShownTo(tx: ReadTx, row: Row, memberId: MemberId): Promise<boolean> {
  const member = await memberOf(tx, memberId)
  return member !== undefined && isShownIn(new Set(await scopesOfMember(tx, member)), row)
}

const objectIn = (value: unknown): Fields =>
  typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Fields) : {}

function concernsOf({ t, row }: ChangeEnvelope): { t: RowType; row: string } | undefined {
  if (!isDecided(t) || typeof row !== 'string' || !/^[\w:.-]{1,80}$/.test(row)) return undefined
  return { t, row }
}

/**
 * The grid it is about as far as its author can tell, else those of its author, else the whole
 * community: somebody always sees it.
 */
async function gridsOf(
  tx: ReadTx,
  about: unknown,
  { memberId }: Parking['device'],
): Promise<GridId[]> {
  if (typeof about === 'string' && (await tx.row('grid', about))) return [about as GridId]
  const grids = await tx.grids()
  const author = await memberOf(tx, memberId)
  const own = grids.filter((grid) => author?.gridIds.includes(grid.id))
  return (own.length > 0 ? own : grids.filter((grid) => grid.parentId === null)).map(
    (grid) => grid.id,
  )
}
