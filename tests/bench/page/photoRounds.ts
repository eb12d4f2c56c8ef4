// A photo of 12 megapixels from file to kept and read back, against decoding and encoding it once
// in a worker.
import { openCaptureDb } from '#client/db/captureDb.ts'
import { savePhoto } from '#client/photos/savePhoto.ts'
import { preparePhoto } from '#client/photos/preparePhoto.ts'
import type { MemberId } from '#domain/ids.ts'

export interface PhotoRounds {
  fileBytes: number
  ours: PageTime[]
  limit: PageTime[]
}

interface PageTime {
  ms: number
  /** Longest time the page drew nothing. */
  frameGapMs: number
  /** Longest single task of the page; 0 when none took 50 ms. */
  longTaskMs: number
}

export async function photoRounds(rounds: number): Promise<PhotoRounds> {
  const file = await drawNoisyPhoto(4000, 3000)
  const db = openCaptureDb('m-photo' as MemberId, () => undefined)
  const worker = new Worker(new URL('./rawPhotoWorker.ts', import.meta.url), { type: 'module' })
  const measured: PhotoRounds = { fileBytes: file.size, ours: [], limit: [] }
  for (let i = -1; i < rounds; i++) {
    const ours = await watched(async () => {
      const prepared = await preparePhoto(file, { source: 'camera', at: Date.now() })
      const kept = prepared.ok ? await savePhoto(db, prepared.value, 'near', Date.now()) : prepared
      if (!kept.ok) throw new Error(kept.fault.code)
    })
    await Promise.all([db.photo.clear(), db.photoBytes.clear()])
    const limit = await watched(
      () =>
        new Promise<void>((resolve) => {
          worker.onmessage = () => resolve()
          worker.postMessage(file)
        }),
    )
    // The first round starts both workers.
    if (i >= 0) {
      measured.ours.push(ours)
      measured.limit.push(limit)
    }
  }
  worker.terminate()
  db.close()
  return measured
}

async function watched(work: () => Promise<void>): Promise<PageTime> {
  await new Promise((resolve) => setTimeout(resolve, 200))
  let isOver = false
  let [last, frameGapMs, longTaskMs] = [performance.now(), 0, 0]
  const seen = new PerformanceObserver((list) => {
    for (const task of list.getEntries()) longTaskMs = Math.max(longTaskMs, task.duration)
  })
  seen.observe({ type: 'longtask' })
  const onFrame = (): void => {
    const now = performance.now()
    frameGapMs = Math.max(frameGapMs, now - last)
    last = now
    if (!isOver) requestAnimationFrame(onFrame)
  }
  await new Promise(requestAnimationFrame)
  last = performance.now()
  requestAnimationFrame(onFrame)
  const startedAt = performance.now()
  await work()
  const ms = performance.now() - startedAt
  await new Promise((resolve) => setTimeout(resolve, 50))
  isOver = true
  seen.disconnect()
  return { ms, frameGapMs, longTaskMs }
}

/** Light, edges and grain, as a camera would leave them: about 3 to 6 MB. */
async function drawNoisyPhoto(width: number, height: number): Promise<File> {
  const canvas = new OffscreenCanvas(width, height)
  const context = canvas.getContext('2d', { willReadFrequently: true })!
  const light = context.createLinearGradient(0, 0, width, height)
  light.addColorStop(0, '#c8d4dc')
  light.addColorStop(1, '#4a5138')
  context.fillStyle = light
  context.fillRect(0, 0, width, height)
  for (let i = 0; i < 400; i++) {
    context.fillStyle = `hsl(${(i * 47) % 360} 30% ${20 + ((i * 13) % 60)}%)`
    context.fillRect(
      (i * 997) % width,
      (i * 613) % height,
      40 + ((i * 31) % 300),
      30 + ((i * 17) % 220),
    )
  }
  const picture = context.getImageData(0, 0, width, height)
  let grain = 1
  for (let at = 0; at < picture.data.length; at += 4) {
    grain = (grain * 1103515245 + 12345) & 0x7fffffff
    const lift = ((grain >> 16) % 25) - 12
    for (const channel of [0, 1, 2]) picture.data[at + channel]! += lift
  }
  context.putImageData(picture, 0, 0)
  let blob: Blob | undefined
  for (const quality of [0.92, 0.85, 0.75, 0.6, 0.45]) {
    blob = await canvas.convertToBlob({ type: 'image/jpeg', quality })
    if (blob.size <= 6e6) break
  }
  return new File([blob!], 'photo.jpg', { type: 'image/jpeg' })
}
