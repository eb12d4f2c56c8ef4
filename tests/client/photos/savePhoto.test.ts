import { describe, expect, it } from 'vitest'
import { savePhoto } from '#client/photos/savePhoto.ts'
import { aCapture, aPrepared } from '../db/aCapture.ts'

describe('keeping a photo', () => {
  it('writes it, reads it back and gives its reference', async () => {
    const db = aCapture()
    const prepared = await aPrepared(1)
    expect(await savePhoto(db, prepared, 'far', 7)).toEqual({
      ok: true,
      value: { ...prepared.ref, role: 'far' },
    })
    expect(
      (await db.photo.toArray())
        .map(({ part, state, size, savedAt }) => ({ part, state, size, savedAt }))
        .sort((a, b) => a.size - b.size),
    ).toEqual([
      { part: 'thumb', state: 'draft', size: 300, savedAt: 7 },
      { part: 'photo', state: 'draft', size: 5000, savedAt: 7 },
    ])
    expect(new Uint8Array((await db.photoBytes.get(prepared.ref.hash))!.bytes)).toEqual(
      new Uint8Array(prepared.bytes),
    )
  })

  it('keeps the same photo once', async () => {
    const db = aCapture()
    const prepared = await aPrepared(1)
    await savePhoto(db, prepared, 'near', 1)
    await db.photo.update(prepared.ref.hash, { state: 'waiting' })
    expect((await savePhoto(db, prepared, 'near', 2)).ok).toBe(true)
    expect(await db.photo.count()).toBe(2)
    expect((await db.photo.get(prepared.ref.hash))?.state).toBe('waiting')
  })

  it('draws no tick for bytes that read back otherwise', async () => {
    const db = aCapture()
    const prepared = await aPrepared(1)
    db.photoBytes.hook('reading', (kept) =>
      kept.hash === prepared.ref.hash ? { ...kept, bytes: kept.bytes.slice(1) } : kept,
    )
    expect(await savePhoto(db, prepared, 'near', 1)).toEqual({
      ok: false,
      fault: { code: 'photoLost' },
    })
  })

  it('says that the phone is full, and keeps neither half', async () => {
    const db = aCapture()
    db.photoBytes.hook('creating', () => {
      throw new DOMException('full', 'QuotaExceededError')
    })
    expect(await savePhoto(db, await aPrepared(1), 'near', 1)).toEqual({
      ok: false,
      fault: { code: 'storageFull' },
    })
    expect([await db.photo.count(), await db.photoBytes.count()]).toEqual([0, 0])
  })
})
