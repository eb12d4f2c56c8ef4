import type { LocationQueryRaw, RouteLocationNamedRaw } from 'vue-router'

/** The form of a kind; each is a route of its own (shell/formRoutes.ts). */
export const formRouteName = (kind: string): string => `report-${kind}`

export const formRoute = (kind: string, query: LocationQueryRaw = {}): RouteLocationNamedRaw => ({
  name: formRouteName(kind),
  query,
})
