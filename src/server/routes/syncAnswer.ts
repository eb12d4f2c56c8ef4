// The answer to POST /api/sync/1: what became of the push, and the rows the phone lacks, of one
// snapshot. Asked by syncRoutes.ts, which writes it as text.
import type { ClientId, Instant, PhotoHash } from '#domain/ids.ts'
import type { Member } from '#domain/member.ts'
import type { SyncRequest, SyncResponse } from '#protocol/messages.ts'
import { memberOf, scopesOfMember } from '../access/memberOf.ts'
import { sealKeyFor } from '../rescue/sealKeys.ts'
import { type Floor, floorFor } from '../storage/replica.ts'
import type { Device, ReadTx } from '../storage/port/storage.ts'
import { auditCareRead } from '../sync/auditOfReading.ts'
import { pull, type Pulled } from '../sync/pull.ts'
import type { PushOutcome } from '../sync/pushOutcome.ts'
import type { ServerDeps } from './deps.ts'

export interface Answering {
  request: SyncRequest
  device: Device
  /** Whose session asks to pull; null: no rows are for them. */
  reader: Device['memberId'] | null
  pushed: PushOutcome & { receivedAt: Instant }
}

type PulledBy = Pulled & { member: Member }

export type SyncAnswer = Omit<SyncResponse, 'pull'> & {
  pull: (Pulled & { member: Member['id'] }) | null
}

export async function syncAnswer(deps: ServerDeps, asking: Answering): Promise<SyncAnswer> {
  const { request } = asking
  const { epoch, durable, photos, order, ...here } = await deps.storage.read((tx) =>
    readAnswer(deps, tx, asking),
  )
  const pulled = here.elsewhere ? await pullElsewhere(deps, asking, here.elsewhere) : here.pulled
  if (pulled) await auditCareRead(deps.storage, pulled.member, pulled.pages, deps.now())
  const sealKey = await sealKeyFor(deps.storage, request.sealKey)
  const { last, results, need, fork, later, receivedAt } = asking.pushed
  return {
    v: 1,
    req: request.req,
    epoch,
    time: deps.now(),
    push: { last, durable, results, need, fork, later, receivedAt },
    photos,
    order,
    sealKey,
    pull: pulled && pullOf(pulled),
  }
}

/** All that is read from one snapshot. */
async function readAnswer(
  deps: ServerDeps,
  tx: ReadTx,
  { request, device, reader, pushed }: Answering,
) {
  const install = request.install as ClientId
  const asked = request.photos.received as PhotoHash[] | undefined
  const member = reader ? await memberOf(tx, reader) : undefined
  const isToBeWiped = (await tx.wipe(device.id)) !== undefined
  const reading = member?.isActive && request.pull && !isToBeWiped ? member : null
  const floor =
    reading && deps.replica
      ? await floorFor(
          tx,
          install,
          await scopesOfMember(tx, reading, request.shape),
          request.pull!.cursors,
        )
      : null
  return {
    order: isToBeWiped ? ('wipe' as const) : undefined,
    epoch: await tx.epoch(),
    // Nothing is called backed up while there is no backup (B1).
    durable: deps.backup?.hasStore ? await tx.durable(install) : null,
    photos: asked && (await tx.backupStateOf(device.memberId, asked)),
    /** Rows that a replica may give, if it has come so far. */
    elsewhere: reading && floor ? { reading, floor } : null,
    pulled: reading && !floor ? await pullFor(tx, reading, request, pushed) : null,
  }
}

/** From the replica; from here where it lags. */
async function pullElsewhere(
  { replica, storage }: ServerDeps,
  { request, pushed }: Answering,
  { reading, floor }: { reading: Member; floor: Floor },
): Promise<PulledBy> {
  const read = (tx: ReadTx) => pullFor(tx, reading, request, pushed)
  return (await replica!.read(floor, read)) ?? (await storage.read(read))
}

const pullFor = async (
  tx: ReadTx,
  member: Member,
  request: SyncRequest,
  { created }: PushOutcome,
): Promise<PulledBy> => ({
  member,
  ...(await pull(tx, {
    member,
    cursors: request.pull!.cursors,
    maxBytes: request.pull!.max,
    created,
    syncVersion: request.shape,
  })),
})

const pullOf = ({ member, enter, leave, pages }: PulledBy): SyncAnswer['pull'] => ({
  member: member.id,
  enter,
  leave,
  pages,
})
