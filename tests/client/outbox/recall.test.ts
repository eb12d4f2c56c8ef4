import { IDBFactory, IDBKeyRange } from 'fake-indexeddb'
import { beforeEach, describe, expect, it } from 'vitest'
import type { CaptureDb } from '#client/db/captureDb.ts'
import { saveChange } from '#client/outbox/saveChange.ts'
import { savePhoto } from '#client/photos/savePhoto.ts'
import {
  letAllStand,
  nextLeavesInMs,
  photosKeptBack,
  recallMs,
  takeBack,
  takeToSend,
} from '#client/outbox/recall.ts'
import type { NewChange } from '#domain/change.ts'
import type { PhotoRef } from '#domain/photo.ts'
import { aKeptDraft } from '../drafts/aDraft.ts'
import { aCapture, aChange, aPrepared, me } from '../db/aCapture.ts'

const now = 1_000_000
const all = (waiting: unknown[]) => waiting as never
let factory: IDBFactory
let db: CaptureDb
const aTab = () => aCapture({ indexedDB: factory, IDBKeyRange: IDBKeyRange as never })
beforeEach(() => {
  factory = new IDBFactory()
  db = aTab()
})

let acts = 0
const aStep = (row: string, photos: PhotoRef[] = []): NewChange =>
  aChange({
    row,
    op: 'patch',
    set: undefined,
    step: {
      id: `s-${++acts}`,
      type: 'note',
      by: me,
      at: 1,
      from: 'reported',
      to: 'reported',
      photos,
    },
  } as never)

async function kept(
  change: NewChange,
  isRecallable = true,
  more: Partial<Parameters<typeof saveChange>[1]> = {},
): Promise<NewChange> {
  const result = await saveChange(db, { change, photos: [], now, isRecallable, ...more })
  if (!result.ok) throw new Error(result.fault.code)
  return change
}
const outbox = async () =>
  (await db.outbox.orderBy('n').toArray()).map(({ n, id, change }) => [n, change.n, id])
const leaving = async (at: number, tab = db) =>
  (await takeToSend(tab, at, all)).map((entry) => entry.id)

describe('an act that may be taken back', () => {
  it('is in the outbox at once and leaves when its moment has passed, with what was saved after it', async () => {
    const [first, act, later] = [
      await kept(aChange(), false),
      await kept(aStep('r-1')),
      await kept(aChange(), false),
    ]
    expect(await db.outbox.count()).toBe(3)
    expect(await leaving(now + 1)).toEqual([first.id])
    expect(await nextLeavesInMs(db, now + 1)).toBe(recallMs - 1)
    expect(await leaving(now + recallMs)).toEqual([first.id, act.id, later.id])
    expect(await nextLeavesInMs(db, now + recallMs)).toBeUndefined()
  })

  it('is gone when it is taken back, and numbers have no gap', async () => {
    const [first, act, later] = [
      await kept(aChange(), false),
      await kept(aStep('r-1')),
      await kept(aChange(), false),
    ]
    expect(await takeBack(db, act.id)).toEqual({ ok: true, value: null })
    expect(await outbox()).toEqual([
      [1, 1, first.id],
      [2, 2, later.id],
    ])
    const next = await kept(aChange(), false)
    expect(await outbox()).toEqual([
      [1, 1, first.id],
      [2, 2, later.id],
      [3, 3, next.id],
    ])
  })

  it('stands once it has been put into a request, by whichever tab', async () => {
    const act = await kept(aStep('r-1'))
    const other = aTab()
    expect(await leaving(now + recallMs, other)).toEqual([act.id])
    expect(await takeBack(db, act.id)).toEqual({ ok: false, fault: { code: 'tooLate' } })
    expect(await outbox()).toEqual([[1, 1, act.id]])
  })

  it('is either sent or taken back when both happen at once', async () => {
    for (let round = 0; round < 8; round++) {
      const act = await kept(aStep(`r-${round}`))
      const [sent, taken] = await Promise.all([
        leaving(now + recallMs, aTab()),
        takeBack(db, act.id),
      ])
      expect(sent.includes(act.id)).toBe(!taken.ok)
    }
  })

  it('leaves from a page that was killed and opened again', async () => {
    const act = await kept(aStep('r-1'))
    db.close()
    db = aTab()
    expect(await leaving(now + 1)).toEqual([])
    expect(await leaving(now + recallMs)).toEqual([act.id])
  })

  it.each([
    ['back by an hour', -3_600_000],
    ['back by a year', -3.2e10],
    ['on by an hour', 3_600_000],
  ])('is not held up by a clock that was set %s', async (_, by) => {
    const act = await kept(aStep('r-1'))
    expect(await leaving(now + by)).toEqual([act.id])
  })

  it('gives its photos and its half-written form back', async () => {
    const photo = await savePhoto(db, await aPrepared(1), 'after', 1)
    if (!photo.ok) throw new Error('photo')
    const draft = await aKeptDraft(db, {
      kind: 'step:note',
      note: '每一个字',
      photos: [photo.value],
    })
    const act = await kept(aStep('r-1', [photo.value]), true, { photos: [photo.value], draft })
    expect(await photosKeptBack(db)).toEqual(new Set([photo.value.hash, photo.value.thumb.hash]))
    expect([await db.draft.count(), (await db.photo.toArray()).map((each) => each.state)]).toEqual([
      0,
      ['waiting', 'waiting'],
    ])
    expect((await takeBack(db, act.id)).ok).toBe(true)
    expect(await db.draft.toArray()).toMatchObject([{ id: draft.id, note: '每一个字', version: 2 }])
    expect(await db.draftEnd.count()).toBe(0)
    expect((await db.photo.toArray()).map((each) => each.state)).toEqual(['draft', 'draft'])
  })

  it('leaves a photo to another record that names it too', async () => {
    const photo = await savePhoto(db, await aPrepared(2), 'after', 1)
    if (!photo.ok) throw new Error('photo')
    await kept(aStep('r-1', [photo.value]), false, { photos: [photo.value] })
    const act = await kept(aStep('r-2', [photo.value]), true, { photos: [photo.value] })
    await takeBack(db, act.id)
    expect((await db.photo.toArray()).map((each) => each.state)).toEqual(['waiting', 'waiting'])
  })

  it('is kept while something later of the same row was built upon it', async () => {
    const [accepted, dispatched] = [await kept(aStep('r-1')), await kept(aStep('r-1'))]
    expect(await takeBack(db, accepted.id)).toMatchObject({ ok: false, fault: { code: 'tooLate' } })
    expect((await takeBack(db, dispatched.id)).ok).toBe(true)
    expect((await takeBack(db, accepted.id)).ok).toBe(true)
    expect(await outbox()).toEqual([])
  })

  it('never leaves the local fallback with a number that is free again', async () => {
    const mirrored: number[] = []
    const [act] = [await kept(aStep('r-1')), await kept(aStep('r-2'), false)]
    await takeBack(db, act.id, (n) => mirrored.push(n))
    expect(mirrored).toEqual([0, 1])
    expect((await db.meta.get('nextN'))?.value).toBe(2)
  })

  it('stands when all goes into a file or its author leaves', async () => {
    const act = await kept(aStep('r-1'))
    await letAllStand(db)
    expect(await takeBack(db, act.id)).toMatchObject({ ok: false })
    expect(await leaving(now)).toEqual([act.id])
  })

  it('is unknown where it never was', async () => {
    expect(await takeBack(db, 'nothing' as never)).toEqual({
      ok: false,
      fault: { code: 'tooLate' },
    })
  })
})
