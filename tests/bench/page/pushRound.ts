// A day's work leaves the phone, against one zipped POST of the same changes.
import { saveChange } from '#client/outbox/saveChange.ts'
import { sampleCreate } from '../sampleReport.ts'
import { pullAll, type RoundDone, thePhone } from './pullRound.ts'

export async function saveReports(count: number): Promise<void> {
  const { capture, memberId } = thePhone()
  for (let i = 0; i < count; i++) {
    const kept = await saveChange(capture, {
      change: sampleCreate(memberId, i),
      photos: [],
      now: Date.now(),
    })
    if (!kept.ok) throw new Error(kept.fault.code)
  }
}

export const pushAll = (): Promise<RoundDone> => pullAll()

/** Of the changes that are still waiting; leaves them waiting. */
export async function rawPush(): Promise<number> {
  const entries = await thePhone().capture.outbox.toArray()
  const startedAt = performance.now()
  const text = JSON.stringify({ changes: entries.map((entry) => entry.change) })
  const zipped = await new Response(
    new Blob([text]).stream().pipeThrough(new CompressionStream('gzip')),
  ).arrayBuffer()
  const answer = await fetch('/raw/sink', {
    method: 'POST',
    body: zipped,
    headers: { 'Content-Encoding': 'gzip' },
  })
  await answer.json()
  return performance.now() - startedAt
}
