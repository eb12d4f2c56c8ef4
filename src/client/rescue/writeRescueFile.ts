// Everything this phone holds that the server does not, as one sealed file: for the day the phone
// cannot connect any more. Called by state/useRescue.ts. Changes first, then voice notes and
// photos, so that a file that was cut still gives the words.
import { fault } from '#domain/fault.ts'
import type { Instant } from '#domain/ids.ts'
import { fail, type Result, succeed } from '#domain/result.ts'
import { type RescueHead, rescueLimits, rescueRecordTypes } from '#protocol/rescueFile.ts'
import type { CaptureDb } from '../db/captureDb.ts'
import { readClientLog } from '../db/clientLog.ts'
import type { SavedPhoto, OutboxEntry } from '../db/tables.ts'
import { letAllStand } from '../outbox/recall.ts'
import { storageFault } from '../db/storageFault.ts'
import { keptSealKey } from '../sync/keptSealKey.ts'
import { newSealer, type Sealer } from '#crypto/sealRecords.ts'

export interface RescueSource {
  capture: CaptureDb
  device: { id: string; secret: string }
  app: string
  now: () => Instant
}

export interface RescueFile {
  file: File
  changes: number
  photos: number
}

const order = { thumb: 0, voice: 1, photo: 2, stamped: 3 } as const
const json = (value: unknown): Uint8Array<ArrayBuffer> =>
  new TextEncoder().encode(JSON.stringify(value))

export async function writeRescueFile(
  source: RescueSource,
  onProgress: (written: number, total: number) => void = () => undefined,
): Promise<Result<RescueFile>> {
  try {
    const key = await keptSealKey(source.capture)
    if (!key) return fail(fault('noSealKey'))
    const unsent = await unsentOf(source.capture)
    const sealer = await newSealer(key)
    const total = unsent.waiting.length + unsent.aside.length + unsent.photos.length
    // Each record becomes a blob of its own, which a browser may keep on disk: the memory holds one
    // photo at a time.
    const parts: Blob[] = [new Blob([sealer.header])]
    let written = 0
    for await (const { frame, holds } of records(source, sealer, unsent)) {
      parts.push(new Blob([frame]))
      onProgress((written += holds), total)
    }
    const name = `gridwalk-${new Date(source.now()).toISOString().slice(0, 10)}-${sealer.file.slice(0, 6)}.gridwalk`
    return succeed({
      file: new File(parts, name, { type: 'application/octet-stream' }),
      changes: unsent.waiting.length + unsent.aside.length,
      photos: shots(unsent.photos),
    })
  } catch (error) {
    return fail(storageFault(error))
  }
}

interface Unsent {
  waiting: OutboxEntry[]
  /** Acknowledged and not applied. */
  aside: OutboxEntry[]
  photos: SavedPhoto[]
}

async function unsentOf(db: CaptureDb): Promise<Unsent> {
  // What lies in a file under its number is not taken back any more.
  await letAllStand(db)
  const [waiting, aside, photos] = await Promise.all([
    db.outbox.where('fate').equals('waiting').sortBy('n'),
    db.outbox.where('fate').equals('parked').sortBy('n'),
    db.photo.where('state').anyOf('waiting', 'unreadable').toArray(),
  ])
  return {
    waiting,
    aside,
    photos: photos.sort((a, b) => order[a.part] - order[b.part] || a.savedAt - b.savedAt),
  }
}

const shots = (photos: readonly SavedPhoto[]): number =>
  photos.filter(({ part }) => isShot(part)).length

/** A copy of one is not counted. */
const isShot = (part: SavedPhoto['part']): boolean => part === 'photo' || part === 'voice'

async function* records(
  { capture, device, app, now }: RescueSource,
  sealer: Sealer,
  { waiting, aside, photos }: Unsent,
): AsyncGenerator<{ frame: Uint8Array<ArrayBuffer>; holds: number }> {
  const install = (await readClientLog(capture)).clientId!
  const head: RescueHead = {
    v: 1,
    install,
    deviceId: device.id,
    deviceSecret: device.secret,
    madeAt: now(),
    app,
    changes: waiting.length + aside.length,
    photos: shots(photos),
  }
  yield { frame: await sealer.seal(rescueRecordTypes.head, json(head)), holds: 0 }
  for (const [type, entries] of [
    [rescueRecordTypes.changes, waiting],
    [rescueRecordTypes.aside, aside],
  ] as const) {
    for (const some of inRecords(entries))
      yield {
        frame: await sealer.seal(type, json(some.map((entry) => entry.change))),
        holds: some.length,
      }
  }
  for (const { hash, part } of photos) {
    const bytes = (await capture.photoBytes.get(hash))?.bytes
    if (bytes)
      yield {
        frame: await sealer.seal(
          isShot(part) ? rescueRecordTypes.photo : rescueRecordTypes.copy,
          bytes,
        ),
        holds: 1,
      }
  }
  const whole = {
    changes: waiting.map((entry) => entry.id),
    photos: photos.filter((photo) => photo.state === 'waiting').map((photo) => photo.hash),
  }
  yield { frame: await sealer.seal(rescueRecordTypes.end, json(whole)), holds: 0 }
}

/** A record holds few enough that a damaged one costs little. */
function* inRecords(entries: readonly OutboxEntry[]): Generator<OutboxEntry[]> {
  let some: OutboxEntry[] = []
  let bytes = 0
  for (const entry of entries) {
    const size = JSON.stringify(entry.change).length
    if (
      some.length > 0 &&
      (some.length === rescueLimits.changesPerRecord ||
        bytes + size > rescueLimits.requestBytes / 4)
    ) {
      yield some
      some = []
      bytes = 0
    }
    some.push(entry)
    bytes += size
  }
  if (some.length > 0) yield some
}
