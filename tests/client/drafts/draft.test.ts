import { IDBFactory, IDBKeyRange } from 'fake-indexeddb'
import { describe, expect, it } from 'vitest'
import { discardDraft, attachmentsHere, writeDraft } from '#client/drafts/draft.ts'
import { dropUnnamed, sweepDrafts } from '#client/photos/dropUnnamed.ts'
import { findDraft, findWithAside } from '#client/drafts/findDraft.ts'
import { saveChange } from '#client/outbox/saveChange.ts'
import { savePhoto } from '#client/photos/savePhoto.ts'
import { draftsAside, dropDraftAside, keepDraftAside } from '#client/db/localFallback.ts'
import type { PhotoRef } from '#domain/photo.ts'
import { aCapture, aChange, aPrepared, me } from '../db/aCapture.ts'
import { aDraft, aKeptDraft } from './aDraft.ts'

const aKept = async (db: ReturnType<typeof aCapture>, seed: number): Promise<PhotoRef> => {
  const kept = await savePhoto(db, await aPrepared(seed), 'near', 1)
  if (!kept.ok) throw new Error('photo')
  return kept.value
}
const monthMs = 30 * 86_400_000

describe('a draft', () => {
  it('is found again as it was after the page was killed', async () => {
    const environment = { indexedDB: new IDBFactory(), IDBKeyRange: IDBKeyRange as never }
    const db = aCapture(environment)
    const draft = await aKeptDraft(db, {
      note: '半句话',
      intent: 'camera',
      photos: [await aKept(db, 1)],
      body: { type: 'light_out', measured: { value: 12, unit: 'cm' } },
    })
    db.close()
    expect(await findDraft(aCapture(environment), { kind: 'hazard' }, 2)).toEqual(draft)
  })

  it('is found for its purpose only, the newest first', async () => {
    const db = aCapture()
    const drafts = [
      await aKeptDraft(db),
      await aKeptDraft(db, { kind: 'visit' }),
      await aKeptDraft(db, { amends: 'r-9' as never }),
    ]
    expect([
      await findDraft(db, { kind: 'hazard' }, 2),
      await findDraft(db, { kind: 'visit' }, 2),
      await findDraft(db, { kind: 'hazard', amends: 'r-9' as never }, 2),
    ]).toEqual(drafts)
    expect(await findDraft(db, { kind: 'hazard', amends: 'r-8' as never }, 2)).toBeUndefined()
    const newer = await writeDraft(db, aDraft({ note: 'newer' }), 5)
    expect((await findDraft(db, { kind: 'hazard' }, 6))?.note).toBe(
      newer.is === 'kept' ? 'newer' : '',
    )
  })

  it('is not overwritten by a writer that has not seen its version, who is told what lies there', async () => {
    const db = aCapture()
    const first = await aKeptDraft(db, { note: 'one' })
    const second = await writeDraft(db, { ...first, note: 'two' }, 2)
    expect(second).toMatchObject({ is: 'kept', draft: { version: 2, note: 'two' } })
    const late = await writeDraft(db, { ...first, note: 'late' }, 3)
    expect(late).toMatchObject({ is: 'elsewhere', theirs: { version: 2, note: 'two' } })
    expect((await db.draft.get(first.id))?.note).toBe('two')
  })

  it('that was saved or thrown away is not brought back by a late writer', async () => {
    const db = aCapture()
    const [saved, gone] = [
      await aKeptDraft(db, { note: 'saved' }),
      await aKeptDraft(db, { note: 'gone' }),
    ]
    await saveChange(db, {
      change: aChange({ id: saved.change, row: saved.record }),
      photos: [],
      draft: saved,
      now: 2,
    })
    await discardDraft(db, gone, 2)
    expect(await writeDraft(db, { ...saved, note: 'late' }, 3)).toMatchObject({
      is: 'ended',
      end: { change: saved.change, record: saved.record },
    })
    expect(await writeDraft(db, { ...gone, note: 'late' }, 3)).toEqual({
      is: 'ended',
      end: { id: gone.id, at: 2 },
    })
    expect(await db.draft.count()).toBe(0)
  })

  it('is thrown away only in the version that was seen', async () => {
    const db = aCapture()
    const first = await aKeptDraft(db, { note: 'one' })
    await writeDraft(db, { ...first, note: 'two' }, 2)
    expect(await discardDraft(db, first, 3)).toMatchObject({ is: 'elsewhere' })
    expect((await db.draft.get(first.id))?.note).toBe('two')
  })

  it('gives up photos that no other draft and no record names', async () => {
    const db = aCapture()
    const [own, shared, step, saved, aside] = [
      await aKept(db, 1),
      await aKept(db, 2),
      await aKept(db, 3),
      await aKept(db, 4),
      await aKept(db, 5),
    ]
    await saveChange(db, { change: aChange(), photos: [saved], now: 1 })
    await aKeptDraft(db, { kind: 'visit', photos: [shared] })
    await aKeptDraft(db, { kind: 'step:resolve', amends: 'r-1' as never, photos: [step] })
    await dropUnnamed(db, [own, shared, step, saved, aside], [aside])
    const left = [shared, step, saved, aside].flatMap((photo) => [photo.hash, photo.thumb.hash])
    expect((await db.photo.toCollection().primaryKeys()).sort()).toEqual(left.sort())
    expect(await db.photoBytes.count()).toBe(8)
  })

  it('leaves an end for a month, and so do photos of a page that was killed before its form named them', async () => {
    const db = aCapture()
    const gone = await aKeptDraft(db, { note: 'x' })
    await aKept(db, 1)
    await discardDraft(db, gone, 1)
    await sweepDrafts(db, monthMs)
    expect([await db.draftEnd.count(), await db.photo.count()]).toEqual([1, 2])
    await sweepDrafts(db, monthMs + 2)
    expect([
      await db.draftEnd.count(),
      await db.photo.count(),
      await db.photoBytes.count(),
    ]).toEqual([0, 0, 0])
  })
})

