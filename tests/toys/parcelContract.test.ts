// The contract of every kind, kept by one that the app has never heard of.
import { describe, expect, it } from 'vitest'
import { capturableAt } from '#kinds/capturableAt.ts'
import { formsOf, wordsOfKinds } from '#kinds/forms.ts'
import { isTheSame } from '#kinds/isTheSame.ts'
import type { Kind } from '#kinds/kind.ts'
import { kindOf, kinds, usualKind, visitingKind } from '#kinds/kinds.ts'
import { markableFields } from '#kinds/markableFields.ts'
import { valueWordsOf } from '#kinds/valueWordsOf.ts'
import { formRoutes } from '#ui/shell/formRoutes.ts'
import { kindContract } from '../kinds/kindContract.ts'
import { parcel } from './parcel/parcel.ts'
import { words as parcelEn } from './parcel/words/en.ts'

kindContract(
  parcel,
  () => ({ recipient: '张三', size: 'small' }),
  () => [
    { recipient: '张三', size: 'small' },
    { recipient: '李四', size: 'large' },
  ],
)

describe('one kind more in the list', () => {
  it('stands beside the others and changes neither what is usual nor what is a visit', () => {
    expect(kinds.map(({ key }) => key)).toEqual(['hazard', 'visit', 'parcel'])
    expect(usualKind.key).toBe('hazard')
    expect(visitingKind?.key).toBe('visit')
    expect(formsOf('parcel')).toBeDefined()
  })

  it('has a form of its own under its own address, for whoever may capture one', () => {
    const route = formRoutes.find(({ path }) => path === '/report/parcel')
    expect(route).toMatchObject({
      name: 'report-parcel',
      props: { kind: parcel },
      meta: { titleKey: 'parcel.page', needs: ['capture'] },
    })
  })

  it('is offered on the map only where it can be', () => {
    const offered = (type?: 'building' | 'lampPost') =>
      capturableAt(type && { type }).map(({ key }) => key)
    expect(offered('building')).toEqual(['hazard', 'visit', 'parcel'])
    expect(offered('lampPost')).toEqual(['hazard'])
    expect(offered()).toEqual(['hazard'])
  })

  it('says itself which two are the same', () => {
    const other = { kind: 'parcel', body: { recipient: ' 张三 ', size: 'large' } }
    expect(isTheSame(parcel as Kind, { recipient: '张三' }, other)).toBe(true)
    expect(isTheSame(parcel as Kind, { recipient: '李四' }, other)).toBe(false)
    expect(isTheSame(parcel as Kind, {}, { kind: 'parcel', body: {} })).toBe(false)
    expect(
      isTheSame(kindOf('hazard')!, { type: 'leak' }, { kind: 'visit', body: { type: 'leak' } }),
    ).toBe(false)
  })

  it('brings its own words and the names of its fields', async () => {
    expect(markableFields(parcel)).toEqual(['place', 'recipient', 'note', 'photos'])
    expect(valueWordsOf('body.size', 'parcel')).toBe('parcel.size')
    expect(await wordsOfKinds('en')).toMatchObject(parcelEn)
  })
})
