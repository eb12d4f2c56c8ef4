import type { LocationQueryRaw, RouteLocationNamedRaw } from 'vue-router'

/** Where the field shows a report whole. */
export const recordRoute = (id: string, query: LocationQueryRaw = {}): RouteLocationNamedRaw => ({
  name: 'record',
  params: { id },
  query,
})
