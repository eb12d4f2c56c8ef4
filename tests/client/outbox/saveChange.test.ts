import { describe, expect, it } from 'vitest'
import { saveChange } from '#client/outbox/saveChange.ts'
import { savePhoto } from '#client/photos/savePhoto.ts'
import { aKeptDraft } from '../drafts/aDraft.ts'
import { aCapture, aChange, aPrepared } from '../db/aCapture.ts'

describe('keeping a change', () => {
  it('counts 1, 2, 3 without a gap, also when many are kept at once', async () => {
    const db = aCapture()
    const kept = await Promise.all(
      Array.from({ length: 12 }, () => saveChange(db, { change: aChange(), photos: [], now: 1 })),
    )
    expect(kept.every((each) => each.ok)).toBe(true)
    expect(
      (await db.outbox.orderBy('n').toArray()).map((entry) => [
        entry.n,
        entry.change.n,
        entry.fate,
      ]),
    ).toEqual(Array.from({ length: 12 }, (_, i) => [i + 1, i + 1, 'waiting']))
  })

  it('makes one entry of a double tap', async () => {
    const db = aCapture()
    const change = aChange()
    const taps = await Promise.all(
      [1, 2, 3].map(() => saveChange(db, { change, photos: [], now: 1 })),
    )
    expect(taps).toEqual([1, 2, 3].map(() => ({ ok: true, value: 1 })))
    expect(await db.outbox.count()).toBe(1)
    expect(await saveChange(db, { change: aChange(), photos: [], now: 2 })).toEqual({
      ok: true,
      value: 2,
    })
  })

  it('does not take other words for the same act, nor a second record of the same name', async () => {
    const db = aCapture()
    const change = aChange()
    await saveChange(db, { change, photos: [], now: 1 })
    const taken = { ok: false, fault: { code: 'idTaken' } }
    expect(
      await saveChange(db, {
        change: { ...change, set: { ...change.set, note: 'other words' } },
        photos: [],
        now: 2,
      }),
    ).toEqual(taken)
    expect(
      await saveChange(db, { change: aChange({ row: change.row }), photos: [], now: 2 }),
    ).toEqual(taken)
    expect(await saveChange(db, { change: { ...change, at: 7 }, photos: [], now: 2 })).toEqual({
      ok: true,
      value: 1,
    })
    expect((await db.outbox.toArray()).map((entry) => entry.change.set)).toEqual([change.set])
  })

  it('does not take a step for another that is kept under its id already', async () => {
    const db = aCapture()
    const row = 'r-1'
    const stepping = (comment: string, id = 's-1') =>
      aChange({
        row,
        op: 'patch',
        set: undefined,
        step: {
          id,
          type: 'note',
          by: 'm-1',
          at: 1,
          from: 'reported',
          to: 'reported',
          comment,
        } as never,
      })
    const first = stepping('one')
    expect(await saveChange(db, { change: first, photos: [], now: 1 })).toEqual({
      ok: true,
      value: 1,
    })
    expect(await saveChange(db, { change: first, photos: [], now: 2 })).toEqual({
      ok: true,
      value: 1,
    })
    for (const other of [stepping('two'), stepping('one')]) {
      expect(await saveChange(db, { change: other, photos: [], now: 2 })).toEqual({
        ok: false,
        fault: { code: 'idTaken' },
      })
    }
    expect(await saveChange(db, { change: stepping('two', 's-2'), photos: [], now: 2 })).toEqual({
      ok: true,
      value: 2,
    })
  })

  it('is not called saved when what is read back is not what was said', async () => {
    const db = aCapture()
    db.outbox.hook('creating', (_key, entry) => {
      entry.change = { ...entry.change, set: { note: 'half' } }
    })
    const mirrored: number[] = []
    expect(
      await saveChange(db, { change: aChange(), photos: [], now: 1 }, (n) => mirrored.push(n)),
    ).toEqual({ ok: false, fault: { code: 'storageLost' } })
    expect(mirrored).toEqual([])
  })

  it('releases its photos and forgets its draft in the same transaction', async () => {
    const db = aCapture()
    const ref = await savePhoto(db, await aPrepared(1), 'near', 1)
    if (!ref.ok) throw new Error('photo')
    const draft = await aKeptDraft(db, { photos: [ref.value] })
    await saveChange(db, { change: aChange(), photos: [ref.value], draft, now: 1 })
    expect((await db.photo.toArray()).map((photo) => photo.state)).toEqual(['waiting', 'waiting'])
    expect(await db.draft.count()).toBe(0)
    expect(await db.draftEnd.get(draft.id)).toMatchObject({ change: expect.any(String) as string })
  })

  it('leaves nothing behind when the transaction is aborted, and says why', async () => {
    const db = aCapture()
    const ref = await savePhoto(db, await aPrepared(2), 'near', 1)
    if (!ref.ok) throw new Error('photo')
    const draft = await aKeptDraft(db, { note: 'still here', photos: [ref.value] })
    const refuse = (): never => {
      throw new DOMException('full', 'QuotaExceededError')
    }
    db.draft.hook('deleting', refuse)
    const mirrored: number[] = []
    expect(
      await saveChange(db, { change: aChange(), photos: [ref.value], draft, now: 1 }, (n) =>
        mirrored.push(n),
      ),
    ).toEqual({ ok: false, fault: { code: 'storageFull' } })
    expect([
      await db.outbox.count(),
      await db.meta.get('nextN'),
      await db.draft.count(),
      mirrored,
    ]).toEqual([0, undefined, 1, []])
    expect((await db.photo.toArray()).map((photo) => photo.state)).toEqual(['draft', 'draft'])
    db.draft.hook('deleting').unsubscribe(refuse)
    expect(
      await saveChange(db, { change: aChange(), photos: [], now: 1 }, (n) => mirrored.push(n)),
    ).toEqual({ ok: true, value: 1 })
    expect(mirrored).toEqual([1])
  })

  it('on a database that is gone says that storage is lost', async () => {
    const db = aCapture()
    db.close({ disableAutoOpen: true })
    expect(await saveChange(db, { change: aChange(), photos: [], now: 1 })).toEqual({
      ok: false,
      fault: { code: 'storageLost' },
    })
  })
})
