// The parked work that a form is opened to put right, once the phone has read its cases.
import { computed, shallowRef, watch } from 'vue'
import { useRoute } from 'vue-router'
import type { ReportId } from '#domain/ids.ts'
import { newId } from '#domain/newId.ts'
import { reportIn } from '#state/parkedDraft.ts'
import { useCases } from '#state/useCases.ts'
import type { EditedCase } from '#state/useDraft.ts'
import { useReference } from '#state/useReference.ts'
import { useReports } from '#state/useReports.ts'

export function useEdited() {
  const route = useRoute()
  const cases = useCases()
  const reports = useReports()
  const reference = useReference()
  const id = typeof route.query.case === 'string' ? route.query.case : undefined
  const isLoaded = computed(() => cases.isLoaded && reports.isLoaded && reference.isLoaded)

  /** Read once: saving it decides the case while the form is still on its way out. */
  const edit = shallowRef<EditedCase>()
  watch(
    isLoaded,
    (ready) => {
      const view = id !== undefined && ready ? cases.byId(id) : undefined
      const report = view?.whyNot === null ? reportIn(view.change) : null
      if (view && report) edit.value = editOf(view.parked, view.change!.row as ReportId, report)
    },
    { immediate: true },
  )

  function editOf(
    {
      id: caseId,
      by,
      gridIds,
    }: { id: EditedCase['id']; by: EditedCase['by']; gridIds: readonly string[] },
    row: ReportId,
    report: EditedCase['report'],
  ): EditedCase {
    const { placeId, gridId } = report
    // A place that nobody knows is asked for again, and a number that is taken is not used twice.
    return {
      id: caseId,
      by,
      report: { ...report, placeId: placeId && reference.placeById(placeId) ? placeId : undefined },
      gridId: (reference.gridById(gridId ?? '')?.id ?? gridIds[0]) as EditedCase['gridId'],
      row: reports.byId(row) ? newId<ReportId>(Date.now(), crypto) : row,
    }
  }

  return {
    edit,
    isReady: computed(() => id === undefined || edit.value !== undefined),
    isMissing: computed(() => id !== undefined && isLoaded.value && !edit.value),
  }
}
