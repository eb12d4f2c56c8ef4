// One round of sync: text out and rows in until neither side has more, then photos. Only the tab
// that holds the lock runs it.
import { newId } from '#domain/newId.ts'
import type { Fault } from '#domain/fault.ts'
import type { ChangeId, PhotoHash } from '#domain/ids.ts'
import { fail, type Result, succeed } from '#domain/result.ts'
import { currentSyncVersion } from '#records/recordTypeOf.ts'
import {
  type ChangeEnvelope,
  protocolLimits,
  type SyncRequest,
  type SyncResponse,
} from '#protocol/messages.ts'
import type { CaptureDb } from '../db/captureDb.ts'
import type { OutboxEntry } from '../db/tables.ts'
import type { CacheDb } from '../db/cacheDb.ts'
import { forgetPreviousDevices, previousDevices } from '../db/previousDevices.ts'
import { prune } from '../photos/freeSpace.ts'
import { isCurrentClientId } from '../db/isCurrentClientId.ts'
import { markTold, rangeToTell } from '../outbox/losses.ts'
import { nextLeavesInMs, takeToSend } from '../outbox/recall.ts'
import { keepSealKey, keptSealKeyId } from './keptSealKey.ts'
import { applyPull, forgetCursors } from './applyPull.ts'
import { expandOwnRows } from './expandOwnRows.ts'
import { applyPush, isBodyWithheld, resendEverything } from './applyPush.ts'
import { keepClockOff } from '../db/clockOff.ts'
import { type ChunkSizer, newChunkSizer } from './chunkSizer.ts'
import { exchange } from './exchange.ts'
import { applyPhotoAnswer, photosToAsk } from './photoReceipts.ts'
import { sendPhotos } from './sendPhotos.ts'
import { applyDecisions } from './applyDecisions.ts'
import type { Transport } from '../http/transport.ts'

export interface SyncContext {
  capture: CaptureDb
  /** Null for one who only deposits: nothing is asked for and nothing is shown. */
  cache: CacheDb | null
  transport: Transport
  device: { id: string; secret: string }
  app: string
  now: () => number
  onPhotosLeft?: (left: number) => void
  /** How many changes this link takes at once; kept from round to round. */
  sendWindow?: SendWindow
  /** What the browser promises for this phone's storage. */
  storage?: () => { persisted: boolean | null; installed: boolean }
}

export interface SendWindow {
  changes: number
  photoChunks: ChunkSizer
  /** Changes that no request got through with, and when that was last tried. */
  refusedAt: Map<ChangeId, number>
}

/**
 * What stood between the phone and the server may have gone: the body is offered again after so
 * long.
 */
const withheldRetryMs = 3_600_000

/**
 * A request that got no answer may have been too long for the link: the next one is half as long,
 * down to this.
 */
const fewestChanges = 10

export const newSendWindow = (): SendWindow => ({
  changes: protocolLimits.changesPerPush,
  photoChunks: newChunkSizer(),
  refusedAt: new Map(),
})

export interface SyncDone {
  pushed: number
  pulledRows: number
  photosSent: number
  /** False when the user session has ended: work goes out, news does not come in. */
  isReading: boolean
  /** The server wants this phone to hand everything in and then erase itself (wipe.ts). */
  order?: 'wipe'
  /**
   * The server has no room for what waits yet: it stays here and is offered again when the answer
   * says (S13).
   */
  later?: Fault
  /** When something that its author may still take back is to leave. */
  nextInMs?: number
}

/**
 * Raw bytes of changes in one request; on a link of 400 kbit/s they take about a second once
 * zipped.
 */
const pushBytes = 262_144

