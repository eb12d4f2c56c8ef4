// What was sent back and comes again is not taken for something new.
import { describe, expect, it } from 'vitest'
import type { PhotoHash } from '#domain/ids.ts'
import { answeredReturnOf } from '#domain/report.ts'
import { deskColumns } from '#ui/desk/list/deskColumns.ts'
import { freshPhotosOf } from '#ui/report/freshPhotos.ts'
import { after, hourMs, itemOf, now, reportOf, worker } from './deskWorld.ts'

const photo = (hash: string, takenAt: number) => ({ hash, takenAt }) as never
const asked = { type: 'return', at: now - 3 * hourMs, comment: '看不清' } as const
const answer = { type: 'amend', at: now - hourMs, by: worker } as const
const [old, late] = ['old', 'late'] as unknown as [PhotoHash, PhotoHash]
const report = reportOf({
  photos: [photo('old', now - 4 * hourMs), photo('late', now - 2 * hourMs)],
})

describe('a report that its author has corrected', () => {
  it('says so in its row until somebody decides on it', () => {
    const status = deskColumns.reports.find(({ key }) => key === 'status')!
    const saidOf = (of: typeof report) =>
      status.cell(itemOf(of), { t: (key) => key, memberName: (id) => id, now })
    const again = after(report, asked, answer)
    expect(saidOf(again)).toMatchObject({ text: 'desk.resubmitted.status' })
    expect(saidOf(after(again, { type: 'note', at: now }))).toMatchObject({
      text: 'desk.resubmitted.status',
    })
    expect(saidOf(after(again, { type: 'accept', at: now }))).toMatchObject({
      text: 'status.accepted',
    })
    expect(saidOf(report)).toMatchObject({ text: 'status.reported' })
    expect(saidOf(after(report, asked))).toMatchObject({ text: 'status.returned' })
  })

  it('answers the last return', () => {
    const twice = after(report, asked, answer, { ...asked, comment: '还是看不清' }, answer)
    expect(answeredReturnOf(twice)?.returned.comment).toBe('还是看不清')
    expect(answeredReturnOf(after(twice, asked))).toBeUndefined()
  })

  it('names its new photos, or those taken since where its phone is too old to', () => {
    const marked = { ...answer, marks: { fields: ['photos'], photos: [old] } }
    expect(freshPhotosOf(after(report, asked, marked))).toEqual([old])
    expect(freshPhotosOf(after(report, asked, answer))).toEqual([late])
    expect(freshPhotosOf(after(report, asked))).toEqual([])
  })
})
