// How often each type was reported in the grid the person stands in; read once, so that no button
// moves under a thumb.
import { computed, ref, watch } from 'vue'
import type { DraftWords } from '#state/useDraft.ts'
import { useReference } from '#state/useReference.ts'
import { type ReportView, useReports } from '#state/useReports.ts'

function countTypes(views: readonly ReportView[]): Record<string, number> {
  const counts: Record<string, number> = {}
  for (const { report } of views) {
    const { type } = report.body
    if (typeof type === 'string') counts[type] = (counts[type] ?? 0) + 1
  }
  return counts
}

export function useTypeUsage(where: () => Pick<DraftWords, 'placeId' | 'position'>) {
  const reports = useReports()
  const reference = useReference()
  const usage = ref<Record<string, number>>({})
  const isReady = computed(() => reports.isLoaded)

  watch(
    isReady,
    (ready) => {
      if (!ready) return
      const { placeId, position } = where()
      const gridId =
        (placeId && reference.placeById(placeId)?.gridId) ??
        (position && reference.gridAt(position)?.id) ??
        reference.myGrids[0]?.id
      const here = reports.all.filter(({ report }) => report.gridId === gridId)
      usage.value = countTypes(here.length ? here : reports.all)
    },
    { immediate: true },
  )
  return usage
}
