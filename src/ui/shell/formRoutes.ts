// The form of every kind under `/report/<kind>`, and the addresses under which released apps, home
// screens and printed links have had them.
import type { RouteRecordRaw } from 'vue-router'
import type { Kind } from '#kinds/kind.ts'
import { kinds } from '#kinds/kinds.ts'
import { formRouteName } from '#ui/routes/formRoute.ts'

const routeOf = (kind: Kind): RouteRecordRaw => ({
  name: formRouteName(kind.key),
  path: `/report/${kind.key}`,
  component: () => import('#ui/field/capture/ReportFormScreen.vue'),
  props: { kind },
  meta: {
    frame: 'none',
    titleKey: `${kind.words}.page`,
    needs: [kind.ability],
    isQuiet: true,
    isBare: true,
  },
})

/** What the address asks of the form goes with it. */
const redirectsOf = ({ key, capture }: Kind): RouteRecordRaw[] =>
  (capture.previousPaths ?? []).map((path) => ({ path, redirect: { name: formRouteName(key) } }))

export const formRoutes: readonly RouteRecordRaw[] = kinds.flatMap((kind) => [
  routeOf(kind),
  ...redirectsOf(kind),
])
