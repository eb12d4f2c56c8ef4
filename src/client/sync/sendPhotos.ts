// Photos and voice notes after text: thumbnails, then voice notes, then photos, each resumed where
// it stopped (P2–P6). One that is bad is set aside, the rest goes on.
import { type Fault, fault, type FaultCode } from '#domain/fault.ts'
import type { Instant } from '#domain/ids.ts'
import { fail, type Result, succeed } from '#domain/result.ts'
import { protocolLimits } from '#protocol/messages.ts'
import { PhotoAnswer } from '#protocol/photoMessages.ts'
import type { CaptureDb } from '../db/captureDb.ts'
import type { SavedPhoto } from '../db/tables.ts'
import { photosKeptBack } from '../outbox/recall.ts'
import { sha256 } from '../photos/sha256.ts'
import { type ChunkSizer, newChunkSizer } from './chunkSizer.ts'
import { retryPolicy } from './retryPolicy.ts'
import { call } from '../http/call.ts'
import { deviceHeader, type Transport } from '../http/transport.ts'

export interface PhotoSending {
  db: CaptureDb
  transport: Transport
  device: { id: string; secret: string }
  now?: () => Instant
  /** Kept from round to round: a bad link stays one. */
  chunks?: ChunkSizer
  onProgress?: (left: number) => void
}

const order = { thumb: 0, voice: 1, photo: 2, stamped: 3 } as const

/**
 * What one photo that did not arrive means for the others. A person must look at it, it is tried
 * again next time, or nothing gets through.
 */
type Sent = { ok: true } | { ok: false; fault: Fault; then: 'setAside' | 'next' | 'stop' }

/** So many photos that cannot get through are a bad link, not bad photos. */
const mostPassedOver = 3

export async function sendPhotos(sending: PhotoSending): Promise<Result<number>> {
  const { db } = sending
  const keptBack = await photosKeptBack(db)
  const waiting = (await db.photo.where('state').equals('waiting').toArray()).filter(
    (photo) => !keptBack.has(photo.hash),
  )
  // The newest first: that is what a supervisor is waiting for.
  waiting.sort((a, b) => order[a.part] - order[b.part] || b.savedAt - a.savedAt)
  const passedOver: Fault[] = []
  let sent = 0
  for (const [i, next] of waiting.entries()) {
    sending.onProgress?.(waiting.length - i)
    const photo = await db.photo.get(next.hash)
    if (!photo || photo.state !== 'waiting') continue
    const done = await sendOne(sending, photo)
    if (done.ok) {
      await db.photo
        .where('hash')
        .equals(photo.hash)
        .modify(received(sending.now?.() ?? Date.now()))
      sent++
    } else if (done.then === 'setAside')
      await db.photo.update(photo.hash, { state: 'unreadable', fault: done.fault })
    else if (
      done.then === 'stop' ||
      (passedOver.push(done.fault) >= mostPassedOver && !isNoLink(done.fault))
    )
      return fail(done.fault)
  }
  sending.onProgress?.(0)
  return passedOver[0] ? fail(passedOver[0]) : succeed(sent)
}

const received =
  (now: Instant) =>
  (photo: SavedPhoto): void => {
    photo.state = 'received'
    photo.receivedAt = now
    delete photo.askedAt
    delete photo.fault
  }

/** The server's trouble with this one photo, which the next need not share. */
const ofThisPhoto: ReadonlySet<FaultCode> = new Set([
  'internal',
  'tooLarge',
  'malformed',
  'photoHashMismatch',
  'photoUnknown',
  // A node of an older release takes in no voice notes yet.
  'unknownPath',
])

/** There is no room for one more that cannot be shown; the next may be sound. */
const isOfOneAlone = ({ code, detail }: Fault): boolean =>
  code === 'comeLater' && detail?.what === 'quarantine'

/** It says nothing of the link: what follows may well get through. */
const isNoLink = (fault: Fault): boolean => isOfOneAlone(fault) || fault.code === 'unknownPath'

function refused(fault: Fault): Sent {
  if (ofThisPhoto.has(fault.code) || isOfOneAlone(fault)) return { ok: false, fault, then: 'next' }
  const isOfTheDevice = fault.code === 'unknownDevice' || fault.code === 'revokedDevice'
  return {
    ok: false,
    fault,
    then: retryPolicy[fault.code] === 'needsPerson' && !isOfTheDevice ? 'setAside' : 'stop',
  }
}

async function sendOne(sending: PhotoSending, photo: SavedPhoto): Promise<Sent> {
  const { transport, device } = sending
  const bytes = (await sending.db.photoBytes.get(photo.hash))?.bytes
  const isVoice = photo.part === 'voice'
  if (!bytes || (await sha256(bytes)) !== photo.hash)
    return refused(fault(isVoice ? 'voiceLost' : 'photoLost'))
  const path = isVoice ? '/api/voice' : '/api/photos'
  if (photo.size <= protocolLimits.putBytes) {
    const put = await call(
      transport,
      {
        method: 'PUT',
        path: `${path}/${photo.hash}`,
        body: bytes,
        headers: { 'Content-Type': 'application/octet-stream' },
        device,
      },
      PhotoAnswer,
    )
    return put.ok ? { ok: true } : refused(put.fault)
  }
  const offer = {
    method: 'POST',
    path,
    json: { hash: photo.hash, bytes: photo.size },
    device,
  } as const
  const chunks = (sending.chunks ??= newChunkSizer())
  let furthest = 0
  for (let attempts = 0; attempts < 3;) {
    const askedAt = performance.now()
    const opened = await call(transport, offer, PhotoAnswer)
    if (opened.ok) chunks.answered(performance.now() - askedAt)
    if (!opened.ok) return refused(opened.fault)
    if (opened.value.state === 'have') return { ok: true }
    const moved = await sendFrom(sending, bytes, opened.value.url, opened.value.offset, chunks)
    // Progress resets the count: a link that dies every few hundred kilobytes still gets there.
    // Beginning anew is none.
    attempts = moved > furthest ? 0 : attempts + 1
    furthest = Math.max(furthest, moved)
  }
  return { ok: false, fault: fault('offline'), then: 'next' }
}

/**
 * PATCHes from an offset on; returns how far it came. Whatever happened, the next offer tells the
 * true offset.
 */
async function sendFrom(
  { transport, device }: PhotoSending,
  bytes: ArrayBuffer,
  url: string,
  from: number,
  chunks: ChunkSizer,
): Promise<number> {
  let offset = from
  while (offset < bytes.byteLength) {
    const end = Math.min(bytes.byteLength, offset + chunks.next())
    const sentAt = performance.now()
    try {
      const response = await transport.send(url, {
        method: 'PATCH',
        body: bytes.slice(offset, end),
        headers: {
          ...deviceHeader(device),
          'Tus-Resumable': '1.0.0',
          'Upload-Offset': String(offset),
          'Content-Type': 'application/offset+octet-stream',
        },
      })
      const now = Number(response.headers.get('Upload-Offset'))
      if (response.status !== 204 || !(now > offset)) return offset
      chunks.arrived(now - offset, performance.now() - sentAt)
      offset = now
    } catch {
      chunks.broke()
      return offset
    }
  }
  return offset
}
