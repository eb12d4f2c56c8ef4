// A report of a kind that a later version brought, on a phone and at a desk that do not know it.
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { GridId, MemberId } from '#domain/ids.ts'
import { scopesOfRow } from '#records/readRights.ts'
import type { Row } from '#domain/row.ts'
import { formsOf } from '#kinds/forms.ts'
import { reportTitleKey } from '#kinds/reportTitleKey.ts'
import { deskColumns } from '#ui/desk/list/deskColumns.ts'
import { mayAmend } from '#ui/report/handling.ts'
import { reportIcon } from '#ui/report/reportIcon.ts'
import { aPhone, aReport, aWorld, type World } from '../world.ts'
import { itemOf, now, reportOf, viewOf } from './deskWorld.ts'

const body = { recipient: '张三', size: 'large', depth: { metres: [3] } }

describe('a kind that this version does not know', () => {
  let world: World
  beforeAll(async () => (world = await aWorld()))
  afterAll(() => world.close())

  it('reaches the phone and stays there untouched', async () => {
    const report = aReport('m-worker' as MemberId, {
      kind: 'parcel',
      body,
      gridId: 'g-1' as GridId,
    })
    const row: Row = { t: 'report', id: report.id, v: 1, fv: {}, f: { ...report } }
    // As a later server has stored it.
    await world.deps.storage.write(async (tx) => {
      const scopes = scopesOfRow(row)
      await tx.lockScopes(scopes)
      await tx.putRow(row, scopes)
    })
    const phone = await aPhone(world, 'worker')
    expect(await phone.sync()).toMatchObject({ ok: true })
    expect((await phone.view(report.id)).report).toEqual(report)
  })

  it('is shown as a plain card that names no field and asks for nothing', () => {
    const report = reportOf({ kind: 'parcel', body })
    expect([reportTitleKey(report), reportIcon(report)]).toEqual(['plainKind.name', 'file-text'])
    expect(itemOf(report)).toMatchObject({ severity: null, deadline: null, decision: null })
    expect(formsOf('parcel')).toBeUndefined()
    expect(mayAmend({ ...viewOf(report), isMine: true })).toBe(false)
    const words = { t: (key: string) => key, memberName: (id: string) => id, now }
    const cells = deskColumns.reports.map(({ cell }) => cell(itemOf(report), words).text)
    expect(JSON.stringify(cells)).not.toContain('张三')
  })
})
