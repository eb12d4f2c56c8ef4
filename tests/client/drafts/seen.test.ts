import { describe, expect, it } from 'vitest'
import { openCacheDb } from '#client/db/cacheDb.ts'
import { saveChange } from '#client/outbox/saveChange.ts'
import {
  alterations,
  baseOf,
  isAltered,
  lookAt,
  moveOn,
  settle,
  unseen,
} from '#client/drafts/seen.ts'
import type { DraftWords, Seen } from '#client/db/tables.ts'
import { IDBFactory, IDBKeyRange } from 'fake-indexeddb'
import { aReport } from '../../world.ts'
import { aCapture, aChange, me } from '../db/aCapture.ts'
import { aWindow } from './aDraft.ts'

const photo = (hash: string, role = 'near') =>
  ({
    hash,
    bytes: 1,
    width: 1,
    height: 1,
    role,
    takenAt: 1,
    thumb: { hash: `t${hash}`, bytes: 1 },
  }) as never
const was: Seen = {
  note: 'old',
  photos: [photo('a'), photo('b')],
  body: { severity: 'minor', tier: 2 },
  standing: 'reported',
  fv: { note: 2 },
  own: [],
}
const wordsFrom = ({ note, placeId, position, photos, body }: Seen): DraftWords =>
  structuredClone({ note, placeId, position, photos, body, intent: null })
const hashes = (photos: readonly { hash: string }[]) => photos.map((each) => each.hash)

