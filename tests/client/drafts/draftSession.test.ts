// Invariants of a form: a tick implies a stored change with exactly this content, and the name of a
// saved record never names another.
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { CaptureDb } from '#client/db/captureDb.ts'
import type { DraftVersion } from '#client/drafts/draft.ts'
import type { Draft } from '#client/db/tables.ts'
import { saveChange } from '#client/outbox/saveChange.ts'
import { savePhoto } from '#client/photos/savePhoto.ts'
import type { NewChange } from '#domain/change.ts'
import { fail, type Result, succeed } from '#domain/result.ts'
import { aCapture, aChange, aPrepared } from '../db/aCapture.ts'
import { aWindow } from './aDraft.ts'

const { set } = aChange() as NewChange & { set: object }
const changeOf = (draft: Draft): NewChange =>
  aChange({
    id: draft.change,
    row: draft.record,
    set: { ...set, note: draft.note, photos: draft.photos, placeId: draft.placeId },
  })
const keepIn =
  (db: CaptureDb) =>
  (draft: Draft, version: DraftVersion): Promise<Result<number>> =>
    saveChange(db, { change: changeOf(draft), photos: draft.photos, draft: version, now: 9 })
const notesIn = async (db: CaptureDb): Promise<unknown[]> =>
  (await db.outbox.orderBy('n').toArray()).map((entry) => entry.change.set?.note)

describe('a form', () => {
  it('that was only looked at, or filled in by the phone alone, is no draft', async () => {
    const db = aCapture()
    const window = aWindow(db)
    expect(await window.session.restore()).toBe(false)
    window.form.position = { lat: 1, lon: 2, accuracyMetres: 5, source: 'gps', at: 1 }
    await window.session.write()
    await window.type('   ')
    expect(await db.draft.count()).toBe(0)
  })

  it('counts from its first content, and says so after it comes back', async () => {
    const db = aCapture()
    const window = aWindow(db)
    await window.session.restore()
    await window.session.write()
    await window.type('a')
    const { startedAt } = window.session.draft
    await window.type('ab')
    expect(window.session.draft.startedAt).toBe(startedAt)
    const later = aWindow(db, { now: () => 5000 })
    expect(await later.session.restore()).toBe(true)
    expect([later.form.note, later.session.draft.startedAt]).toEqual(['ab', startedAt])
  })

  it('that is emptied again is no draft any more, and what comes next is a new one', async () => {
    const db = aCapture()
    const window = aWindow(db)
    await window.type('a')
    const before = window.session.draft
    await window.type('')
    expect(await db.draft.count()).toBe(0)
    await window.type('b')
    expect(window.session.draft.id).not.toBe(before.id)
    expect((await db.draft.toArray()).map((draft) => draft.note)).toEqual(['b'])
  })

  it('that another record names stays even while it is empty, and so does the name of the record it will make', async () => {
    const db = aCapture()
    const window = aWindow(db)
    window.form.isHeld = true
    await window.session.write()
    const later = aWindow(db)
    expect(await later.session.restore()).toBe(true)
    expect(later.session.draft.record).toBe(window.session.draft.record)
  })

  it('is frozen while it is saved: what a watcher writes meanwhile, or after, brings nothing back', async () => {
    const db = aCapture()
    const window = aWindow(db)
    await window.type('井盖')
    const saving = window.session.save(async (draft, version) => {
      window.form.placeId = 'p-late' as never
      await window.session.write()
      return keepIn(db)(draft, version)
    })
    window.form.placeId = 'p-2' as never
    void window.session.write()
    expect((await saving).ok).toBe(true)
    window.form.placeId = 'p-3' as never
    await window.session.write()
    expect([await db.draft.count(), await db.outbox.count(), window.aside.kept.size]).toEqual([
      0, 1, 0,
    ])
    const next = aWindow(db)
    expect(await next.session.restore()).toBe(false)
    expect(next.session.draft.record).not.toBe(window.session.draft.record)
  })

  it('saved in two windows is one record, and the second is told, with its own words kept for a draft of their own', async () => {
    const db = aCapture()
    const one = aWindow(db)
    await one.type('同一张')
    const two = aWindow(db)
    await two.session.restore()
    expect((await one.session.save(keepIn(db))).ok).toBe(true)
    expect(await two.session.save(keepIn(db))).toEqual({ ok: true, value: 1 })
    const three = aWindow(db)
    await three.session.restore()
    three.form.note = '另一张'
    expect((await three.session.save(keepIn(db))).ok).toBe(true)
    expect(await notesIn(db)).toEqual(['同一张', '另一张'])
  })

  it('written in two windows keeps both: the second is shown the newer words and chooses', async () => {
    const db = aCapture()
    const one = aWindow(db)
    await one.type('a')
    const [two, three] = [aWindow(db), aWindow(db)]
    await two.session.restore()
    await three.session.restore()
    await one.type('a one')
    await two.type('a two')
    expect(two.session.state).toMatchObject({ is: 'elsewhere', theirs: { note: 'a one' } })
    expect([...two.aside.kept.values()].map((draft) => draft.note)).toEqual(['a two'])
    expect(await two.session.save(keepIn(db))).toEqual(fail({ code: 'draftElsewhere' }))
    expect(await two.session.discard()).toBe(false)
    await two.session.keepMine()
    expect([
      (await db.draft.toArray()).map((draft) => [draft.note, draft.version]),
      two.aside.kept.size,
    ]).toEqual([[['a two', 3]], 0])
    await three.session.lookAgain()
    expect(three.session.state.is).toBe('elsewhere')
    three.session.takeTheirs()
    expect([three.form.note, three.session.state.is]).toEqual(['a two', 'editing'])
    await three.type('a three')
    expect((await db.draft.toArray()).map((draft) => draft.note)).toEqual(['a three'])
  })

  it('whose record another window has saved says so, and lets its words be a draft of their own', async () => {
    const db = aCapture()
    const one = aWindow(db)
    await one.type('a')
    const two = aWindow(db)
    await two.session.restore()
    const saved = one.session.draft.record
    await one.session.save(keepIn(db))
    await two.session.lookAgain()
    expect(two.session.state).toMatchObject({ is: 'ended', differs: false, end: { record: saved } })
    await two.type('a two')
    expect(two.session.state).toMatchObject({ is: 'ended', differs: true })
    await two.session.keepMine()
    expect((await two.session.save(keepIn(db))).ok).toBe(true)
    expect(await notesIn(db)).toEqual(['a', 'a two'])
    const rows = (await db.outbox.toArray()).map((entry) => entry.row)
    expect(new Set(rows).size).toBe(2)
  })

  it('that was offered another window’s words is offered what lies there now, and told when it has been saved', async () => {
    const db = aCapture()
    const one = aWindow(db)
    await one.type('a')
    const two = aWindow(db)
    await two.session.restore()
    await one.type('a one')
    await two.type('a two')
    await one.type('a one, and more')
    await two.session.lookAgain()
    expect(two.session.state).toMatchObject({
      is: 'elsewhere',
      theirs: { note: 'a one, and more' },
    })
    await one.session.save(keepIn(db))
    await two.session.lookAgain()
    expect(two.session.state).toMatchObject({ is: 'ended', differs: true })
    expect([...two.aside.kept.values()].map((draft) => draft.note)).toEqual(['a two'])
    await two.session.keepMine()
    expect((await two.session.save(keepIn(db))).ok).toBe(true)
    expect(await notesIn(db)).toEqual(['a one, and more', 'a two'])
  })

  it('goes on after a save that failed, and what was altered meanwhile is kept', async () => {
    const db = aCapture()
    const window = aWindow(db)
    await window.type('a')
    await window.session.save((): Promise<Result<null>> => {
      window.form.note = 'a and b'
      void window.session.write()
      return Promise.resolve(fail({ code: 'storageFull' }))
    })
    await window.session.write()
    expect((await db.draft.toArray()).map((draft) => draft.note)).toEqual(['a and b'])
    expect((await window.session.save(keepIn(db))).ok).toBe(true)
    expect(await notesIn(db)).toEqual(['a and b'])
  })

  it('saved a second time after an answer was lost is the same change', async () => {
    const db = aCapture()
    const window = aWindow(db)
    await window.type('a')
    const lost = await window.session.save(async (draft, version) => {
      await keepIn(db)(draft, version)
      return fail({ code: 'storageLost' })
    })
    expect(lost.ok).toBe(false)
    expect(await window.session.save(keepIn(db))).toEqual(succeed(1))
    expect(await db.outbox.count()).toBe(1)
  })

  it('gives up the photos it was without in the end, and none that it was saved with', async () => {
    const db = aCapture()
    const window = aWindow(db)
    const shots = await Promise.all(
      [1, 2].map(async (seed) => savePhoto(db, await aPrepared(seed), 'near', 1)),
    )
    const [kept, gone] = shots.map((shot) => (shot.ok ? shot.value : undefined)!)
    window.form.photos = [kept!, gone!]
    await window.session.write()
    window.form.photos = [kept!]
    expect((await window.session.save(keepIn(db))).ok).toBe(true)
    expect((await db.photo.toCollection().primaryKeys()).sort()).toEqual(
      [kept!.hash, kept!.thumb.hash].sort(),
    )
  })
})

