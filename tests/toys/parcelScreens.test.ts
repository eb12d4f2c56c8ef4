// What the desk and the phone show of a kind that no screen has heard of.
import { createSSRApp, h, type Component } from 'vue'
import { renderToString } from 'vue/server-renderer'
import { describe, expect, it } from 'vitest'
import type { Report } from '#domain/report.ts'
import { formsOf } from '#kinds/forms.ts'
import type { FormContext } from '#kinds/kindForms.ts'
import { type Cell, deskColumns } from '#ui/desk/list/deskColumns.ts'
import { createMessages } from '#ui/locales/messages.ts'
import { mayAmend } from '#ui/report/handling.ts'
import { itemOf, now, reportOf } from '../ui/deskWorld.ts'

const aParcel = (more: Partial<Report> = {}) =>
  reportOf({ kind: 'parcel', body: { recipient: '张三', size: 'large' }, ...more })

async function rendered(
  component: Component,
  props: object,
  slots: Record<string, () => string> = {},
) {
  const app = createSSRApp({ render: () => h(component, props, slots) })
  const { i18n } = await createMessages({ locale: 'en' })
  return renderToString(app.use(i18n))
}

const wordsOf = { t: (key: string) => key, memberName: (id: string) => id, now }
const cellOf = (report: Report, key: string): Cell | undefined =>
  deskColumns.reports.find((column) => column.key === key)?.cell(itemOf(report), wordsOf)

describe('a parcel at the desk', () => {
  it('stands in its list, names itself and waits for the step that its kind says', () => {
    const item = itemOf(aParcel())
    expect(item).toMatchObject({
      type: 'large',
      titleKey: 'parcel.size.large',
      urgency: 1,
      severity: null,
      deadline: null,
      decision: 'close',
    })
    expect(cellOf(aParcel(), 'what')).toEqual({
      is: 'title',
      text: 'parcel.size.large',
      severity: null,
    })
  })

  it('has a column of its own, in which other kinds say nothing', () => {
    expect(deskColumns.reports.map(({ key }) => key)).toEqual([
      'due',
      'what',
      'place',
      'recipient',
      'status',
      'handler',
      'photos',
    ])
    expect(deskColumns.visits.map(({ key }) => key)).not.toContain('recipient')
    expect(cellOf(aParcel(), 'recipient')).toEqual({ is: 'text', text: '张三' })
    expect(cellOf(reportOf(), 'recipient')).toEqual({ is: 'text', text: '—', tone: 'faint' })
  })

  it('says what it holds', async () => {
    const html = await rendered(formsOf('parcel')!.summary, { body: aParcel().body })
    expect(html).toContain('Recipient')
    expect(html).toContain('张三')
  })
})

describe('a parcel on the phone', () => {
  it('is filled in with its own form, the rest of the form in its slots', async () => {
    const context: FormContext = {
      usage: {},
      startedAt: now,
      isBusy: false,
      isAmending: false,
      companions: [],
    }
    const html = await rendered(
      formsOf('parcel')!.form,
      { modelValue: { recipient: '张三' }, context },
      { default: () => 'PLACE', note: () => 'NOTE' },
    )
    expect(html).toContain('data-field="recipient"')
    expect(html).toContain('Large parcel')
    expect(html.indexOf('PLACE')).toBeGreaterThan(0)
    expect(html.indexOf('NOTE')).toBeGreaterThan(html.indexOf('PLACE'))
  })

  it('may be amended by its author while nobody has taken it up', () => {
    const view = { ...itemOf(aParcel()).view, isMine: true as const }
    expect(mayAmend(view)).toBe(true)
  })
})
