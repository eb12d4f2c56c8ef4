// One round of sync: text out and rows in until neither side has more, then photos. Only the tab
// that holds the lock runs it.
import { newId } from '#domain/newId.ts'
import type { Fault } from '#domain/fault.ts'
import type { ChangeId, PhotoHash } from '#domain/ids.ts'
import { fail, type Result, succeed } from '#domain/result.ts'
import { currentShape } from '#domain/row.ts'
import {
  type ChangeFrame,
  protocolLimits,
  type SyncRequest,
  type SyncResponse,
} from '#protocol/messages.ts'
import type { CaptureDb, OutboxEntry } from '../captureDb.ts'
import type { CacheDb } from '../cacheDb.ts'
import { forgetFormer, formerDevices } from '../formerDevices.ts'
import { prune } from '../freeSpace.ts'
import { isInstall } from '../install.ts'
import { markTold, rangeToTell } from '../losses.ts'
import { nextLeavesInMs, takeToSend } from '../recall.ts'
import { keepSealKey, keptSealKeyId } from '../rescue/keptSealKey.ts'
import { applyPull, forgetCursors } from './applyPull.ts'
import { wholePages } from './wholePages.ts'
import { applyPush, isHeldBack, offerEverythingAgain } from './applyPush.ts'
import { keepClockOff } from './clockOff.ts'
import { type ChunkPace, newChunkPace } from './chunkPace.ts'
import { exchange } from './exchange.ts'
import { applyPhotoAnswer, photosToAsk } from './photoReceipts.ts'
import { sendPhotos } from './sendPhotos.ts'
import { settleParked } from './settleParked.ts'
import type { Transport } from './transport.ts'

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
  pace?: Pace
  /** What the browser promises for this phone's storage. */
  storage?: () => { persisted: boolean | null; installed: boolean }
}

export interface Pace {
  changes: number
  photoChunks: ChunkPace
  /** Changes that no request got through with, and when that was last tried. */
  refusedAt: Map<ChangeId, number>
}

/**
 * What stood between the phone and the endpoint may have gone: the body is offered again after so
 * long.
 */
const heldBackRestMs = 3_600_000

/**
 * A request that got no answer may have been too long for the link: the next one is half as long,
 * down to this.
 */
const fewestChanges = 10

export const newPace = (): Pace => ({
  changes: protocolLimits.changesPerPush,
  photoChunks: newChunkPace(),
  refusedAt: new Map(),
})

