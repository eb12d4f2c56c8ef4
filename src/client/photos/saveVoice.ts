// A voice note onto this phone. While it is recorded its parts are written one by one as they come;
// whatever ends it – its author, a call, a killed tab – what there is of it becomes the note.
import Dexie from 'dexie'
import { audioTypeOf } from '#domain/audioType.ts'
import { fault } from '#domain/fault.ts'
import type { Instant } from '#domain/ids.ts'
import { fail, type Result, succeed } from '#domain/result.ts'
import { type VoiceRef, voiceLimits } from '#domain/voice.ts'
import type { CaptureDb } from '../db/captureDb.ts'
import { retryOnce } from '../db/connection.ts'
import { storageFault } from '../db/storageFault.ts'
import type { DraftWords } from '../db/tables.ts'
import { saveBytes } from './saveBytes.ts'
import { sha256 } from './sha256.ts'

export type Recording = NonNullable<DraftWords['recording']>

/** Each part is about so long. */
export const partMs = 1000

const partsOf = (db: CaptureDb, { id }: Recording) =>
  db.recordedPart.where('[recording+index]').between([id, Dexie.minKey], [id, Dexie.maxKey])

export const keepPart = (
  db: CaptureDb,
  { id }: Recording,
  index: number,
  bytes: ArrayBuffer,
  at: Instant,
): Promise<unknown> => retryOnce(db, () => db.recordedPart.put({ recording: id, index, bytes, at }))

/**
 * Null where nothing of it can be heard. The parts stay until the form has named the note
 * (`dropParts`): a page that dies before makes the same note of them again.
 *
 * @param heard what the page that records holds itself, where the database did not take it, and how
 *   long it was by its clock.
 */
export async function saveVoice(
  db: CaptureDb,
  recording: Recording,
  heard?: { parts: readonly ArrayBuffer[]; ms: number },
): Promise<Result<VoiceRef | null>> {
  try {
    const parts =
      heard?.parts ??
      (await retryOnce(db, () => partsOf(db, recording).toArray())).map((part) => part.bytes)
    const bytes = await new Blob([...parts]).arrayBuffer()
    if (audioTypeOf(new Uint8Array(bytes, 0, Math.min(64, bytes.byteLength))) === null)
      return bytes.byteLength === 0 ? succeed(null) : fail(fault('voiceNotAudio'))
    if (bytes.byteLength > voiceLimits.uploadBytes)
      return fail(fault('voiceTooLarge', { limit: voiceLimits.uploadBytes }))
    const hash = await sha256(bytes)
    const refused = await saveBytes(db, [{ hash, bytes, part: 'voice' }], recording.startedAt)
    if (refused) return fail(refused)
    return succeed({
      hash,
      bytes: bytes.byteLength,
      seconds: secondsIn(heard?.ms ?? parts.length * partMs),
      takenAt: recording.startedAt,
    })
  } catch (error) {
    return fail(storageFault(error))
  }
}

const secondsIn = (ms: number): number =>
  Math.min(voiceLimits.seconds, Math.max(1, Math.round(ms / 1000)))

export const dropParts = (db: CaptureDb, recording: Recording): Promise<unknown> =>
  retryOnce(db, () => partsOf(db, recording).delete())