export async function syncOnce(context: SyncContext): Promise<Result<SyncDone>> {
  const done: SyncDone = { pushed: 0, pulledRows: 0, photosSent: 0, isReading: true }
  const sendWindow = context.sendWindow ?? newSendWindow()
  let pullBytes = protocolLimits.pullBytes.usual as number
  /**
   * As last answered; what the server misses and is not here any more is gone, and said to be
   * (S4).
   */
  let answered: { need: number | null; last: number | null } = { need: null, last: null }
  /** Bodies that were offered again in this round: once, whatever became of it. */
  const offered = new Set<ChangeId>()
  for (;;) {
    const next = {
      capture: context.capture,
      sendWindow,
      now: context.now(),
      isOffered: (id: ChangeId) => offered.has(id),
    }
    // Before the changes: numbers of a later name must not go out under it, but these may go out
    // under theirs of before.
    const install = (await context.capture.meta.get('install'))?.value as string
    const entries = await nextChanges(next)
    const lost = await rangeToTell(context.capture, answered, entries[0]?.n)
    const [resent] = entries.filter(({ fate }) => fate === 'parked')
    if (resent) offered.add(resent.id)
    const request = {
      ...(await requestFor(context, entries, { install, pullBytes, sendWindow })),
      ...(lost ? { lost: [lost] } : {}),
    }
    const sentAt = context.now()
    const answer = await exchange(context.transport, context.device, request)
    const answeredAt = context.now()
    if (!answer.ok) {
      if (answer.fault.code === 'tooLarge' || answer.fault.code === 'malformed') {
        const [first, second] = entries
        if (second) {
          sendWindow.changes = Math.ceil(entries.length / 2)
          continue
        }
        // Only its envelope goes out, so that what waits behind it flows (C8); the body is kept and
        // offered again later.
        if (first && (first === resent || !isBackingOff(sendWindow, first, context.now()))) {
          sendWindow.refusedAt.set(first.id, context.now())
          continue
        }
      }
      if (answer.fault.code === 'offline' && entries.length > fewestChanges)
        sendWindow.changes = Math.max(fewestChanges, Math.ceil(entries.length / 2))
      return fail(answer.fault)
    }
    sendWindow.changes = Math.min(protocolLimits.changesPerPush, sendWindow.changes * 2)
    const { need, last } = answer.value.push
    // Before the rows: what is due is told by the right clock from the first moment.
    await keepClockOff(context.capture, answer.value.time, { sentAt, answeredAt })
    const isMore = await applyAnswer(context, { request, entries }, answer.value, done)
    const isSameClient = await isCurrentClientId(context.capture, request.install)
    if (lost && isSameClient) await markTold(context.capture, request.install, lost, answeredAt)
    answered = isSameClient ? { need, last } : { need: null, last: null }
    delete done.later
    if (answer.value.push.later) done.later = answer.value.push.later
    pullBytes = Math.min(protocolLimits.pullBytes.most, pullBytes * 2)
    // What has no room now has none in the next moment either; news goes on coming in.
    if (done.later && !isMore) break
    if (
      !isMore &&
      !(await rangeToTell(context.capture, answered, undefined)) &&
      !(await nextWithheld(next))
    )
      break
  }
  const photos = await sendPhotos({
    db: context.capture,
    transport: context.transport,
    device: context.device,
    now: context.now,
    chunks: sendWindow.photoChunks,
    onProgress: context.onPhotosLeft,
  })
  if (!photos.ok) return fail(photos.fault satisfies Fault)
  if (done.isReading && context.cache) await prune(context.capture, context.cache, context.now())
  const nextInMs = await nextLeavesInMs(context.capture, context.now())
  return succeed({
    ...done,
    photosSent: photos.value,
    ...(nextInMs === undefined ? {} : { nextInMs }),
  })
}

/** A clock that was put back ends the rest: by the old time it might last for years. */
function isBackingOff({ refusedAt }: SendWindow, { id }: OutboxEntry, now: number): boolean {
  const restedMs = now - (refusedAt.get(id) ?? -Infinity)
  return restedMs >= 0 && restedMs < withheldRetryMs
}

interface Next {
  capture: CaptureDb
  sendWindow: SendWindow
  now: number
  isOffered: (id: ChangeId) => boolean
}

/** The oldest that wait; when none does, the body of one that was held back. */
async function nextChanges(next: Next): Promise<OutboxEntry[]> {
  const batch = await takeToSend(next.capture, next.now, (waiting) =>
    fitting(waiting, next.sendWindow),
  )
  return batch.length > 0 ? batch : [await nextWithheld(next)].flatMap((entry) => entry ?? [])
}

function fitting(waiting: readonly OutboxEntry[], sendWindow: SendWindow): OutboxEntry[] {
  const batch: OutboxEntry[] = []
  let bytes = 0
  for (const entry of waiting.slice(0, sendWindow.changes)) {
    bytes += JSON.stringify(entry.change).length
    if (batch.length > 0 && bytes > pushBytes) break
    batch.push(entry)
  }
  return batch
}

/** Parked for the way alone, and not decided by anybody since. */
async function nextWithheld({
  capture,
  sendWindow,
  now,
  isOffered,
}: Next): Promise<OutboxEntry | undefined> {
  const parked = await capture.outbox.where('fate').equals('parked').sortBy('n')
  return parked.find(
    (entry) =>
      entry.n > 0 &&
      isBodyWithheld(entry) &&
      !entry.isAcknowledged &&
      !isOffered(entry.id) &&
      !isBackingOff(sendWindow, entry, now),
  )
}

interface Asking {
  install: string
  pullBytes: number
  sendWindow: SendWindow
}

