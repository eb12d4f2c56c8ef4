// Takes in records of a rescue file that somebody passed on (R rules). What it can name an owner
// for goes the way all work goes: changes to acceptPush.ts, photos to acceptPhoto.ts. What it
// cannot is kept sealed as it came and becomes an incident; nothing is dropped.
import { type Fault, fault } from '#domain/fault.ts'
import type { DeviceId, Instant } from '#domain/ids.ts'
import { fail, type Result, succeed } from '#domain/result.ts'
import type { ChangeEnvelope } from '#protocol/messages.ts'
import { parseJson } from '#protocol/parse.ts'
import {
  type Frame,
  framesIn,
  readRescueHeader,
  RescuedChanges,
  RescueEnd,
  RescueHead,
  rescueHeaderBytes,
  type RescueHeader,
  type RescueTally,
  rescueRecordTypes,
} from '#protocol/rescueFile.ts'
import { hashOf, isSameHash } from '../access/secrets.ts'
import { ledgerOf } from '../ledger/ledger.ts'
import { adminChain } from '../storage/port/audit.ts'
import type { Device, WriteTx } from '../storage/port/storage.ts'
import { closeArrived } from './closeArrived.ts'
import { type OpenedRecord, recordOpener } from '#crypto/openRecords.ts'
import { openingKey } from './sealKeys.ts'
import { importChanges, type RescueDeps, sortParked } from './importChanges.ts'
import { importPhoto } from './importPhoto.ts'

type Aside = 'damaged' | 'noOwner' | 'contentMissing' | 'notAnImage'

/** @param body header, head record, and any of the records after them. */
export async function importRescue(
  deps: RescueDeps,
  broughtBy: Device,
  body: Uint8Array,
): Promise<Result<RescueTally>> {
  const header = readRescueHeader(body)
  if (!header) return fail(fault('rescueNotAFile'))
  const key = await openingKey(deps.storage, header.keyId)
  const open = key && (await recordOpener(header, key))
  if (!open) return fail(fault('rescueForeign'))
  const frames = [...framesIn(body, rescueHeaderBytes)]
  const opened = new Map<Frame, OpenedRecord | null>()
  for (const frame of frames) opened.set(frame, await open(frame))
  const head = frames
    .map((frame) => opened.get(frame))
    .find((record) => record?.type === rescueRecordTypes.head)
  return importRecords(deps, {
    header,
    broughtBy,
    owner: head ? await ownerOf(deps, head) : null,
    opened,
  })
}

interface Owner {
  device: Device
  head: RescueHead
}

/**
 * The device that wrote the file, if it proves to be one of ours. A revoked one is ours too: its
 * work is parked (R4).
 */
async function ownerOf({ storage }: RescueDeps, record: OpenedRecord): Promise<Owner | null> {
  const head = parseJson(RescueHead, textOf(record))
  if (!head.ok) return null
  const device = await storage.read((tx) => tx.device(head.value.deviceId as DeviceId))
  return device && isSameHash(device.secretHash, hashOf(head.value.deviceSecret))
    ? { device, head: head.value }
    : null
}

interface Gathered {
  changes: ChangeEnvelope[]
  again: ChangeEnvelope[]
  ends: RescueEnd[]
  tally: RescueTally
}

interface Piece {
  header: RescueHeader
  broughtBy: Device
  owner: Owner | null
  opened: Map<Frame, OpenedRecord | null>
}

async function importRecords(
  deps: RescueDeps,
  { header, broughtBy, owner, opened }: Piece,
): Promise<Result<RescueTally>> {
  const at = deps.now()
  const tally: RescueTally = {
    changes: 0,
    changesKnown: 0,
    parked: 0,
    photos: 0,
    photosKnown: 0,
    setAside: 0,
  }
  const aside: { frame: Frame; reason: Aside }[] = []
  const into: Gathered = { changes: [], again: [], ends: [], tally }
  for (const [frame, record] of opened) {
    if (record?.type === rescueRecordTypes.head) continue
    const taken = !record
      ? succeed('damaged' as const)
      : !owner
        ? succeed('noOwner' as const)
        : await importRecord(deps, owner, record, into)
    if (!taken.ok) return taken
    if (taken.value) aside.push({ frame, reason: taken.value })
  }
  const changes = owner
    ? await importChanges(deps, { file: header.file, ...owner, ...into, at }, tally)
    : succeed(null)
  if (!changes.ok) return changes
  if (owner) for (const end of into.ends) await closeArrived(deps.storage, owner, end, at)
  tally.setAside += aside.length
  const noRoom = await keepAside(
    deps,
    { header, broughtBy, owner, at, tally },
    [...opened.keys()],
    aside,
  )
  return noRoom ? fail(noRoom) : succeed(tally)
}

