import { describe, expect, it } from 'vitest'
import type { Draft } from '#device/draft.ts'
import { applyChange } from '#domain/applyChange.ts'
import type { MemberId } from '#domain/ids.ts'
import type { Report } from '#domain/report.ts'
import { amendment } from '#state/amendment.ts'
import { aReport } from '../world.ts'

const me = 'm-worker' as MemberId
const photo = (hash: string) => ({ hash, bytes: 1, width: 1, height: 1, role: 'near', takenAt: 1, thumb: { hash: `t${hash}`, bytes: 1 } }) as never
const report = (more: Partial<Report> = {}): Report => aReport(me, { note: 'old', photos: [photo('a'), photo('b')], ...more })
const draftOf = ({ id, kind, note, placeId, position, photos, body }: Report, more: Partial<Draft> = {}): Draft =>
  ({ id: `d-${id}`, kind, amends: id, note, placeId, position, photos, body, intent: null, startedAt: 1, ...more }) as Draft

describe('an amendment', () => {
  it('of a draft that is the same as the report says nothing but its row', () => {
    const was = report()
    expect(amendment(was, draftOf(was), me, 5)).toEqual({ t: 'report', row: was.id, op: 'patch' })
  })

  it('names only the fields that were touched', () => {
    const was = report()
    const draft = draftOf(was, { note: 'new', body: { ...was.body, severity: 'major', measured: { value: 1, unit: 'cm' } } })
    expect(amendment(was, draft, me, 5).set).toEqual({ note: 'new', 'body.severity': 'major', 'body.measured': { value: 1, unit: 'cm' } })
  })

  it('takes away what was emptied, and the endpoint’s row is without it too', () => {
    const was = report({ placeId: 'p-1' as never, body: { type: 'wall_tilt', severity: 'critical', tier: 1, measured: { value: 12, unit: 'cm' } } })
    const { measured: _gone, ...body } = was.body
    const change = amendment(was, draftOf(was, { placeId: undefined, body }), me, 5)
    expect(change.set).toEqual({ 'placeId': null, 'body.measured': null })
    const row = { t: 'report' as const, id: was.id, v: 1, fv: {}, f: { ...was } as never }
    const after = applyChange(row, { ...change, id: 'c', n: 1, by: me, at: 5, schema: 1 } as never).row.f as unknown as Report
    expect(after.body).toEqual(body)
    expect('placeId' in after).toBe(false)
  })

  it('puts photos in and takes them out by hash', () => {
    const was = report()
    const made = amendment(was, draftOf(was, { photos: [photo('b'), photo('c')] }), me, 5)
    expect(made).toMatchObject({ add: { photos: [{ hash: 'c' }] }, remove: { photos: ['a'] } })
    expect(made.set).toBeUndefined()
  })

  it('of a report that was sent back takes the amend step, of another none', () => {
    const was = report({ standing: 'returned' })
    expect(amendment(was, draftOf(was), me, 5).step).toMatchObject({ type: 'amend', by: me, at: 5, from: 'returned', to: 'reported' })
    expect(amendment(report(), draftOf(report()), me, 5).step).toBeUndefined()
  })

  it('laid on the report gives what the draft showed', () => {
    const was = report({ standing: 'returned' })
    const draft = draftOf(was, { note: 'new', placeId: 'p-2' as never, photos: [photo('c')], body: { ...was.body, tier: 1 } })
    const change = { ...amendment(was, draft, me, 5), id: 'c', n: 1, by: me, at: 5, schema: 1 } as never
    const { row } = applyChange({ t: 'report', id: was.id, v: 1, fv: {}, f: { ...was } }, change)
    expect(row.f).toMatchObject({ note: 'new', placeId: 'p-2', photos: [{ hash: 'c' }], body: draft.body, standing: 'reported' })
  })

  it('leaves what a person has emptied of text empty', () => {
    const was = report()
    expect(amendment(was, draftOf(was, { note: '' }), me, 5).set).toEqual({ note: '' })
  })
})
