// Another phone's rescue file, put into this phone's own database until its records are forwarded.
// Nothing in it can be read here. Hands on to: forwardRescued.ts.
import type { ImportedFile, SavedFrame } from '../db/tables.ts'
import { fault } from '#domain/fault.ts'
import type { Instant } from '#domain/ids.ts'
import { fail, type Result, succeed } from '#domain/result.ts'
import {
  frameHeadBytes,
  nextMarker,
  readFrameHead,
  readRescueHeader,
  rescueHeaderBytes,
  rescueLimits,
  type RescueTally,
} from '#protocol/rescueFile.ts'
import type { CaptureDb } from '../db/captureDb.ts'
import { storageFault } from '../db/storageFault.ts'

export const emptyTally: RescueTally = {
  changes: 0,
  changesKnown: 0,
  parked: 0,
  photos: 0,
  photosKnown: 0,
  setAside: 0,
}

export async function importRescueFile(
  db: CaptureDb,
  file: File,
  now: Instant,
): Promise<Result<ImportedFile>> {
  try {
    const header = readRescueHeader(await bytesOf(file, 0, rescueHeaderBytes))
    if (!header) return fail(fault('rescueNotAFile'))
    const taken: ImportedFile = {
      id: header.file,
      name: file.name,
      takenAt: now,
      opening: header.bytes.buffer,
      records: 0,
      isWhole: false,
      tally: emptyTally,
    }
    await db.rescue.put(taken)
    let some: SavedFrame[] = []
    let bytes = 0
    for await (const frame of framesOf(file, header.file)) {
      if (frame.index === 0) taken.opening = joined([header.bytes.buffer, frame.bytes])
      else {
        some.push(frame)
        bytes += frame.bytes.byteLength
        taken.records++
      }
      if (bytes < rescueLimits.requestBytes) continue
      await db.rescueFrame.bulkPut(some)
      some = []
      bytes = 0
    }
    await db.transaction('rw', db.rescue, db.rescueFrame, async () => {
      await db.rescueFrame.bulkPut(some)
      await db.rescue.put({ ...taken, isWhole: true })
    })
    return succeed({ ...taken, isWhole: true })
  } catch (error) {
    return fail(storageFault(error))
  }
}

export function joined(parts: readonly ArrayBuffer[]): ArrayBuffer {
  const whole = new Uint8Array(parts.reduce((sum, part) => sum + part.byteLength, 0))
  let at = 0
  for (const part of parts) {
    whole.set(new Uint8Array(part), at)
    at += part.byteLength
  }
  return whole.buffer
}

const bytesOf = async (file: Blob, from: number, to: number): Promise<Uint8Array> =>
  new Uint8Array(await file.slice(from, to).arrayBuffer())

/** Reads a record at a time; a damaged stretch is stepped over to where the next one begins. */
async function* framesOf(file: Blob, id: string): AsyncGenerator<SavedFrame> {
  for (let at = rescueHeaderBytes; at < file.size;) {
    const head = readFrameHead(await bytesOf(file, at, at + frameHeadBytes), 0)
    const end = head && at + frameHeadBytes + head.length
    if (head && end! <= file.size) {
      yield { file: id, index: head.index, bytes: await file.slice(at, end!).arrayBuffer() }
      at = end!
    } else at = await markerAfter(file, at + 1)
  }
}

const windowBytes = 65_536

async function markerAfter(file: Blob, from: number): Promise<number> {
  for (let at = from; at < file.size; at += windowBytes) {
    const found = nextMarker(await bytesOf(file, at, at + windowBytes + frameHeadBytes), 0)
    if (found >= 0) return at + found
  }
  return file.size
}
