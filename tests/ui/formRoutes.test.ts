// The address of each form, and those that home screens, printed codes and half-written drafts of
// released apps lead to.
import { createMemoryHistory, createRouter, type RouteRecordRaw } from 'vue-router'
import { expect, it } from 'vitest'
import { formRoute } from '#ui/routes/formRoute.ts'
import { formRoutes } from '#ui/shell/formRoutes.ts'

/** The routes as they are, without their screens. */
const bare = (route: RouteRecordRaw): RouteRecordRaw =>
  route.redirect ? route : ({ ...route, component: { render: () => null } } as RouteRecordRaw)

const routerAt = async (path: string) => {
  const router = createRouter({ history: createMemoryHistory(), routes: formRoutes.map(bare) })
  await router.push(path)
  return router
}

it.each([
  ['/report', '/report/hazard'],
  ['/report?at=p-1&foundOn=r-1', '/report/hazard?at=p-1&foundOn=r-1'],
  ['/report?amend=r-1', '/report/hazard?amend=r-1'],
  ['/visit?at=p-1', '/report/visit?at=p-1'],
  ['/visit?case=c-1', '/report/visit?case=c-1'],
])('%s leads to %s', async (from, to) =>
  expect((await routerAt(from)).currentRoute.value.fullPath).toBe(to),
)

it('a form is opened by the kind that a report carries, for whoever may capture one', async () => {
  const router = await routerAt('/report')
  await router.push(formRoute('visit', { amend: 'r-1' }))
  const { fullPath, meta } = router.currentRoute.value
  expect(fullPath).toBe('/report/visit?amend=r-1')
  expect(meta).toMatchObject({ needs: ['visit'], isQuiet: true, titleKey: 'visit.page' })
})