export interface SyncDone {
  pushed: number
  pulledRows: number
  photosSent: number
  /** False when the user session has ended: work goes out, news does not come in. */
  isReading: boolean
  /** The endpoint wants this phone to hand everything in and then erase itself (wipe.ts). */
  order?: 'wipe'
  /**
   * The endpoint has no room for what waits yet: it stays here and is offered again when the answer
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
  const pace = context.pace ?? newPace()
  let pullBytes = protocolLimits.pullBytes.usual as number
  /**
   * As last answered; what the endpoint misses and is not here any more is gone, and said to be
   * (S4).
   */
  let answered: { need: number | null; last: number | null } = { need: null, last: null }
  /** Bodies that were offered again in this round: once, whatever became of it. */
  const offered = new Set<ChangeId>()
  for (;;) {
    const next = {
      capture: context.capture,
      pace,
      now: context.now(),
      isOffered: (id: ChangeId) => offered.has(id),
    }
    // Before the changes: numbers of a later name must not go out under it, but these may go out
    // under theirs of before.
    const install = (await context.capture.meta.get('install'))?.value as string
    const entries = await nextChanges(next)
    const lost = await rangeToTell(context.capture, answered, entries[0]?.n)
    const [offeredAgain] = entries.filter(({ fate }) => fate === 'parked')
    if (offeredAgain) offered.add(offeredAgain.id)
    const request = {
      ...(await requestFor(context, entries, { install, pullBytes, pace })),
      ...(lost ? { lost: [lost] } : {}),
    }
    const sentAt = context.now()
    const answer = await exchange(context.transport, context.device, request)
    const answeredAt = context.now()
    if (!answer.ok) {
      if (answer.fault.code === 'tooLarge' || answer.fault.code === 'malformed') {
        const [first, second] = entries
        if (second) {
          pace.changes = Math.ceil(entries.length / 2)
          continue
        }
        // Only its frame goes out, so that what waits behind it flows (C8); the body is kept and
        // offered again later.
        if (first && (first === offeredAgain || !isResting(pace, first, context.now()))) {
          pace.refusedAt.set(first.id, context.now())
          continue
        }
      }
      if (answer.fault.code === 'offline' && entries.length > fewestChanges)
        pace.changes = Math.max(fewestChanges, Math.ceil(entries.length / 2))
      return fail(answer.fault)
    }
    pace.changes = Math.min(protocolLimits.changesPerPush, pace.changes * 2)
    const { need, last } = answer.value.push
    // Before the rows: what is due is told by the right clock from the first moment.
    await keepClockOff(context.capture, answer.value.time, { sentAt, answeredAt })
    const isMore = await applyAnswer(context, { request, entries }, answer.value, done)
    const isSameStream = await isInstall(context.capture, request.install)
    if (lost && isSameStream) await markTold(context.capture, request.install, lost, answeredAt)
    answered = isSameStream ? { need, last } : { need: null, last: null }
    delete done.later
    if (answer.value.push.later) done.later = answer.value.push.later
    pullBytes = Math.min(protocolLimits.pullBytes.most, pullBytes * 2)
    // What has no room now has none in the next moment either; news goes on coming in.
    if (done.later && !isMore) break
    if (
      !isMore &&
      !(await rangeToTell(context.capture, answered, undefined)) &&
      !(await nextHeldBack(next))
    )
      break
  }
  const photos = await sendPhotos({
    db: context.capture,
    transport: context.transport,
    device: context.device,
    now: context.now,
    chunks: pace.photoChunks,
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
function isResting({ refusedAt }: Pace, { id }: OutboxEntry, now: number): boolean {
  const restedMs = now - (refusedAt.get(id) ?? -Infinity)
  return restedMs >= 0 && restedMs < heldBackRestMs
}

interface Next {
  capture: CaptureDb
  pace: Pace
  now: number
  isOffered: (id: ChangeId) => boolean
}

/** The oldest that wait; when none does, the body of one that was held back. */
async function nextChanges(next: Next): Promise<OutboxEntry[]> {
  const batch = await takeToSend(next.capture, next.now, (waiting) => fitting(waiting, next.pace))
  return batch.length > 0 ? batch : [await nextHeldBack(next)].flatMap((entry) => entry ?? [])
}

function fitting(waiting: readonly OutboxEntry[], pace: Pace): OutboxEntry[] {
  const batch: OutboxEntry[] = []
  let bytes = 0
  for (const entry of waiting.slice(0, pace.changes)) {
    bytes += JSON.stringify(entry.change).length
    if (batch.length > 0 && bytes > pushBytes) break
    batch.push(entry)
  }
  return batch
}

/** Parked for the way alone, and not decided by anybody since. */
async function nextHeldBack({
  capture,
  pace,
  now,
  isOffered,
}: Next): Promise<OutboxEntry | undefined> {
  const parked = await capture.outbox.where('fate').equals('parked').sortBy('n')
  return parked.find(
    (entry) =>
      entry.n > 0 &&
      isHeldBack(entry) &&
      !entry.isAcknowledged &&
      !isOffered(entry.id) &&
      !isResting(pace, entry, now),
  )
}

interface Asking {
  install: string
  pullBytes: number
  pace: Pace
}

async function requestFor(
  { capture, cache, app, now, storage }: SyncContext,
  entries: OutboxEntry[],
  { install, pullBytes, pace }: Asking,
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
      formerDevices(capture),
    ])
  return {
    v: 1,
    app,
    shape: currentShape,
    req: newId(now(), crypto),
    install,
    epoch: (epoch?.value as string | undefined) ?? null,
    clock: { wall: now(), zone: Intl.DateTimeFormat().resolvedOptions().timeZone ?? '' },
    push: {
      from: entries[0]?.n ?? 0,
      waiting,
      oldest: oldest?.savedAt ?? null,
      changes: entries.map((entry) =>
        entry.fate === 'waiting' && isResting(pace, entry, now())
          ? { id: entry.id, n: entry.n }
          : (entry.change as unknown as ChangeFrame),
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
    await applyPull(cache, wholePages(answer.pull, entries, answer.push.receivedAt), answer.epoch)
    done.pulledRows += answer.pull.pages.reduce((sum, page) => sum + page.rows.length, 0)
  }
  done.isReading = answer.pull !== null
  if (answer.order) done.order = answer.order
  await applyPush(capture, request.install, answer.push, now())
  if (cache) await settleParked(capture, cache)
  done.pushed += answer.push.results.length
  if (answer.photos && !isNewEpoch)
    await applyPhotoAnswer(capture, request.photos.received as PhotoHash[], answer.photos, now())
  if (answer.sealKey) await keepSealKey(capture, answer.sealKey)
  if (
    request.former &&
    request.push.waiting === answer.push.results.length &&
    request.photos.waiting === 0 &&
    (await isInstall(capture, request.install))
  )
    await forgetFormer(capture, request.former)
  if (isNewEpoch) await offerEverythingAgain(capture, now())
  if (isNewEpoch) await capture.meta.put({ key: 'epoch', value: answer.epoch })
  const isPullLeft = answer.pull?.pages.some((page) => page.more) ?? false
  const isPushLeft = (await capture.outbox.where('fate').equals('waiting').count()) > 0
  const hasMoved = answer.push.results.length > 0 || answer.push.need !== null || answer.push.fork
  return isNewEpoch || isPullLeft || (isPushLeft && hasMoved && !answer.push.later)
}
