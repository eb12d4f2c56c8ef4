import { describe, expect, it } from 'vitest'
import { applyChange } from '#records/applyChange.ts'
import { readField } from '#domain/readField.ts'
import type { Change } from '#domain/change.ts'
import { applyPending, type Pending } from '#records/applyPending.ts'
import { type Fields, type LooseRow, rowOf } from '#domain/row.ts'

const aRow = (v = 1, f: Fields = {}) =>
  rowOf(
    { t: 'report', id: 'r', v, fv: {} },
    { id: 'r', note: 'old', photos: [], steps: [], standing: 'reported', ...f },
  )
let n = 0
const change = (more: object): Change =>
  ({
    id: `c-${++n}`,
    n,
    by: 'm',
    at: 1,
    schema: 1,
    t: 'report',
    row: 'r',
    op: 'patch',
    ...more,
  }) as Change
const note = (text: string, more: object = {}): Pending => ({
  change: change({ set: { note: text } }),
  fate: 'waiting',
  ...more,
})
const create: Pending = { change: change({ op: 'create', set: { note: 'new' } }), fate: 'waiting' }

describe('what a person sees', () => {
  it('is the server’s row with their waiting changes on top, in order', () => {
    expect(applyPending(aRow(), [note('a'), note('b')])?.f.note).toBe('b')
    expect(applyPending(null, [create, note('a')])?.f).toMatchObject({ id: 'r', note: 'a' })
    expect(applyPending(aRow(), [])).toEqual(aRow())
    expect(applyPending(null, [])).toBeNull()
  })

  it('holds an applied change until the row that has it arrives', () => {
    expect(applyPending(aRow(2), [note('mine', { fate: 'applied', rowV: 3 })])?.f.note).toBe('mine')
    expect(
      applyPending(aRow(3, { note: 'theirs' }), [note('mine', { fate: 'applied', rowV: 3 })])?.f
        .note,
    ).toBe('theirs')
  })

  it('shows a parked change only where there is no row to show', () => {
    expect(applyPending(aRow(), [note('mine', { fate: 'parked' })])?.f.note).toBe('old')
    expect(applyPending(null, [{ ...create, fate: 'parked' }])?.f.note).toBe('new')
  })

  it('is the server’s row where a create is repeated, and nothing where a patch has no row', () => {
    expect(applyPending(aRow(), [create])?.f.note).toBe('old')
    expect(applyPending(null, [note('x')])).toBeNull()
  })

  it('leaves the row it was given untouched', () => {
    const row = aRow(1, { body: { tier: 2 } })
    const before = structuredClone(row)
    applyPending(row, [
      note('a'),
      {
        change: change({ set: { 'body.tier': 1 }, add: { photos: [{ hash: 'h' }] } }),
        fate: 'waiting',
      },
    ])
    expect(row).toEqual(before)
  })
})

describe('one change on one row', () => {
  const apply = (row: LooseRow | null, more: object, at?: number) =>
    applyChange(row, change(more), at)

  it('raises the version of the row and of the fields it touched', () => {
    expect(apply(aRow(4), { set: { note: 'x', 'body.tier': 1 } }).row).toMatchObject({
      v: 5,
      fv: { note: 5, 'body.tier': 5 },
      f: { note: 'x', body: { tier: 1 } },
    })
  })

  it('tells of a value that its author had not seen, and of none that they had', () => {
    const row = { ...aRow(4), fv: { placeId: 3 }, f: { ...aRow().f, placeId: 'p-1' } }
    expect(apply(row, { base: { placeId: 2 }, set: { placeId: 'p-2' } }).overwritten).toEqual([
      { field: 'placeId', value: 'p-1', v: 3, isUnseen: true },
    ])
    expect(apply(row, { base: { placeId: 3 }, set: { placeId: 'p-2' } }).overwritten).toMatchObject(
      [{ value: 'p-1', isUnseen: false }],
    )
    expect(apply(row, { base: { placeId: 2 }, set: { placeId: 'p-1' } }).overwritten).toEqual([])
    expect(apply(row, { set: { placeId: 'p-2' } }).overwritten).toMatchObject([
      { value: 'p-1', isUnseen: false },
    ])
  })

  it('keeps a note that was overwritten unseen beside the new one, but no empty one', () => {
    const { row } = apply(
      { ...aRow(2), fv: { note: 2 } },
      { base: { note: 1 }, set: { note: 'new' } },
    )
    expect(row.f).toMatchObject({
      note: 'new',
      steps: [{ type: 'note', comment: 'old', from: 'reported', to: 'reported' }],
    })
    expect(
      apply(
        { ...aRow(2, { note: ' ' }), fv: { note: 2 } },
        { base: { note: 1 }, set: { note: 'new' } },
      ).row.f.steps,
    ).toEqual([])
  })

  it('puts elements in once and takes them out by id or hash', () => {
    const row = aRow(1, { photos: [{ hash: 'a' }, { hash: 'b' }] })
    const moved = apply(row, {
      add: { photos: [{ hash: 'b' }, { hash: 'c' }], checks: [{ id: 'k' }] },
      remove: { photos: ['a', 'zzz'] },
    }).row
    expect(moved.f).toMatchObject({ photos: [{ hash: 'b' }, { hash: 'c' }], checks: [{ id: 'k' }] })
  })

  it('appends a step once and moves the status with it', () => {
    const step = { id: 's', type: 'accept', by: 'm', at: 1, from: 'reported', to: 'accepted' }
    const once = apply(aRow(), { step }, 9).row
    expect(once.f).toMatchObject({ standing: 'accepted', steps: [{ id: 's', receivedAt: 9 }] })
    expect((apply(once, { step }).row.f.steps as unknown[]).length).toBe(1)
  })

  it('never touches a prototype', () => {
    const paths = [
      '__proto__',
      '__proto__.polluted',
      'constructor.polluted',
      'body.__proto__',
      'prototype',
    ]
    const set = Object.fromEntries(
      paths.map((path) => [path, { polluted: 1 }]).filter(([path]) => path !== '__proto__'),
    )
    const { row } = apply(aRow(), {
      set: Object.defineProperty(set, '__proto__', { value: { polluted: 1 }, enumerable: true }),
    })
    expect((row.f as { polluted?: number }).polluted).toBeUndefined()
    expect(({} as { polluted?: number }).polluted).toBeUndefined()
    expect(paths.map((path) => readField(row.f, path))).toEqual(paths.map(() => undefined))
    expect(readField(aRow().f, 'a.b.c')).toBeUndefined()
  })
})
