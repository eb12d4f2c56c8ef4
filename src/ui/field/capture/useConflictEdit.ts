// The parked work that a form is opened to put right, once the phone has read its conflicts.
import { computed, shallowRef, watch } from 'vue'
import { useRoute } from 'vue-router'
import type { ReportId } from '#domain/ids.ts'
import { newId } from '#domain/newId.ts'
import { reportIn } from '#state/parkedDraft.ts'
import { useConflicts } from '#state/useConflicts.ts'
import type { ConflictEdit } from '#state/useDraft.ts'
import { useReference } from '#state/useReference.ts'
import { useReports } from '#state/useReports.ts'

export function useConflictEdit() {
  const route = useRoute()
  const conflicts = useConflicts()
  const reports = useReports()
  const reference = useReference()
  const id = typeof route.query.case === 'string' ? route.query.case : undefined
  const isLoaded = computed(() => conflicts.isLoaded && reports.isLoaded && reference.isLoaded)

  /** Read once: saving it decides the conflict while the form is still on its way out. */
  const edit = shallowRef<ConflictEdit>()
  watch(
    isLoaded,
    (ready) => {
      const view = id !== undefined && ready ? conflicts.byId(id) : undefined
      const report = view?.whyNot === null ? reportIn(view.change) : null
      if (view && report) edit.value = editOf(view.conflict, view.change!.row as ReportId, report)
    },
    { immediate: true },
  )

  function editOf(
    {
      id: conflictId,
      by,
      gridIds,
    }: { id: ConflictEdit['id']; by: ConflictEdit['by']; gridIds: readonly string[] },
    row: ReportId,
    report: ConflictEdit['report'],
  ): ConflictEdit {
    const { placeId, gridId } = report
    // A place that nobody knows is asked for again, and a number that is taken is not used twice.
    return {
      id: conflictId,
      by,
      report: { ...report, placeId: placeId && reference.placeById(placeId) ? placeId : undefined },
      gridId: (reference.gridById(gridId ?? '')?.id ?? gridIds[0]) as ConflictEdit['gridId'],
      row: reports.byId(row) ? newId<ReportId>(Date.now(), crypto) : row,
    }
  }

  return {
    edit,
    isReady: computed(() => id === undefined || edit.value !== undefined),
    isMissing: computed(() => id !== undefined && isLoaded.value && !edit.value),
  }
}
