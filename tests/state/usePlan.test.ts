// Edits of the plan at the desk, while others are at it and while answers get lost.
import { computed, shallowReactive } from 'vue'
import { beforeEach, expect, test, vi } from 'vitest'
import type { PlanImportInput } from '#client/http/plan.ts'
import { fault } from '#domain/fault.ts'
import type { Place } from '#domain/place.ts'
import type { PlanRowChange } from '#domain/plan/plan.ts'
import { fail, type Result, succeed } from '#domain/result.ts'
import type { RowType } from '#domain/row.ts'
import { usePlan } from '#state/usePlan.ts'

const pulled = shallowReactive(new Map<RowType, { id: string; v: number; f: object }[]>())
const sent = vi.hoisted((): PlanImportInput[] => [])
const answers = vi.hoisted((): Result<{ isAgain: boolean }>[] => [])
const syncSoon = vi.hoisted(() => vi.fn())

vi.mock('#client/http/plan.ts', () => ({
  importPlan: (_: unknown, input: PlanImportInput) => {
    sent.push(input)
    return Promise.resolve(answers.shift() ?? succeed({ isAgain: false }))
  },
}))
vi.mock('#state/device.ts', () => ({ useDevice: () => ({ transport: {} }) }))
vi.mock('#state/useSync.ts', () => ({ useSync: () => ({ syncSoon }) }))
vi.mock('#state/useRights.ts', () => ({ useRights: () => ({ canIn: () => true }) }))
vi.mock('#state/useCachedRows.ts', () => ({
  useCachedRows: (t: RowType) => ({
    rows: computed(() => pulled.get(t) ?? []),
    isLoaded: computed(() => true),
  }),
}))

const aPlace = (name: string) => ({ id: 'p', name, code: '3', aliases: [] }) as unknown as Place
const rowOf = (set: Place, before: number): PlanRowChange => ({
  t: 'place',
  id: set.id,
  before,
  set,
})

beforeEach(() => {
  pulled.set('place', [{ id: 'p', v: 3, f: aPlace('三号楼') }])
  for (const list of [sent, answers]) list.length = 0
  syncSoon.mockClear()
})

test('an edit is of the row as it was when it began, whatever others have altered since', () => {
  const plan = usePlan()
  const edit = plan.beginPlace(aPlace('三号楼'))
  pulled.set('place', [{ id: 'p', v: 4, f: aPlace('别人改的') }])
  expect(edit).toEqual({ id: 'p', was: aPlace('三号楼'), before: 3 })
  expect(plan.beginPlace(aPlace('三号楼'))).toEqual({ id: 'p', was: aPlace('别人改的'), before: 4 })
})

test('what is new has one id from its beginning, and comes at no version', () => {
  const edit = usePlan().beginGrid(null)
  expect(edit).toMatchObject({ was: null, before: 0 })
  expect(edit.id).not.toBe(usePlan().beginGrid(null).id)
})

test('the same again after a lost answer is the same act, other content another one', async () => {
  const plan = usePlan()
  answers.push(fail(fault('offline')), fail(fault('offline')))
  const rows = [rowOf(aPlace('新名'), 3)]
  await plan.alter(rows)
  await plan.alter([rowOf(aPlace('新名'), 3)])
  await plan.alter([rowOf(aPlace('更新的名'), 3)])
  await plan.alter(rows)
  const ids = sent.map(({ id }) => id)
  expect(ids[0]).toBe(ids[1])
  expect(new Set(ids).size).toBe(3)
})

test('a plan that moved on is fetched before anybody looks again', async () => {
  answers.push(fail(fault('planChanged', { count: 1 })), fail(fault('planInvalid')))
  const plan = usePlan()
  await plan.alter([rowOf(aPlace('新名'), 2)])
  expect(syncSoon).toHaveBeenCalledTimes(1)
  await plan.alter([rowOf(aPlace('新名'), 2)])
  expect(syncSoon).toHaveBeenCalledTimes(1)
})
