import { describe, expect, it } from 'vitest'
import { newDraft, wordsOf } from '#client/drafts/draft.ts'
import type { Draft, Seen } from '#client/db/tables.ts'
import { applyChange } from '#records/applyChange.ts'
import type { MemberId } from '#domain/ids.ts'
import type { Report } from '#domain/report.ts'
import { amendment, isNothing } from '#client/drafts/amendment.ts'
import { aReport } from '../../world.ts'

const me = 'm-worker' as MemberId
const photo = (hash: string) =>
  ({
    hash,
    bytes: 1,
    width: 1,
    height: 1,
    role: 'near',
    takenAt: 1,
    thumb: { hash: `t${hash}`, bytes: 1 },
  }) as never
const report = (more: Partial<Report> = {}): Report =>
  aReport(me, { note: 'old', photos: [photo('a'), photo('b')], ...more })
const draftOf = (was: Report, more: Partial<Draft> = {}): Draft => ({
  ...newDraft({ kind: was.kind, amends: was.id }, wordsOf({ ...was, intent: null }), 1, was.id),
  change: 'c-1' as never,
  step: 's-1',
  ...more,
})
const seen = ({ note, placeId, position, photos, body, standing }: Report): Seen => ({
  note,
  placeId,
  position,
  photos,
  body,
  standing,
  fv: { note: 4 },
  own: [],
})
const made = (was: Report, draft: Draft) => amendment(draft, seen(was), me, 5)

describe('an amendment', () => {
  it('of a draft that is the same as the report says nothing but its row', () => {
    const was = report()
    expect(made(was, draftOf(was))).toEqual({ id: 'c-1', t: 'report', row: was.id, op: 'patch' })
    expect(isNothing(made(was, draftOf(was)))).toBe(true)
  })

  it('names only the fields that were touched', () => {
    const was = report()
    const draft = draftOf(was, {
      note: 'new',
      body: { ...was.body, severity: 'major', measured: { value: 1, unit: 'cm' } },
    })
    expect(made(was, draft).set).toEqual({
      note: 'new',
      'body.severity': 'major',
      'body.measured': { value: 1, unit: 'cm' },
    })
  })

  it('is sent with the versions its author saw, not with those that are there when it is saved', () => {
    const was = report()
    expect(
      made(was, draftOf(was, { note: 'new', body: { ...was.body, severity: 'major' } })).base,
    ).toEqual({ note: 4, 'body.severity': 1 })
    const own = amendment(draftOf(was, { note: 'new' }), { ...seen(was), own: ['note'] }, me, 5)
    expect(own.base).toBeUndefined()
  })

  it('takes away what was emptied, and the server’s row is without it too', () => {
    const was = report({
      placeId: 'p-1' as never,
      body: {
        type: 'wall_tilt',
        severity: 'critical',
        tier: 1,
        measured: { value: 12, unit: 'cm' },
      },
    })
    const { measured: _gone, ...body } = was.body
    const change = made(was, draftOf(was, { placeId: undefined, body }))
    expect(change.set).toEqual({ placeId: null, 'body.measured': null })
    const row = { t: 'report' as const, id: was.id, v: 1, fv: {}, f: { ...was } as never }
    const after = applyChange(row, { ...change, id: 'c', n: 1, by: me, at: 5, schema: 1 } as never)
      .row.f as unknown as Report
    expect(after.body).toEqual(body)
    expect('placeId' in after).toBe(false)
  })

  it('puts photos in and takes them out by hash', () => {
    const was = report()
    const change = made(was, draftOf(was, { photos: [photo('b'), photo('c')] }))
    expect(change).toMatchObject({ add: { photos: [{ hash: 'c' }] }, remove: { photos: ['a'] } })
    expect(change.set).toBeUndefined()
  })

  it('of a report that was sent back takes the amend step, of another none', () => {
    const was = report({ standing: 'returned' })
    expect(made(was, draftOf(was)).step).toMatchObject({
      id: 's-1',
      type: 'amend',
      by: me,
      at: 5,
      from: 'returned',
      to: 'reported',
    })
    expect(made(report(), draftOf(report())).step).toBeUndefined()
  })

  it('says to whoever sent it back what was altered, and which photos are new', () => {
    const was = report({ standing: 'returned' })
    const draft = draftOf(was, {
      note: 'new',
      photos: [photo('b'), photo('c')],
      body: { ...was.body, tier: 1 },
    })
    expect(made(was, draft).step?.marks).toEqual({
      fields: ['note', 'tier', 'photos'],
      photos: ['c'],
    })
    expect(made(was, draftOf(was)).step?.marks).toEqual({ fields: [], photos: [] })
    const long = draftOf(was, { body: { ...was.body, ['x'.repeat(65)]: 1 } })
    expect(made(was, long).step?.marks?.fields).toEqual([])
  })

  it('tells no photo as new that was only given another role', () => {
    const was = report({ standing: 'returned' })
    const far = { ...(photo('a') as object), role: 'far' } as never
    const change = made(was, draftOf(was, { photos: [far, photo('b'), photo('c')] }))
    expect(change).toMatchObject({ add: { photos: [{ hash: 'a', role: 'far' }, { hash: 'c' }] } })
    expect(change.step?.marks).toEqual({ fields: ['photos'], photos: ['c'] })
  })

  it('applied to the report gives what the draft showed', () => {
    const was = report({ standing: 'returned' })
    const draft = draftOf(was, {
      note: 'new',
      placeId: 'p-2' as never,
      photos: [photo('c')],
      body: { ...was.body, tier: 1 },
    })
    const change = { ...made(was, draft), n: 1, by: me, at: 5, schema: 1 } as never
    const { row } = applyChange({ t: 'report', id: was.id, v: 1, fv: {}, f: { ...was } }, change)
    expect(row.f).toMatchObject({
      note: 'new',
      placeId: 'p-2',
      photos: [{ hash: 'c' }],
      body: draft.body,
      standing: 'reported',
    })
  })

  it('leaves what a person has emptied of text empty', () => {
    const was = report()
    expect(made(was, draftOf(was, { note: '' })).set).toEqual({ note: '' })
  })
})
