// Imports records of a rescue file that somebody forwarded (R rules). What it can name an owner
// for goes the way all work goes: changes to acceptPush.ts, photos to acceptPhoto.ts. What it
// cannot is kept sealed as it came and becomes an incident; nothing is dropped.
import { fault } from '#domain/fault.ts'
import { fail, type Result, succeed } from '#domain/result.ts'
import type { ChangeEnvelope } from '#protocol/messages.ts'
import { parseJson } from '#protocol/parse.ts'
import {
  type Frame,
  framesIn,
  readRescueHeader,
  RescuedChanges,
  RescueEnd,
  rescueHeaderBytes,
  type RescueHeader,
  type RescueTally,
  rescueRecordTypes,
} from '#protocol/rescueFile.ts'
import type { Device } from '../storage/port/storage.ts'
import { closeArrived } from './closeArrived.ts'
import { type OpenedRecord, recordOpener } from '#crypto/openRecords.ts'
import { openingKey } from './sealKeys.ts'
import { importChanges, type RescueDeps, sortParked } from './importChanges.ts'
import { importPhoto } from './importPhoto.ts'
import { type Aside, setAsideUnread } from './setAsideUnread.ts'
import { type Owner, ownerOf, textOf } from './rescueOwner.ts'

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
  const noRoom = await setAsideUnread(
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
