// What of the outbox goes into the next request: the oldest that wait, as many as the link takes;
// when none waits, the body of one that was withheld. Asked by syncOnce.ts.
import type { ChangeId } from '#domain/ids.ts'
import type { CaptureDb } from '../db/captureDb.ts'
import type { OutboxEntry } from '../db/tables.ts'
import { takeToSend } from '../outbox/recall.ts'
import { isBodyWithheld } from './applyPush.ts'
import { isBackingOff, type SendWindow } from './sendWindow.ts'

/**
 * Raw bytes of changes in one request; on a link of 400 kbit/s they take about a second once
 * zipped.
 */
const pushBytes = 262_144

export interface Next {
  capture: CaptureDb
  sendWindow: SendWindow
  now: number
  isOffered: (id: ChangeId) => boolean
}

/** The oldest that wait; when none does, the body of one that was withheld. */
export async function nextChanges(next: Next): Promise<OutboxEntry[]> {
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
export async function nextWithheld({
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
