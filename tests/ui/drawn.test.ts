// What was drawn is sent again after a lost answer: row by row the same act, however late.
import { createI18n } from 'vue-i18n'
import { createSSRApp, ref } from 'vue'
import { renderToString } from 'vue/server-renderer'
import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import type { Ring } from '#domain/grid.ts'
import type { Plan } from '#domain/plan/plan.ts'
import { useDrawn } from '#ui/desk/plan/useDrawn.ts'
import { aPlace, planOf } from '../domain/plan/planWorld.ts'
import { zh } from '../everyWord.ts'

const sent = vi.hoisted(() => [] as string[])
vi.mock('#ui/desk/plan/usePlanEdit.ts', () => ({
  usePlanEdit: () => ({
    isBusy: ref(false),
    problemOf: () => '',
    save: (rows: unknown) => Promise.resolve(Boolean(sent.push(JSON.stringify(rows)) && false)),
  }),
}))
vi.mock('#state/usePlan.ts', () => ({ usePlan: () => ({ mayDraw: () => true }) }))
vi.mock('#state/useReference.ts', () => ({ useReference: () => ({ members: [] }) }))

const box = (west: number, east: number): Ring => [
  [114 + west / 1e3, 30],
  [114 + east / 1e3, 30],
  [114 + east / 1e3, 30.001],
  [114 + west / 1e3, 30.001],
]
const [kept, made] = [box(0, 1), box(1, 2)]
const whole = aPlace('a', { outline: box(0, 2), lon: 114.0005, lat: 30.0005 })
const neighbour = aPlace('b', { outline: made, lon: 114.0015, lat: 30.0005 })

async function drawing(plan: Plan): Promise<ReturnType<typeof useDrawn>> {
  let drawn: ReturnType<typeof useDrawn> | undefined
  const setup = () => {
    drawn = useDrawn({ grid: null, place: plan.places.get('a')!.f }, plan, () => undefined)
    return () => null
  }
  const i18n = createI18n({ legacy: false, locale: 'zh-CN', messages: { 'zh-CN': zh } })
  await renderToString(createSSRApp({ setup }).use(i18n))
  return drawn!
}

beforeEach(() => {
  sent.length = 0
  vi.useFakeTimers({ toFake: ['Date'] })
})
afterEach(() => void vi.useRealTimers())

it('a split', async () => {
  const drawn = await drawing(planOf([whole]))
  const again = () => drawn.split([[kept], [made]], [], { name: '乙', code: 'B' })
  await again()
  vi.setSystemTime(Date.now() + 60_000)
  await again()
  expect(sent[0]).toContain('乙')
  expect(sent[1]).toBe(sent[0])
})

it('a join', async () => {
  const drawn = await drawing(planOf([{ ...whole, outline: kept }, neighbour]))
  await drawn.join([kept], [], 'b')
  vi.setSystemTime(Date.now() + 60_000)
  await drawn.join([kept], [], 'b')
  expect(sent[0]).toContain('retiredAt')
  expect(sent[1]).toBe(sent[0])
})
