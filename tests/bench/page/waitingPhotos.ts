// Photos that wait on a phone, as the form would have kept them: real pictures, so that the
// server takes them.
import { saveChange } from '#client/outbox/saveChange.ts'
import { sha256 } from '#client/photos/sha256.ts'
import type { PhotoHash } from '#domain/ids.ts'
import type { PhotoRef } from '#domain/photo.ts'
import { sampleCreate } from '../sampleReport.ts'
import { pullAll, thePhone } from './pullRound.ts'

const perReport = 5

/**
 * Saves reports that name this many photos, other ones for each seed; returns the bytes of photos
 * and thumbnails.
 */
export async function savePhotos(count: number, side: number, seed = 0): Promise<number> {
  const { capture, memberId } = thePhone()
  let bytes = 0
  for (let at = 0; at < count; at += perReport) {
    const photos: PhotoRef[] = []
    for (let i = at; i < Math.min(count, at + perReport); i++) {
      const photo = await keep('photo', side, seed + i)
      const thumb = await keep('thumb', 128, seed + i)
      bytes += photo.bytes + thumb.bytes
      photos.push({ ...photo, thumb, width: side, height: side, role: 'near', takenAt: Date.now() })
    }
    const change = sampleCreate(memberId, at)
    const kept = await saveChange(capture, {
      change: { ...change, set: { ...(change as { set: object }).set, photos } },
      photos,
      now: Date.now(),
    })
    if (!kept.ok) throw new Error(kept.fault.code)
  }
  return bytes
}

async function keep(
  part: 'photo' | 'thumb',
  side: number,
  seed: number,
): Promise<{ hash: PhotoHash; bytes: number }> {
  const bytes = await drawGrain(side, seed)
  const hash = await sha256(bytes)
  const { capture } = thePhone()
  await capture.photo.put({
    hash,
    part,
    size: bytes.byteLength,
    state: 'draft',
    savedAt: Date.now(),
  })
  await capture.photoBytes.put({ hash, bytes })
  return { hash, bytes: bytes.byteLength }
}

/** One block of grain, laid out anew for each photo. */
const grain = new OffscreenCanvas(256, 256)
{
  const context = grain.getContext('2d')!
  const picture = context.createImageData(256, 256)
  let state = 7
  for (let at = 0; at < picture.data.length; at++)
    picture.data[at] =
      at % 4 === 3 ? 255 : (state = (state * 1103515245 + 12345) & 0x7fffffff) >> 16
  context.putImageData(picture, 0, 0)
}

async function drawGrain(side: number, seed: number): Promise<ArrayBuffer> {
  const canvas = new OffscreenCanvas(side, side)
  const context = canvas.getContext('2d')!
  for (let x = 0; x < side; x += 256)
    for (let y = 0; y < side; y += 256) context.drawImage(grain, x - ((seed * 37 + y) % 97), y)
  context.fillStyle = `hsl(${(seed * 47) % 360} 60% 50%)`
  context.fillRect(seed % side, (seed * 7) % side, 9 + (seed % 50), 9 + Math.floor(seed / 50))
  return (await canvas.convertToBlob({ type: 'image/jpeg', quality: 0.8 })).arrayBuffer()
}

/** Rounds of sync until nothing waits; returns how many it took. A broken round is no news. */
export async function sendAll(mostRounds: number): Promise<{ rounds: number; left: number }> {
  const { capture } = thePhone()
  for (let rounds = 1; ; rounds++) {
    await pullAll().catch(() => undefined)
    const left =
      (await capture.photo.where('state').equals('waiting').count()) +
      (await capture.outbox.where('fate').equals('waiting').count())
    if (left === 0 || rounds === mostRounds) return { rounds, left }
  }
}
