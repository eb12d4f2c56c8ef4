// One round of sync: text out and rows in until neither side has more, then photos. Only the tab that holds the lock runs it.
import { newId } from '#domain/newId.ts'
import type { Fault } from '#domain/fault.ts'
import { fail, type Result, succeed } from '#domain/result.ts'
import { type ChangeFrame, protocolLimits, type SyncRequest, type SyncResponse } from '#protocol/messages.ts'
import type { CaptureDb, OutboxEntry } from '../captureDb.ts'
import type { CacheDb } from '../cacheDb.ts'
import { applyPull, forgetCursors } from './applyPull.ts'
import { wholePages } from './wholePages.ts'
import { applyPush, offerEverythingAgain } from './applyPush.ts'
import { exchange } from './exchange.ts'
import { sendPhotos } from './sendPhotos.ts'
import type { Transport } from './transport.ts'

export interface SyncContext {
  capture: CaptureDb
  cache: CacheDb
  transport: Transport
  device: { id: string; secret: string }
  app: string
  now: () => number
  onPhotosLeft?: (left: number) => void
  /** How many changes this link takes at once; kept from round to round. */
  pace?: Pace
}

export interface Pace {
  changes: number
}

/** A request that got no answer may have been too long for the link: the next one is half as long, down to this. */
const fewestChanges = 10

export const newPace = (): Pace => ({ changes: protocolLimits.changesPerPush })

export interface SyncDone {
  pushed: number
  pulledRows: number
  photosSent: number
  /** False when the user session has ended: work goes out, news does not come in. */
  isReading: boolean
}

/** Raw bytes of changes in one request; on a link of 400 kbit/s they take about a second once zipped. */
const pushBytes = 262_144

export async function syncOnce(context: SyncContext): Promise<Result<SyncDone>> {
  const done: SyncDone = { pushed: 0, pulledRows: 0, photosSent: 0, isReading: true }
  const pace = context.pace ?? newPace()
  let pullBytes = protocolLimits.pullBytes.usual as number
  /** The number the endpoint asked for; what lies before the first one left here is gone, and said to be (S4). */
  let need: number | null = null
  for (;;) {
    const entries = await nextChanges(context.capture, pace.changes)
    const first = entries[0]?.n
    const lost = need !== null && first !== undefined && first > need ? [[need, first - 1] as [number, number]] : undefined
    const request = { ...(await requestFor(context, entries, pullBytes)), ...(lost ? { lost } : {}) }
    const answer = await exchange(context.transport, context.device, request)
    if (!answer.ok) {
      if (answer.fault.code === 'tooLarge' && entries.length > 1) {
        pace.changes = Math.ceil(entries.length / 2)
        continue
      }
      if (answer.fault.code === 'offline' && entries.length > fewestChanges) pace.changes = Math.max(fewestChanges, Math.ceil(entries.length / 2))
      return fail(answer.fault)
    }
    pace.changes = Math.min(protocolLimits.changesPerPush, pace.changes * 2)
    need = answer.value.push.need
    const isMore = await applyAnswer(context, { request, entries }, answer.value, done)
    pullBytes = Math.min(protocolLimits.pullBytes.most, pullBytes * 2)
    if (!isMore) break
  }
  const photos = await sendPhotos({ db: context.capture, transport: context.transport, device: context.device, onProgress: context.onPhotosLeft })
  if (!photos.ok) return fail(photos.fault satisfies Fault)
  return succeed({ ...done, photosSent: photos.value })
}

async function nextChanges(db: CaptureDb, most: number): Promise<OutboxEntry[]> {
  const waiting = await db.outbox.where('fate').equals('waiting').sortBy('n')
  const batch: OutboxEntry[] = []
  let bytes = 0
  for (const entry of waiting.slice(0, most)) {
    bytes += JSON.stringify(entry.change).length
    if (batch.length > 0 && bytes > pushBytes) break
    batch.push(entry)
  }
  return batch
}

async function requestFor({ capture, cache, app, now }: SyncContext, entries: OutboxEntry[], pullBytes: number): Promise<SyncRequest> {
  const [install, epoch, waiting, oldest, cursors, photos] = await Promise.all([
    capture.meta.get('install'),
    capture.meta.get('epoch'),
    capture.outbox.where('fate').equals('waiting').count(),
    capture.outbox.where('fate').equals('waiting').first(),
    cache.cursor.toArray(),
    waitingPhotos(capture),
  ])
  return {
    v: 1,
    app,
    req: newId(now(), crypto),
    install: install?.value as string,
    epoch: (epoch?.value as string | undefined) ?? null,
    clock: { wall: now(), zone: Intl.DateTimeFormat().resolvedOptions().timeZone ?? '' },
    push: {
      from: entries[0]?.n ?? 0,
      waiting,
      oldest: oldest?.savedAt ?? null,
      changes: entries.map((entry) => entry.change as unknown as ChangeFrame),
    },
    pull: { cursors: Object.fromEntries(cursors.map((cursor) => [cursor.scope, cursor.at])), max: pullBytes },
    photos,
  }
}

async function waitingPhotos(db: CaptureDb): Promise<{ waiting: number; bytes: number }> {
  let waiting = 0
  let bytes = 0
  await db.photo.where('state').equals('waiting').each((photo) => {
    waiting++
    bytes += photo.size
  })
  return { waiting, bytes }
}

/** True when there is more to say on either side. Rows first, then the acknowledgement: a crash between the two only repeats. */
async function applyAnswer(
  { capture, cache, now }: SyncContext, { request, entries }: { request: SyncRequest; entries: readonly OutboxEntry[] }, answer: SyncResponse, done: SyncDone,
): Promise<boolean> {
  const isNewEpoch = request.epoch !== null && request.epoch !== answer.epoch
  if (isNewEpoch) await forgetCursors(cache)
  else if (answer.pull) {
    await applyPull(cache, wholePages(answer.pull, entries, answer.push.receivedAt))
    done.pulledRows += answer.pull.pages.reduce((sum, page) => sum + page.rows.length, 0)
  }
  done.isReading = answer.pull !== null
  await applyPush(capture, answer.push, now())
  done.pushed += answer.push.results.length
  if (isNewEpoch) await offerEverythingAgain(capture, now())
  if (request.epoch !== answer.epoch) await capture.meta.put({ key: 'epoch', value: answer.epoch })
  const isPullLeft = answer.pull?.pages.some((page) => page.more) ?? false
  const isPushLeft = (await capture.outbox.where('fate').equals('waiting').count()) > 0
  const hasMoved = answer.push.results.length > 0 || answer.push.need !== null || answer.push.fork
  return isNewEpoch || isPullLeft || (isPushLeft && hasMoved)
}
