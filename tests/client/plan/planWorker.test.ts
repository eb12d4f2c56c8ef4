// The worker that reads plans, where something it needs on the way does not come: the page is told,
// for it would wait for ever.
import { afterEach, expect, it, vi } from 'vitest'
import type { PlanRequest } from '#client/plan/planRequest.ts'

const workerFile: string = '#client/plan/planWorker.ts'

vi.mock('pinyin-pro', () => {
  throw new TypeError('Failed to fetch dynamically imported module')
})

afterEach(() => vi.restoreAllMocks())

it('tells an error where a part of it cannot be loaded', async () => {
  const said: unknown[] = []
  const self = { postMessage: (told: unknown) => said.push(told), onmessage: null as never }
  vi.stubGlobal('self', self)
  // Not by its name: the compiler knows no workers here.
  await import(workerFile)
  const ask = (data: PlanRequest): void => (self.onmessage as (asked: object) => void)({ data })
  ask({ ask: 'read', file: new Blob(['编码,名称\n1,幸福里\n']) })
  await vi.waitFor(() => expect(said).toMatchObject([{ ok: true }]))
  const later: (() => void)[] = []
  vi.spyOn(globalThis, 'setTimeout').mockImplementation(((act: () => void) =>
    later.push(act)) as never)
  const choices = {
    ...{
      importId: 'i' as never,
      columns: { code: '编码', name: '名称' },
      system: 'wgs84' as const,
    },
    ...{ isExchanged: false, usualType: 'building' as const, usualGridId: 'g' as never },
    ...{ makesGrids: false, goneTypes: [], pointTypes: [], leftOut: [] },
  }
  ask({ ask: 'preview', choices, plan: { grids: new Map(), places: new Map() }, now: 1 })
  await vi.waitFor(() => expect(later).toHaveLength(1))
  expect(later[0]).toThrow('mocking a module')
  expect(said).toHaveLength(1)
})
