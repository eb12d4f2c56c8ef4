// The request of a round: what is sent, what is asked for, and what the phone says of itself. Made
// for syncOnce.ts.
import { newId } from '#domain/newId.ts'
import { currentSyncVersion } from '#records/recordTypeOf.ts'
import type { ChangeEnvelope, SyncRequest } from '#protocol/messages.ts'
import type { CaptureDb } from '../db/captureDb.ts'
import { readMeta } from '../db/meta.ts'
import { previousDevices } from '../db/previousDevices.ts'
import type { OutboxEntry } from '../db/tables.ts'
import { keptSealKeyId } from './keptSealKey.ts'
import { photosToAsk } from './photoReceipts.ts'
import { isBackingOff, type SendWindow } from './sendWindow.ts'
import type { SyncContext } from './syncContext.ts'

interface Asking {
  install: string
  pullBytes: number
  sendWindow: SendWindow
}

export async function syncRequestFor(
  { capture, cache, app, now, storage }: SyncContext,
  entries: OutboxEntry[],
  { install, pullBytes, sendWindow }: Asking,
): Promise<SyncRequest> {
  const [epoch, waiting, oldest, cursors, photos, received, unreadable, sealKey, former] =
    await Promise.all([
      readMeta(capture, 'epoch'),
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
    epoch: epoch ?? null,
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
    pull: cursors ? { cursors: cursorsOf(cursors, epoch), max: pullBytes } : null,
    photos: { ...photos, ...(received.length > 0 ? { received } : {}) },
    phone: { ...(storage?.() ?? { persisted: null, installed: false }), unreadable },
    sealKey,
    ...(former.length > 0 ? { former } : {}),
  }
}

/** Those that count in the database that is asked; one of another says nothing there. */
const cursorsOf = (
  cursors: readonly { scope: string; at: number; epoch?: string }[],
  epoch: string | undefined,
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
