import { expect, it } from 'vitest'
import { creation } from '#client/drafts/creation.ts'
import type { ConflictId, GridId, MemberId } from '#domain/ids.ts'
import { aDraft } from './aDraft.ts'

const by = 'm-1' as MemberId
const gridId = 'g-1' as GridId

it('a new report is one change, under the names its draft had from the start', () => {
  const draft = aDraft({ note: 'a lamp', body: { type: 'light_out' }, startedAt: 7 })
  const { set, ...change } = creation(draft, { by, gridId })
  expect(change).toEqual({ id: draft.change, t: 'report', row: draft.record, op: 'create' })
  expect(set).toMatchObject({
    kind: 'hazard',
    by,
    gridId,
    capturedAt: 7,
    note: 'a lamp',
    body: { type: 'light_out' },
    steps: [],
    standing: 'reported',
  })
})

it('saved a second time it is the same change', () => {
  const draft = aDraft({ note: 'a lamp' })
  expect(creation(draft, { by, gridId })).toEqual(creation({ ...draft }, { by, gridId }))
})

it('of a kind that this app does not know it begins where every report does', () => {
  expect(creation(aDraft({ kind: 'tree' }), { by, gridId }).set).toMatchObject({
    kind: 'tree',
    standing: 'reported',
  })
})

it('parked work that is put right names the conflict whose place it takes', () => {
  const ofCase = 'c-1' as ConflictId
  expect(creation(aDraft(), { by, gridId, ofCase }).ofCase).toBe(ofCase)
  expect(creation(aDraft(), { by, gridId })).not.toHaveProperty('ofCase')
})