describe('a draft of an older app', () => {
  const old = (more: object): never =>
    ({
      id: 'r-old',
      kind: 'hazard',
      note: '井盖松动',
      photos: [],
      body: {},
      intent: null,
      startedAt: 7,
      ...more,
    }) as never

  it('is taken over with names of its own, for the record it was to make', async () => {
    const db = aCapture()
    await db.draft.put(old({}))
    const found = await findDraft(db, { kind: 'hazard' }, 9)
    expect(found).toMatchObject({ note: '井盖松动', version: 1, record: 'r-old', startedAt: 7 })
    expect([found?.id, found?.change]).not.toContain('r-old')
    expect((await findDraft(db, { kind: 'hazard' }, 10))?.id).toBe(found?.id)
    expect(await db.draft.count()).toBe(1)
  })

  it('whose record was saved already keeps its words under new names', async () => {
    const db = aCapture()
    await saveChange(db, { change: aChange({ row: 'r-old' }), photos: [], now: 1 })
    await db.draft.put(old({}))
    const found = await findDraft(db, { kind: 'hazard' }, 9)
    expect(found?.note).toBe('井盖松动')
    expect(found?.record).not.toBe('r-old')
  })

  it('is none when the very same words were saved, or nothing was ever put in', async () => {
    const db = aCapture()
    const change = aChange({ row: 'r-old' })
    const { note, photos, body, patrolId, foundOn } = change.set as never as Record<string, unknown>
    await saveChange(db, { change, photos: [], now: 1 })
    await db.draft.put(old({ note, photos, body, patrolId, foundOn }))
    await db.draft.put(old({ id: 'r-empty', note: ' ' }))
    expect(await findDraft(db, { kind: 'hazard' }, 9)).toBeUndefined()
    expect(await db.draft.count()).toBe(0)
  })

  it('of a step is found on its report', async () => {
    const db = aCapture()
    await db.draft.put(
      old({
        id: 'r-1:resolve',
        kind: 'step:resolve',
        amends: 'r-1',
        body: { marks: { fields: [], photos: [] } },
      }),
    )
    expect(await findDraft(db, { kind: 'step:resolve', amends: 'r-1' as never }, 9)).toMatchObject({
      record: 'r-1',
      note: '井盖松动',
      version: 1,
    })
  })
})

describe('words that outlived the database', () => {
  const local = () => {
    const kept = new Map<string, string>()
    return {
      getItem: (key: string) => kept.get(key) ?? null,
      setItem: (key: string, value: string) => void kept.set(key, value),
      removeItem: (key: string) => void kept.delete(key),
    }
  }

  it('are kept for each form, by the same member, and by nobody else', () => {
    const store = local()
    const [one, other] = [aDraft({ note: '一' }), aDraft({ note: '二' })]
    for (const draft of [one, other]) keepDraftAside(store, me, draft)
    expect(Object.values(draftsAside(store, me)).map((draft) => draft.note)).toEqual(['一', '二'])
    expect(draftsAside(store, 'm-other' as never)).toEqual({})
    dropDraftAside(store, me, one.id)
    expect(Object.keys(draftsAside(store, me))).toEqual([other.id])
  })

  it('of an older app are found again, and what cannot be read is none', () => {
    expect(
      Object.values(
        draftsAside({ ...local(), getItem: () => '{"id":"d","kind":"hazard","note":"旧"}' }, me),
      ).map((draft) => draft.note),
    ).toEqual(['旧'])
    expect(draftsAside({ ...local(), getItem: () => '{"kind":' }, me)).toEqual({})
  })

  it('are newer than the version they were written on, older than the next, and too late for a draft that has ended', async () => {
    const db = aCapture()
    const kept = await aKeptDraft(db, { note: 'kept' })
    const mine = { ...kept, note: 'mine' }
    const found = (aside: typeof mine) =>
      findWithAside(db, { kind: 'hazard' }, { [aside.id]: aside }, 9)
    expect(await found(mine)).toEqual({ draft: mine })
    await writeDraft(db, { ...kept, note: 'newer' }, 5)
    expect(await found(mine)).toMatchObject({
      draft: { note: 'newer' },
      aside: { mine: { note: 'mine' }, theirs: { note: 'newer' } },
    })
    await discardDraft(db, { id: kept.id, version: 2 }, 6)
    expect(await found(mine)).toMatchObject({ aside: { mine: { note: 'mine' }, end: { at: 6 } } })
    const elsewhere = aDraft({ version: 4, note: 'of a database that is gone' })
    const renamed = await found(elsewhere)
    expect(renamed).toMatchObject({ draft: { version: 0, note: elsewhere.note } })
    expect([renamed?.draft.id, renamed?.draft.record]).not.toEqual([elsewhere.id, elsewhere.record])
  })

  it('come without the photos that went with it', async () => {
    const db = aCapture()
    const photo = await aKept(db, 77)
    expect(await attachmentsHere(db, [photo, { ...photo, hash: 'f'.repeat(64) as never }])).toEqual(
      [photo],
    )
  })
})