async function requestFor(
  { capture, cache, app, now, storage }: SyncContext,
  entries: OutboxEntry[],
  { install, pullBytes, sendWindow }: Asking,
): Promise<SyncRequest> {
  const [epoch, waiting, oldest, cursors, photos, received, unreadable, sealKey, former] =
    await Promise.all([
      capture.meta.get('epoch'),
      capture.outbox.where('fate').equals('waiting').count(),
      capture.outbox.where('fate').equals('waiting').first(),
      cache?.cursor.toArray(),
      waitingPhotos(capture),
      photosToAsk(capture, now()),
      capture.photo.where('state').equals('unreadable').count(),
      keptSealKeyId(capture),
      previousDevices(capture),
    ])
  return {
    v: 1,
    app,
    shape: currentSyncVersion,
    req: newId(now(), crypto),
    install,
    epoch: (epoch?.value as string | undefined) ?? null,
    clock: { wall: now(), zone: Intl.DateTimeFormat().resolvedOptions().timeZone ?? '' },
    push: {
      from: entries[0]?.n ?? 0,
      waiting,
      oldest: oldest?.savedAt ?? null,
      changes: entries.map((entry) =>
        entry.fate === 'waiting' && isBackingOff(sendWindow, entry, now())
          ? { id: entry.id, n: entry.n }
          : (entry.change as unknown as ChangeEnvelope),
      ),
    },
    pull: cursors ? { cursors: cursorsOf(cursors, epoch?.value), max: pullBytes } : null,
    photos: { ...photos, ...(received.length > 0 ? { received } : {}) },
    phone: { ...(storage?.() ?? { persisted: null, installed: false }), unreadable },
    sealKey,
    ...(former.length > 0 ? { former } : {}),
  }
}

/** Those that count in the database that is asked; one of another says nothing there. */
const cursorsOf = (
  cursors: readonly { scope: string; at: number; epoch?: string }[],
  epoch: unknown,
): Record<string, number> =>
  Object.fromEntries(
    cursors
      .filter((cursor) => cursor.epoch === undefined || cursor.epoch === epoch)
      .map((cursor) => [cursor.scope, cursor.at]),
  )

async function waitingPhotos(db: CaptureDb): Promise<{ waiting: number; bytes: number }> {
  let waiting = 0
  let bytes = 0
  await db.photo
    .where('state')
    .equals('waiting')
    .each((photo) => {
      waiting++
      bytes += photo.size
    })
  return { waiting, bytes }
}

/**
 * True when there is more to say on either side. Rows first, then the acknowledgement: a crash
 * between the two only repeats.
 */
async function applyAnswer(
  { capture, cache, now }: SyncContext,
  { request, entries }: { request: SyncRequest; entries: readonly OutboxEntry[] },
  answer: SyncResponse,
  done: SyncDone,
): Promise<boolean> {
  const isNewEpoch = request.epoch !== null && request.epoch !== answer.epoch
  // Whatever is believed from now on is believed of this database: a phone that dies here must know
  // of which.
  if (request.epoch === null) await capture.meta.put({ key: 'epoch', value: answer.epoch })
  if (isNewEpoch && cache) await forgetCursors(cache)
  else if (answer.pull && cache) {
    await applyPull(
      cache,
      expandOwnRows(answer.pull, entries, answer.push.receivedAt),
      answer.epoch,
    )
    done.pulledRows += answer.pull.pages.reduce((sum, page) => sum + page.rows.length, 0)
  }
  done.isReading = answer.pull !== null
  if (answer.order) done.order = answer.order
  await applyPush(capture, request.install, answer.push, now())
  if (cache) await applyDecisions(capture, cache)
  done.pushed += answer.push.results.length
  if (answer.photos && !isNewEpoch)
    await applyPhotoAnswer(capture, request.photos.received as PhotoHash[], answer.photos, now())
  if (answer.sealKey) await keepSealKey(capture, answer.sealKey)
  if (
    request.former &&
    request.push.waiting === answer.push.results.length &&
    request.photos.waiting === 0 &&
    (await isCurrentClientId(capture, request.install))
  )
    await forgetPreviousDevices(capture, request.former)
  if (isNewEpoch) await resendEverything(capture, now())
  if (isNewEpoch) await capture.meta.put({ key: 'epoch', value: answer.epoch })
  const isPullLeft = answer.pull?.pages.some((page) => page.more) ?? false
  const isPushLeft = (await capture.outbox.where('fate').equals('waiting').count()) > 0
  const hasMoved = answer.push.results.length > 0 || answer.push.need !== null || answer.push.fork
  return isNewEpoch || isPullLeft || (isPushLeft && hasMoved && !answer.push.later)
}
