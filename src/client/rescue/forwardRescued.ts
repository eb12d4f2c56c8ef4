// Passes on what was taken in of other phones' rescue files, piece by piece; what is acknowledged
// goes from this phone, so it resumes where it stopped.
import type { Fault } from '#domain/fault.ts'
import type { Instant } from '#domain/ids.ts'
import { fail, type Result, succeed } from '#domain/result.ts'
import { RescueAnswer, rescueLimits, type RescueTally } from '#protocol/rescueFile.ts'
import type { CaptureDb } from '../db/captureDb.ts'
import { retryPolicy } from '../sync/retryPolicy.ts'
import { call } from '../http/call.ts'
import type { Transport } from '../http/transport.ts'
import { framesLeft } from './importedFiles.ts'
import { joined } from './importRescueFile.ts'
import type { SavedFrame, ImportedFile } from '../db/tables.ts'

export interface Forwarding {
  capture: CaptureDb
  transport: Transport
  /** Of the one who passes it on. */
  device: { id: string; secret: string }
  now: () => Instant
}

/**
 * A fault means: later. A file that the server cannot open is marked, and one that it has no room
 * for waits; neither holds another up.
 */
export async function forwardRescued(passing: Forwarding): Promise<Result<null>> {
  const open = await passing.capture.rescue
    .filter((each) => each.isWhole && !each.doneAt && !each.fault)
    .toArray()
  let later: Fault | null = null
  for (const taken of open) {
    const passed = await forward(passing, taken)
    if (passed.ok) continue
    if (passed.fault.code === 'comeLater') {
      later ??= passed.fault
      continue
    }
    if (retryPolicy[passed.fault.code] !== 'needsPerson' || isOfTheDevice(passed.fault))
      return passed
    await passing.capture.rescue.update(taken.id, { fault: passed.fault })
  }
  return later ? fail(later) : succeed(null)
}

const isOfTheDevice = ({ code }: Fault): boolean =>
  code === 'unknownDevice' || code === 'revokedDevice'

/** Of one request; grows on a good link. */
const firstBytes = 131_072

async function forward(
  { capture, transport, device, now }: Forwarding,
  { id, opening }: ImportedFile,
): Promise<Result<null>> {
  let mostBytes = firstBytes
  for (;;) {
    const frames = await nextFrames(capture, id, mostBytes)
    const answered = await call(
      transport,
      {
        method: 'POST',
        path: '/api/rescue',
        body: joined([opening, ...frames.map((frame) => frame.bytes)]),
        headers: { 'Content-Type': 'application/octet-stream' },
        device,
      },
      RescueAnswer,
    )
    if (!answered.ok) return answered
    mostBytes = Math.min(rescueLimits.requestBytes, mostBytes * 2)
    await capture.transaction('rw', capture.rescue, capture.rescueFrame, async () => {
      await capture.rescueFrame.bulkDelete(frames.map((frame) => [id, frame.index]))
      const [taken, left] = [await capture.rescue.get(id), await framesLeft(capture, id).count()]
      if (taken)
        await capture.rescue.put({
          ...taken,
          tally: added(taken.tally, answered.value),
          ...(left === 0 ? { doneAt: now() } : {}),
        })
    })
    if ((await framesLeft(capture, id).count()) === 0) return succeed(null)
  }
}

async function nextFrames(db: CaptureDb, id: string, mostBytes: number): Promise<SavedFrame[]> {
  const frames: SavedFrame[] = []
  let bytes = 0
  for (const key of await framesLeft(db, id).limit(100).primaryKeys()) {
    const frame = await db.rescueFrame.get(key)
    if (!frame) continue
    if (frames.length > 0 && bytes + frame.bytes.byteLength > mostBytes) break
    frames.push(frame)
    bytes += frame.bytes.byteLength
  }
  return frames
}

const added = (a: RescueTally, b: RescueTally): RescueTally => ({
  changes: a.changes + b.changes,
  changesKnown: a.changesKnown + b.changesKnown,
  parked: a.parked + b.parked,
  photos: a.photos + b.photos,
  photosKnown: a.photosKnown + b.photosKnown,
  setAside: a.setAside + b.setAside,
})
