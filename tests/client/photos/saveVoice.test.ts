import { describe, expect, it } from 'vitest'
import { writeDraft, newDraft } from '#client/drafts/draft.ts'
import { sweepDrafts } from '#client/photos/dropUnnamed.ts'
import { sha256 } from '#client/photos/sha256.ts'
import { dropParts, keepPart, saveVoice } from '#client/photos/saveVoice.ts'
import { voiceLimits } from '#domain/voice.ts'
import { aWebm } from '../../aVoice.ts'
import { aJpeg } from '../../world.ts'
import { aCapture } from '../db/aCapture.ts'

const recording = { id: 'r-1', startedAt: 7 }
const month = 31 * 86_400_000

/** As it comes from a microphone, a second at a time. */
const partsOf = (whole: ArrayBuffer, count: number): ArrayBuffer[] => {
  const each = Math.ceil(whole.byteLength / count)
  return Array.from({ length: count }, (_, at) => whole.slice(at * each, (at + 1) * each))
}
async function interrupted(parts: readonly ArrayBuffer[]) {
  const db = aCapture()
  for (const [index, bytes] of parts.entries()) await keepPart(db, recording, index, bytes, 7)
  return db
}

describe('a voice note', () => {
  it('is written as it was heard, under the hash of its bytes', async () => {
    const db = aCapture()
    const whole = aWebm(1)
    const saved = await saveVoice(db, recording, { parts: partsOf(whole, 3), ms: 3400 })
    const hash = await sha256(whole)
    expect(saved).toEqual({
      ok: true,
      value: { hash, bytes: 5000, seconds: 3, takenAt: 7 },
    })
    expect(await db.photo.get(hash)).toEqual({
      hash,
      part: 'voice',
      size: 5000,
      state: 'draft',
      savedAt: 7,
    })
    expect(new Uint8Array((await db.photoBytes.get(hash))!.bytes)).toEqual(new Uint8Array(whole))
  })

  it('is made of the parts of a page that died, in their order, and again if that dies too', async () => {
    const whole = aWebm(2, 24_000)
    const db = await interrupted(partsOf(whole, 12))
    const first = await saveVoice(db, recording)
    expect(first).toMatchObject({ ok: true, value: { hash: await sha256(whole), seconds: 12 } })
    expect(await saveVoice(db, recording)).toEqual(first)
    await dropParts(db, recording)
    expect(await db.recordedPart.count()).toBe(0)
    expect(await saveVoice(db, recording)).toEqual({ ok: true, value: null })
  })

  it('takes the parts of no other recording', async () => {
    const db = await interrupted(partsOf(aWebm(3), 2))
    await keepPart(db, { id: 'r-2', startedAt: 8 }, 0, aWebm(4), 8)
    expect(await saveVoice(db, recording)).toMatchObject({ value: { bytes: 5000 } })
    await dropParts(db, recording)
    expect(await db.recordedPart.count()).toBe(1)
  })

  it('is never longer than may be, and never nothing', async () => {
    const parts = [aWebm(5)]
    const secondsAt = async (ms: number) =>
      (await saveVoice(aCapture(), recording, { parts, ms })) as { value: { seconds: number } }
    expect((await secondsAt(60_700)).value.seconds).toBe(60)
    expect((await secondsAt(90)).value.seconds).toBe(1)
  })

  it('is refused where it is no sound, or too large', async () => {
    expect(
      await saveVoice(aCapture(), recording, { parts: [aJpeg(1, 500)], ms: 1000 }),
    ).toMatchObject({ ok: false, fault: { code: 'voiceNotAudio' } })
    const large = aWebm(6, voiceLimits.uploadBytes + 1)
    expect(await saveVoice(aCapture(), recording, { parts: [large], ms: 1000 })).toMatchObject({
      ok: false,
      fault: { code: 'voiceTooLarge' },
    })
  })

  it('draws no tick for bytes that read back otherwise', async () => {
    const db = aCapture()
    db.photoBytes.hook('reading', (kept) => ({ ...kept, bytes: kept.bytes.slice(1) }))
    expect(await saveVoice(db, recording, { parts: [aWebm(7)], ms: 1000 })).toMatchObject({
      ok: false,
      fault: { code: 'voiceLost' },
    })
  })

  it('leaves parts behind for a month, and those of an open form for as long as it is open', async () => {
    const db = await interrupted(partsOf(aWebm(8), 2))
    await keepPart(db, { id: 'open', startedAt: 7 }, 0, aWebm(9), 7)
    const words = { note: '', photos: [], body: {}, intent: null }
    await writeDraft(
      db,
      newDraft({ kind: 'k' }, { ...words, recording: { id: 'open', startedAt: 7 } }, 7),
      7,
    )
    await sweepDrafts(db, 8)
    expect(await db.recordedPart.count()).toBe(3)
    await sweepDrafts(db, month)
    expect((await db.recordedPart.toArray()).map((part) => part.recording)).toEqual(['open'])
  })
})