describe('a report that moved on while its author altered it', () => {
  const now: Seen = {
    ...was,
    note: 'theirs',
    photos: [photo('b'), photo('c')],
    body: { severity: 'critical', tier: 1 },
    standing: 'returned',
    fv: { note: 5, 'body.severity': 6, 'body.tier': 6 },
  }

  it('keeps what the author left alone as it is now, and photos that others put in', () => {
    const mine = { ...wordsFrom(was), note: 'mine', photos: [photo('a'), photo('b'), photo('d')] }
    const moved = moveOn(mine, was, now)
    expect(moved.words.body).toEqual({ severity: 'critical', tier: 1 })
    expect(hashes(moved.words.photos)).toEqual(['b', 'c', 'd'])
    const { set, put, taken } = alterations(moved.words, moved.seen)
    expect([set, hashes(put!.photos!), taken]).toEqual([{ note: 'mine' }, ['d'], undefined])
    expect(moved.seen.standing).toBe('returned')
  })

  it('treats voice notes as photos: what others put in stays, what the author took out goes', () => {
    const voice = (hash: string) => ({ hash, bytes: 1, seconds: 2, takenAt: 1 }) as never
    const seen = { ...was, voice: [voice('u'), voice('v')] }
    const moved = moveOn({ ...wordsFrom(was), voice: [voice('v'), voice('w')] }, seen, {
      ...now,
      voice: [voice('u'), voice('v'), voice('x')],
    })
    expect(hashes(moved.words.voice)).toEqual(['v', 'x', 'w'])
    const { put, taken } = alterations(moved.words, moved.seen)
    expect([hashes(put!.voice!), taken]).toEqual([['w'], { voice: ['u'] }])
  })

  it('shows what both altered, and sends it with the version that was seen until the author has chosen', () => {
    const moved = moveOn({ ...wordsFrom(was), note: 'mine' }, was, now)
    expect(moved.clashes).toEqual([
      { fields: ['note'], mine: { note: 'mine' }, theirs: { note: 'theirs' } },
    ])
    expect([moved.words.note, baseOf(moved.seen, ['note'])]).toEqual(['mine', { note: 2 }])
    expect(moveOn(moved.words, moved.seen, now).clashes).toHaveLength(1)
    const mine = settle(moved.words, moved.seen, now, moved.clashes[0]!, 'mine')
    expect([
      mine.words.note,
      alterations(mine.words, mine.seen).set,
      baseOf(mine.seen, ['note']),
    ]).toEqual(['mine', { note: 'mine' }, { note: 5 }])
    const theirs = settle(moved.words, moved.seen, now, moved.clashes[0]!, 'theirs')
    expect([theirs.words.note, isAltered(theirs.words, theirs.seen)]).toEqual(['theirs', false])
    expect(moveOn(theirs.words, theirs.seen, now).clashes).toEqual([])
  })

  it('does not clash where both say the same, nor where the author took it back', () => {
    expect(moveOn({ ...wordsFrom(was), note: 'theirs' }, was, now).clashes).toEqual([])
    expect(moveOn(wordsFrom(was), was, now)).toMatchObject({
      clashes: [],
      words: { note: 'theirs' },
    })
  })

  it('takes its place and its position as one thing', () => {
    const position = { lat: 1, lon: 2, accuracyMetres: 3, source: 'gps', at: 1 } as const
    const moved = moveOn({ ...wordsFrom(was), placeId: 'p-1' as never }, was, {
      ...was,
      position,
      fv: { position: 3 },
    })
    expect(moved.clashes).toEqual([
      {
        fields: ['placeId', 'position'],
        mine: { placeId: 'p-1', position: undefined },
        theirs: { placeId: undefined, position },
      },
    ])
  })

  it('is seen with the versions of the server, but for the author’s own that are not answered', async () => {
    const db = aCapture()
    const cache = openCacheDb(me, () => undefined, { indexedDB: new IDBFactory(), IDBKeyRange })
    const report = aReport(me, { note: 'there' })
    expect(await lookAt(db, cache, report.id)).toBeNull()
    await cache.row.put({
      key: `report:${report.id}`,
      t: 'report',
      id: report.id,
      v: 3,
      fv: { note: 3 },
      f: { ...report },
      scopes: [],
    })
    await saveChange(db, {
      change: aChange({ row: report.id, op: 'patch', set: { placeId: 'p-7' } }),
      photos: [],
      now: 1,
    })
    const seen = (await lookAt(db, cache, report.id))!
    expect([seen.note, seen.placeId, baseOf(seen, ['note', 'placeId', 'body.tier'])]).toEqual([
      'there',
      'p-7',
      { note: 3, 'body.tier': 1 },
    ])
    expect(baseOf({ fv: null, own: [] }, ['note'])).toBeUndefined()
  })

  it('that an older app kept a draft of is a clash in all that differs, and loses no photo of others', () => {
    const words = { ...wordsFrom(was), note: 'mine', photos: [photo('a'), photo('x')] }
    const seen = unseen(words, now)
    const moved = moveOn(words, seen, now)
    expect(moved.clashes.map((clash) => clash.fields)).toEqual([
      ['note'],
      ['body.severity'],
      ['body.tier'],
    ])
    expect(hashes(moved.words.photos)).toEqual(['b', 'c', 'a', 'x'])
    expect(baseOf(moved.seen, ['note', 'body.tier'])).toEqual({ note: 0, 'body.tier': 0 })
  })
})

describe('a form that alters a report', () => {
  it('carries what its author saw to the next time it is opened, and meets there what is new', async () => {
    const db = aCapture()
    let report = was
    const options = {
      purpose: { kind: 'hazard', amends: 'r-1' as never },
      look: () => Promise.resolve(structuredClone(report)),
    }
    const first = aWindow(db, options)
    Object.assign(first.form, wordsFrom(was))
    await first.session.restore()
    await first.session.write()
    expect(await db.draft.count()).toBe(0)
    await first.type('mine')
    report = { ...was, note: 'theirs', body: { severity: 'critical', tier: 1 }, fv: { note: 9 } }
    const heard: unknown[] = []
    const second = aWindow(db, {
      ...options,
      heard: { clashes: (clashes) => void heard.push(...clashes) },
    })
    Object.assign(second.form, wordsFrom(report))
    expect(await second.session.restore()).toBe(true)
    expect([second.form.note, second.form.body, second.session.draft.seen?.fv]).toEqual([
      'mine',
      report.body,
      { note: 2 },
    ])
    expect(heard).toEqual([
      { fields: ['note'], mine: { note: 'mine' }, theirs: { note: 'theirs' } },
    ])
    report = { ...report, body: { severity: 'major', tier: 1 } }
    await second.session.moveOnNow()
    expect(second.form.body).toEqual({ severity: 'major', tier: 1 })
  })
})