describe('two windows on one form, in any order of acts', () => {
  const act = fc.record({
    window: fc.nat(1),
    do: fc.constantFrom('type', 'save', 'look', 'theirs', 'mine', 'discard', 'again'),
    words: fc.nat(99),
  })

  it('tick only what is stored, give no name twice, and lose nothing that was kept', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(act, { minLength: 4, maxLength: 16 }), async (acts) => {
        const db = aCapture()
        const windows = [aWindow(db), aWindow(db)]
        for (const window of windows) await window.session.restore()
        const ticked: [string, string][] = []
        const steps = acts.map((each) => async () => {
          const window = windows[each.window]!
          const { session } = window
          if (each.do === 'type') await window.type(`words ${each.words}`)
          else if (each.do === 'look') await session.lookAgain()
          else if (each.do === 'theirs') session.takeTheirs()
          else if (each.do === 'mine') await session.keepMine()
          else if (each.do === 'discard') await session.discard()
          else if (each.do === 'again') {
            const asides = window.aside
            windows[each.window] = aWindow(db, { aside: asides })
            await windows[each.window]!.session.restore()
          } else {
            let draft: Draft | undefined
            const saved = await session.save((whole, version) =>
              keepIn(db)((draft = whole), version),
            )
            if (saved.ok) ticked.push([draft!.change, draft!.note])
          }
        })
        // Both windows act at once, each on its own.
        await Promise.all(
          [0, 1].map(async (window) => {
            for (const [i, step] of steps.entries()) if (acts[i]!.window === window) await step()
          }),
        )
        const stored = await db.outbox.toArray()
        for (const [change, note] of ticked)
          expect(stored.find((entry) => entry.id === change)?.change.set?.note).toBe(note)
        expect(new Set(stored.map((entry) => entry.row)).size).toBe(stored.length)
        const drafts = await db.draft.toArray()
        expect(
          drafts.filter((draft) => stored.some((entry) => entry.row === draft.record)),
        ).toEqual([])
        db.close()
      }),
      { numRuns: 60 },
    )
  }, 60_000)
})
