// Everything that an answer of the server says, applied in the order in which a phone may die in
// between: rows first, then the acknowledgements. Called by syncOnce.ts after each exchange.
import type { PhotoHash } from '#domain/ids.ts'
import type { SyncRequest, SyncResponse } from '#protocol/messages.ts'
import { isCurrentClientId } from '../db/clientLog.ts'
import { writeMeta } from '../db/meta.ts'
import { forgetPreviousDevices } from '../db/previousDevices.ts'
import type { OutboxEntry } from '../db/tables.ts'
import { applyDecisions } from './applyDecisions.ts'
import { applyPull, forgetCursors } from './applyPull.ts'
import { applyPush, resendEverything } from './applyPush.ts'
import { expandOwnRows } from './expandOwnRows.ts'
import { storeSealKey } from './keptSealKey.ts'
import { applyPhotoAnswer } from './photoReceipts.ts'
import type { SyncContext, SyncDone } from './syncContext.ts'

/**
 * True when there is more to say on either side. Rows first, then the acknowledgement: a crash
 * between the two only repeats.
 */
export async function applyAnswer(
  { capture, cache, now }: SyncContext,
  { request, entries }: { request: SyncRequest; entries: readonly OutboxEntry[] },
  answer: SyncResponse,
  done: SyncDone,
): Promise<boolean> {
  const isNewEpoch = request.epoch !== null && request.epoch !== answer.epoch
  // Whatever is believed from now on is believed of this database: a phone that dies here must know
  // of which.
  if (request.epoch === null) await writeMeta(capture, 'epoch', answer.epoch)
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
  const taken = new Set(answer.push.results.map(({ n }) => n))
  const rows = entries.filter(({ n }) => taken.has(n)).map(({ row }) => row)
  done.rowsSent = [...new Set([...done.rowsSent, ...rows])]
  if (answer.photos && !isNewEpoch)
    await applyPhotoAnswer(capture, request.photos.received as PhotoHash[], answer.photos, now())
  if (answer.sealKey) await storeSealKey(capture, answer.sealKey)
  if (
    request.former &&
    request.push.waiting === answer.push.results.length &&
    request.photos.waiting === 0 &&
    (await isCurrentClientId(capture, request.install))
  )
    await forgetPreviousDevices(capture, request.former)
  if (isNewEpoch) await resendEverything(capture, now())
  if (isNewEpoch) await writeMeta(capture, 'epoch', answer.epoch)
  const isPullLeft = answer.pull?.pages.some((page) => page.more) ?? false
  const isPushLeft = (await capture.outbox.where('fate').equals('waiting').count()) > 0
  const hasMoved = answer.push.results.length > 0 || answer.push.need !== null || answer.push.fork
  return isNewEpoch || isPullLeft || (isPushLeft && hasMoved && !answer.push.later)
}
