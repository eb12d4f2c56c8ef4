// Photos after text, thumbnails before photos, each resumed where it stopped (P2–P6). One bad photo is set aside, the rest goes on.
import { fault, type FaultCode } from '#domain/fault.ts'
import { fail, type Result, succeed } from '#domain/result.ts'
import { PhotoAnswer, protocolLimits, Refusal } from '#protocol/messages.ts'
import { parse } from '#protocol/parse.ts'
import type { CaptureDb, KeptPhoto } from '../captureDb.ts'
import { sha256 } from '../keepPhoto.ts'
import { fateOf } from './fateOf.ts'
import { deviceHeader, type Transport } from './transport.ts'

export interface PhotoSending {
  db: CaptureDb
  transport: Transport
  device: { id: string; secret: string }
  onProgress?: (left: number) => void
}

/** Bytes of one PATCH: what a broken connection may cost. Grows on a good link, shrinks on a bad one. */
const chunkBytes = { least: 32_768, first: 131_072, most: 1_048_576 } as const
const order = { thumb: 0, photo: 1, stamped: 2 } as const

export async function sendPhotos(sending: PhotoSending): Promise<Result<number>> {
  const { db } = sending
  const waiting = await db.photo.where('state').equals('waiting').toArray()
  waiting.sort((a, b) => order[a.part] - order[b.part] || a.savedAt - b.savedAt)
  let sent = 0
  for (const [i, next] of waiting.entries()) {
    sending.onProgress?.(waiting.length - i)
    const photo = await db.photo.get(next.hash)
    if (!photo || photo.state !== 'waiting') continue
    const done = await sendOne(sending, photo)
    if (done.ok) {
      await db.photo.update(photo.hash, { state: 'received' })
      sent++
    } else if (fateOf[done.fault.code] === 'needsPerson' && !isOfTheDevice(done.fault.code)) {
      await db.photo.update(photo.hash, { state: 'unreadable', fault: done.fault })
    } else return done
  }
  sending.onProgress?.(0)
  return succeed(sent)
}

const isOfTheDevice = (code: FaultCode): boolean => code === 'unknownDevice' || code === 'revokedDevice'

async function sendOne(sending: PhotoSending, photo: KeptPhoto): Promise<Result<null>> {
  const bytes = (await sending.db.photoBytes.get(photo.hash))?.bytes
  if (!bytes || (await sha256(bytes)) !== photo.hash) return fail(fault('photoLost'))
  if (photo.size <= protocolLimits.putBytes) {
    const put = await ask(sending, `/api/photos/${photo.hash}`, { method: 'PUT', body: bytes, headers: { 'Content-Type': 'application/octet-stream' } })
    return put.ok ? succeed(null) : put
  }
  const offer = { method: 'POST', body: JSON.stringify({ hash: photo.hash, bytes: photo.size }), headers: { 'Content-Type': 'application/json' } }
  let chunk: number = chunkBytes.first
  let furthest = 0
  for (let attempts = 0; attempts < 3; ) {
    const opened = await ask(sending, '/api/photos', offer)
    if (!opened.ok) return opened
    if (opened.value.state === 'have') return succeed(null)
    const moved = await sendFrom(sending, bytes, opened.value.url, opened.value.offset, chunk)
    // Progress resets the count: a link that dies every few hundred kilobytes still gets there. Beginning anew is none.
    attempts = moved > furthest ? 0 : attempts + 1
    furthest = Math.max(furthest, moved)
    chunk = Math.max(chunkBytes.least, Math.floor(chunk / 2))
  }
  return fail(fault('offline'))
}

/** PATCHes from an offset on; returns how far it came. Whatever happened, the next offer tells the true offset. */
async function sendFrom({ transport, device }: PhotoSending, bytes: ArrayBuffer, url: string, from: number, firstChunk: number): Promise<number> {
  let offset = from
  let chunk = firstChunk
  while (offset < bytes.byteLength) {
    const end = Math.min(bytes.byteLength, offset + chunk)
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
      offset = now
      chunk = Math.min(chunkBytes.most, chunk * 2)
    } catch {
      return offset
    }
  }
  return offset
}

async function ask({ transport, device }: PhotoSending, path: string, init: RequestInit): Promise<Result<PhotoAnswer>> {
  let status: number
  let json: unknown
  try {
    const response = await transport.send(path, { ...init, headers: { ...(init.headers as Record<string, string>), ...deviceHeader(device) } })
    status = response.status
    json = await response.json()
  } catch {
    return fail(fault('offline'))
  }
  if (status !== 200) {
    const refusal = parse(Refusal, json)
    return fail(refusal.ok ? (refusal.value.fault) : fault('notOurAnswer'))
  }
  const answer = parse(PhotoAnswer, json)
  return answer.ok ? answer : fail(fault('notOurAnswer'))
}
