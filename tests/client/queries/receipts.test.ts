import { expect, it } from 'vitest'
import type { OutboxEntry } from '#client/db/tables.ts'
import { localReports } from '#client/queries/localReports.ts'
import type { OnPhone } from '#client/queries/onPhone.ts'
import { newId } from '#domain/newId.ts'
import type { PhotoHash } from '#domain/ids.ts'
import { aReport } from '../../world.ts'
import { aChange, me } from '../db/aCapture.ts'

const hash = 'a'.repeat(64) as PhotoHash
const photo = {
  hash,
  bytes: 1,
  width: 1,
  height: 1,
  role: 'near',
  takenAt: 1,
  thumb: { hash: 'b'.repeat(64), bytes: 1 },
} as never
const own = (more: Partial<OnPhone> = {}): OnPhone => ({
  entries: [],
  photos: new Map(),
  safe: new Set(),
  clockOff: 0,
  ...more,
})

const report = aReport(me, { photos: [photo] })
const change = aChange({ row: report.id, set: { ...report } })
const entry = (more: Partial<OutboxEntry>): OutboxEntry => ({
  n: 1,
  id: newId(1, crypto),
  row: report.id,
  change: { ...change, n: 1 },
  savedAt: 1,
  fate: 'applied',
  ...more,
})
const receiptOf = (entries: OutboxEntry[], more: Partial<OnPhone> = {}) =>
  localReports([], own({ entries, ...more }), me)[0]!.receipt.state
const photoReceiptOf = (
  kept: object | null,
  { arrived, safe = [] as string[] }: { arrived?: boolean; safe?: string[] } = {},
) => {
  const row = {
    key: `report:${report.id}`,
    t: 'report',
    id: report.id,
    v: 1,
    fv: {},
    f: { ...report, ...(arrived ? { arrived: [hash] } : {}) },
    scopes: [],
  } as never
  const [view] = localReports(
    [row],
    own({
      photos: new Map(
        kept ? [[hash, { hash, size: 1, part: 'photo', savedAt: 1, ...kept } as never]] : [],
      ),
      safe: new Set(safe),
    }),
    me,
  )
  return [view!.attachmentReceipts.get(hash)?.state, view!.photos.arrived]
}

it.each([
  ['what waits is on this phone', { fate: 'waiting' }, 'onPhone'],
  ['what was applied is received', { rowV: 1 }, 'received'],
  ['what the server called backed up is backed up', { rowV: 1, backedUpAt: 1 }, 'backedUp'],
  [
    'what is parked needs attention, backed up or not',
    { fate: 'parked', fault: { code: 'notYours' }, backedUpAt: 1 },
    'attention',
  ],
] as [string, Partial<OutboxEntry>, string][])('%s', (_title, more, state) => {
  // Parked without a row is shown as well: nothing is hidden from who captured it.
  expect(receiptOf([entry(more)])).toBe(state)
})

it('a record is as safe as the least safe of its changes', () => {
  const note = entry({
    n: 2,
    change: { ...change, id: newId(2, crypto), n: 2, op: 'patch', set: { note: 'x' } } as never,
    fate: 'waiting',
  })
  expect(receiptOf([entry({ rowV: 1, backedUpAt: 1 }), note])).toBe('onPhone')
})

it('a record that this phone knows only from the server is received, never backed up', () => {
  const row = {
    key: `report:${report.id}`,
    t: 'report',
    id: report.id,
    v: 1,
    fv: {},
    f: { ...report },
    scopes: [],
  } as never
  expect(localReports([row], own(), me)[0]!.receipt.state).toBe('received')
  expect(localReports([row], own({ safe: new Set([report.id]) }), me)[0]!.receipt.state).toBe(
    'backedUp',
  )
})

it('a photo’s receipt never runs ahead of the fact', () => {
  expect(photoReceiptOf({ state: 'waiting' })).toEqual(['onPhone', 0])
  expect(photoReceiptOf({ state: 'received' })).toEqual(['received', 1])
  expect(photoReceiptOf({ state: 'received', backedUpAt: 1 })).toEqual(['backedUp', 1])
  expect(photoReceiptOf({ state: 'unreadable' })).toEqual(['attention', 0])
  expect(photoReceiptOf({ state: 'unreadable' }, { arrived: true })).toEqual(['received', 1])
  // Another phone holds it; it has arrived from there; it went from this one after it was backed
  // up.
  expect(photoReceiptOf(null)).toEqual([undefined, 0])
  expect(photoReceiptOf(null, { arrived: true })).toEqual(['received', 1])
  expect(photoReceiptOf(null, { safe: [hash] })).toEqual(['backedUp', 1])
  // The server had it and has lost it, whatever its row still says.
  expect(photoReceiptOf({ state: 'waiting', receivedAt: 1 }, { arrived: true })).toEqual([
    'onPhone',
    0,
  ])
})

it('times are shown by the server’s clock: what only this phone has is corrected, and nothing is captured after it was received', () => {
  const shown = (capturedAt: number, receivedAt: number | undefined, clockOff: number) => {
    const row = {
      key: `report:${report.id}`,
      t: 'report',
      id: report.id,
      v: 1,
      fv: {},
      f: { ...report, capturedAt, receivedAt },
      scopes: [],
    } as never
    return localReports([row], own({ clockOff }), me)[0]!.report.capturedAt
  }
  expect([shown(1000, undefined, 500), shown(1000, 2000, 500), shown(9000, 2000, 0)]).toEqual([
    1500, 1000, 2000,
  ])
})
