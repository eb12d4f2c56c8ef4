// One round of sync: text out and rows in until neither side has more, then photos. Only the tab
// that holds the lock runs it.
import type { Fault } from '#domain/fault.ts'
import type { ChangeId } from '#domain/ids.ts'
import { fail, type Result, succeed } from '#domain/result.ts'
import { protocolLimits } from '#protocol/messages.ts'
import { isCurrentClientId, readClientLog } from '../db/clientLog.ts'
import { saveClockOff } from '../db/clockOff.ts'
import { markReported, rangeToTell } from '../outbox/losses.ts'
import { nextLeavesInMs } from '../outbox/recall.ts'
import { prune } from '../photos/freeSpace.ts'
import { applyAnswer } from './applyAnswer.ts'
import { exchange } from './exchange.ts'
import { nextChanges, nextWithheld } from './nextChanges.ts'
import { sendPhotos } from './sendPhotos.ts'
import { isBackingOff, newSendWindow } from './sendWindow.ts'
import type { SyncContext, SyncDone } from './syncContext.ts'
import { syncRequestFor } from './syncRequest.ts'

/**
 * A request that got no answer may have been too long for the link: the next one is half as long,
 * down to this.
 */
const fewestChanges = 10

export async function syncOnce(context: SyncContext): Promise<Result<SyncDone>> {
  const done: SyncDone = {
    pushed: 0,
    rowsSent: [],
    pulledRows: 0,
    photosSent: 0,
    isReading: true,
  }
  const sendWindow = context.sendWindow ?? newSendWindow()
  let pullBytes = protocolLimits.pullBytes.usual as number
  /**
   * As last answered; what the server misses and is not here any more is gone, and said to be
   * (S4).
   */
  let answered: { need: number | null; last: number | null } = { need: null, last: null }
  /** Bodies that were resent in this round: once, whatever became of it. */
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
    const install = (await readClientLog(context.capture)).clientId!
    const entries = await nextChanges(next)
    const lost = await rangeToTell(context.capture, answered, entries[0]?.n)
    const [resent] = entries.filter(({ fate }) => fate === 'parked')
    if (resent) offered.add(resent.id)
    const request = {
      ...(await syncRequestFor(context, entries, { install, pullBytes, sendWindow })),
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
        // resent later.
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
    await saveClockOff(context.capture, answer.value.time, { sentAt, answeredAt })
    const isMore = await applyAnswer(context, { request, entries }, answer.value, done)
    const isSameClient = await isCurrentClientId(context.capture, request.install)
    if (lost && isSameClient) await markReported(context.capture, request.install, lost, answeredAt)
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