/** Null when it is taken in, or gathered to be; a fault when it cannot be said now. */
async function importRecord(
  deps: RescueDeps,
  { device }: Owner,
  { type, content }: OpenedRecord,
  into: Gathered,
): Promise<Result<Aside | null>> {
  if (type === rescueRecordTypes.photo || type === rescueRecordTypes.copy)
    return importPhoto(deps, device, content, {
      tally: into.tally,
      isCounted: type === rescueRecordTypes.photo,
    })
  if (type === rescueRecordTypes.end)
    return gather(parseJson(RescueEnd, textOf({ content })), (end) => into.ends.push(end))
  const changes = parseJson(RescuedChanges, textOf({ content }))
  if (type === rescueRecordTypes.changes)
    return gather(changes, (value) => into.changes.push(...value))
  if (type !== rescueRecordTypes.aside || !changes.ok) return succeed('damaged')
  const { here, missing, different } = await deps.storage.read((tx) =>
    sortParked(tx, changes.value),
  )
  into.tally.changesKnown += here.length
  into.again.push(...missing)
  return succeed(different.length > 0 ? 'contentMissing' : null)
}

function gather<T>(parsed: Result<T>, keep: (value: T) => void): Result<Aside | null> {
  if (!parsed.ok) return succeed('damaged')
  keep(parsed.value)
  return succeed(null)
}

/**
 * Null where there was room. Whoever proves to have written the file answers for what it holds,
 * else who brought it.
 */
async function keepAside(
  deps: RescueDeps,
  {
    header: { file },
    broughtBy,
    owner,
    at,
    tally,
  }: Omit<Piece, 'opened'> & { at: Instant; tally: RescueTally },
  frames: readonly Frame[],
  aside: readonly { frame: Frame; reason: Aside }[],
): Promise<Fault | null> {
  const ledger = ledgerOf(deps)
  return deps.storage.write(async (tx) => {
    const before = new Set((await tx.setAsideOf(file)).map(({ idx }) => idx))
    const refused = new Set(aside.map(({ frame }) => frame.index))
    const kept = aside.map(({ frame, reason }) => ({
      idx: frame.index,
      reason,
      frame: Buffer.from(frame.sealed).toString('base64'),
    }))
    const fresh = kept.filter(({ idx }) => !before.has(idx))
    const chargedTo = (owner?.device ?? broughtBy).memberId
    const amount = {
      items: fresh.length,
      bytes: fresh.reduce((sum, { frame }) => sum + frame.length, 0),
    }
    const noRoom =
      fresh.length > 0
        ? await ledger.charge(tx, { memberId: chargedTo, account: 'rescue', now: at }, amount)
        : null
    if (noRoom) return noRoom
    for (const { index } of frames) {
      const gone =
        !refused.has(index) && before.has(index) ? await tx.dropSetAside(file, index) : null
      if (gone?.chargedTo)
        await ledger.release(
          tx,
          { memberId: gone.chargedTo, account: 'rescue', now: at },
          { items: 1, bytes: gone.bytes },
        )
    }
    for (const each of kept)
      await tx.putSetAside({ file, broughtBy: broughtBy.id, chargedTo, at, ...each })
    if (before.size > 0 || aside.length > 0) await tellAside(tx, { file, broughtBy, owner, at })
    await tx.putAudit(adminChain, {
      at,
      action: 'rescueTaken',
      actor: broughtBy.memberId,
      device: broughtBy.id,
      detail: { file, of: owner?.device.id ?? null, ...tally },
    })
    return null
  })
}

async function tellAside(
  tx: WriteTx,
  {
    file,
    broughtBy,
    owner,
    at,
  }: Pick<Piece, 'broughtBy' | 'owner'> & { file: string; at: Instant },
): Promise<void> {
  const [first, ...more] = await tx.setAsideOf(file)
  // Without a proven owner the supervisors of whoever brought the file see to it.
  const whose = {
    deviceId: owner?.device.id ?? null,
    memberId: (owner?.device ?? broughtBy).memberId,
  }
  if (first)
    return tx.recordIncident(
      {
        type: 'rescueSetAside',
        subject: file,
        ...whose,
        detail: { records: more.length + 1, reason: first.reason },
      },
      at,
    )
  for (const each of await tx.openIncidentsOf({ type: 'rescueSetAside', subject: file }))
    await tx.closeIncident(each.id, { at, by: null, note: null })
}

const textOf = ({ content }: Pick<OpenedRecord, 'content'>): string =>
  Buffer.from(content).toString('utf8')
