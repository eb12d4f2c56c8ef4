// The map of the field and the list beside it: the same reports, whatever is filtered.
import { effectScope, nextTick, ref } from 'vue'
import { expect, it, vi } from 'vitest'
import type { MemberId, ReportId } from '#domain/ids.ts'
import { meaningOf } from '#domain/status.ts'
import { statuses } from '#domain/step.ts'
import { useAround } from '#ui/field/around/useAround.ts'
import { mulberry32 } from '../fuzz/randomness.ts'
import { aReport } from '../world.ts'

const next = mulberry32(20_261_128)
const below = (n: number): number => next() % n
const pick = <T>(all: readonly T[]): T => all[below(all.length)]!
const reports = Array.from({ length: 300 }, (_, n) => {
  const { position: _none, ...report } = aReport('m-1' as MemberId, {
    id: `r-${n}` as ReportId,
    kind: pick(['hazard', 'visit']),
    standing: pick(statuses),
  })
  // Some lie nowhere, and are on neither.
  const at = { lat: 28 + below(999) / 1e5, lon: 124 + below(999) / 1e5 }
  return {
    isMine: pick([true, false]),
    report: below(9) ? { ...report, position: { ...at, accuracy: 5, at: 0 } } : report,
  }
})
vi.mock('#state/useReports.ts', () => ({
  useReports: () => ({
    all: reports,
    byId: (id: string) => reports.find(({ report }) => report.id === id),
  }),
}))
vi.mock('#state/useReference.ts', () => ({
  useReference: () => ({ places: [], placeById: () => undefined }),
}))
vi.mock('vue-i18n', () => ({ useI18n: () => ({ t: String }) }))
vi.mock('#state/useNow.ts', () => ({ useNow: () => ref(0) }))

it('show the same reports under ten random filters', async () => {
  const here = { lat: 28.005, lon: 124.005 }
  const around = effectScope().run(() => useAround(() => here, reports.length))
  const { filter, pins, nearest } = around!
  const groups = [...new Set(statuses.map((status) => meaningOf(status).group))]
  const sizes = new Set<number>()
  for (let round = 0; round < 10; round++) {
    const wanted = groups.filter(() => below(2) === 1)
    Object.assign(filter, {
      kind: pick(['all', 'hazard', 'visit']),
      groups: wanted,
      isMineOnly: below(2) === 1,
    })
    await nextTick()
    const plain = reports.filter(
      ({ report, isMine }) =>
        'position' in report &&
        (filter.kind === 'all' || report.kind === filter.kind) &&
        wanted.includes(meaningOf(report.standing).group) &&
        (isMine || !filter.isMineOnly),
    )
    const ids = plain.map(({ report }) => report.id).sort()
    expect([...pins].map(({ id }) => id).sort()).toEqual(ids)
    expect(nearest.value.map(({ view }) => view.report.id).sort()).toEqual(ids)
    const metres = nearest.value.map((each) => each.metres!)
    expect(metres).toEqual(metres.toSorted((a, b) => a - b))
    sizes.add(ids.length)
  }
  expect(sizes.size).toBeGreaterThan(5)
})
