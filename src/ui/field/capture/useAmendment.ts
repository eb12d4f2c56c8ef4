// The report that a form is opened to amend, once the phone has read its records.
import { computed } from 'vue'
import { useRoute } from 'vue-router'
import { useReports } from '#state/useReports.ts'

export function useAmendment() {
  const route = useRoute()
  const reports = useReports()
  // Read once: a form keeps what it was opened with while the address changes on the way out.
  const id = typeof route.query.amend === 'string' ? route.query.amend : undefined
  const view = computed(() => (id ? reports.byId(id) : undefined))
  return {
    isAmending: id !== undefined,
    view,
    isReady: computed(() => id === undefined || view.value !== undefined),
    isMissing: computed(() => id !== undefined && reports.isLoaded && !view.value),
  }
}
