import { IDBFactory, IDBKeyRange } from 'fake-indexeddb'
import { describe, expect, it } from 'vitest'
import { discardDraft, type Draft, dropDraftPhotos, findDraft, keepDraft, photosHere } from '#device/draft.ts'
import { keepChange } from '#device/keepChange.ts'
import { keepPhoto } from '#device/keepPhoto.ts'
import { draftAside, dropDraftAside, keepDraftAside } from '#device/lastSaved.ts'
import type { PhotoRef } from '#domain/photo.ts'
import { aCapture, aChange, aPrepared, me } from './aCapture.ts'

const aDraft = (more: Partial<Draft> = {}): Draft => ({ id: 'r-1', kind: 'hazard', note: '', photos: [], body: {}, intent: null, startedAt: 1, ...more }) as Draft
const aKept = async (db: ReturnType<typeof aCapture>, seed: number): Promise<PhotoRef> => {
  const kept = await keepPhoto(db, await aPrepared(seed), 'near', 1)
  if (!kept.ok) throw new Error('photo')
  return kept.value
}

describe('a draft', () => {
  it('is found again as it was after the page was killed', async () => {
    const environment = { indexedDB: new IDBFactory(), IDBKeyRange: IDBKeyRange as never }
    const db = aCapture(environment)
    const draft = aDraft({ note: '半句话', intent: 'camera', photos: [await aKept(db, 1)], body: { type: 'light_out', measured: { value: 12, unit: 'cm' } } })
    await keepDraft(db, draft)
    db.close()
    expect(await findDraft(aCapture(environment), 'hazard')).toEqual(draft)
  })

  it('is one per kind, and one per amended report', async () => {
    const db = aCapture()
    const drafts = [aDraft(), aDraft({ id: 'r-2' as never, kind: 'visit' }), aDraft({ id: 'r-3' as never, amends: 'r-9' as never })]
    for (const draft of drafts) await keepDraft(db, draft)
    expect([await findDraft(db, 'hazard'), await findDraft(db, 'visit'), await findDraft(db, 'hazard', 'r-9' as never)]).toEqual(drafts)
    expect(await findDraft(db, 'hazard', 'r-8' as never)).toBeUndefined()
  })

  it('that is discarded takes its photos along, but none that another draft or a record names', async () => {
    const db = aCapture()
    const [own, shared, saved] = [await aKept(db, 1), await aKept(db, 2), await aKept(db, 3)]
    await keepChange(db, { change: aChange(), photos: [saved], now: 1 })
    const draft = aDraft({ photos: [own, shared, saved] })
    await keepDraft(db, draft)
    await keepDraft(db, aDraft({ id: 'r-2' as never, kind: 'visit', photos: [shared] }))
    await discardDraft(db, draft)
    expect(await findDraft(db, 'hazard')).toBeUndefined()
    expect((await db.photo.toCollection().primaryKeys()).sort()).toEqual([shared.hash, shared.thumb.hash, saved.hash, saved.thumb.hash].sort())
    expect(await db.photoBytes.count()).toBe(4)
  })

  it('gives up a photo that is taken out of it', async () => {
    const db = aCapture()
    const ref = await aKept(db, 1)
    await dropDraftPhotos(db, [ref])
    expect([await db.photo.count(), await db.photoBytes.count()]).toEqual([0, 0])
  })
})

describe('words that outlived the database', () => {
  const local = () => {
    const kept = new Map<string, string>()
    return { getItem: (key: string) => kept.get(key) ?? null, setItem: (key: string, value: string) => void kept.set(key, value), removeItem: (key: string) => void kept.delete(key) }
  }
  const form = { id: 'd', kind: 'hazard', note: '井盖松动', photos: [], body: {}, intent: null, startedAt: 1 } as never

  it('are found again by the same member for the same purpose, and by nobody else', () => {
    const store = local()
    keepDraftAside(store, me, form)
    expect(draftAside(store, me, { kind: 'hazard' })?.note).toBe('井盖松动')
    expect([draftAside(store, me, { kind: 'visit' }), draftAside(store, me, { kind: 'hazard', amends: 'r' as never }), draftAside(store, 'm-other' as never, { kind: 'hazard' })]).toEqual([null, null, null])
    dropDraftAside(store, me)
    expect(draftAside(store, me, { kind: 'hazard' })).toBeNull()
  })

  it('come without the photos that went with it', async () => {
    const db = aCapture()
    const kept = await keepPhoto(db, await aPrepared(77), 'near', 1)
    if (!kept.ok) throw new Error('photo')
    expect(await photosHere(db, [kept.value, { ...kept.value, hash: 'f'.repeat(64) as never }])).toEqual([kept.value])
  })

  it('that cannot be read are no draft', () => {
    expect(draftAside({ ...local(), getItem: () => '{"kind":' }, me, { kind: 'hazard' })).toBeNull()
  })
})
