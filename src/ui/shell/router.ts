import {
  createRouter,
  createWebHistory,
  type RouteLocationNormalized,
  type RouteLocationRaw,
  type Router,
  type RouteRecordRaw,
  START_LOCATION,
} from 'vue-router'
import type { Ability } from '#domain/member.ts'
import { sharePath } from '#domain/sharedPhotos.ts'
import { overlays } from '#parts/overlays.ts'
import type { useSession } from '#state/useSession.ts'
import { useStorageTrouble } from '#state/useStorageTrouble.ts'
import type { Messages, WordsArea } from '#ui/locales/messages.ts'
import { homeOf } from '#ui/routes/homeOf.ts'
import { formRoutes } from './formRoutes.ts'
import TodayScreen from '#ui/field/today/TodayScreen.vue'

declare module 'vue-router' {
  interface RouteMeta {
    /**
     * Field: the tab bar. Desk: the side bar. None: the screen alone, with a way back of its own.
     */
    frame: 'field' | 'desk' | 'none'
    /** Key of the message that names the page. */
    titleKey: string
    /** One of these abilities is needed; without any, whoever is a member may come. */
    needs?: readonly Ability[]
    /** Reachable without being a member. */
    isOpen?: boolean
    /** Something unfinished is in hand: nothing may ask for attention. */
    isQuiet?: boolean
    /**
     * Says nothing of the community, so that it needs not wait for the first pull
     * (FirstPullGuard.vue).
     */
    isBare?: boolean
    /** Words that no start loads; the desk's are asked for by its frame. */
    words?: WordsArea | readonly WordsArea[]
    /** The tab it belongs to. */
    tab?: string
  }
}

const routes: RouteRecordRaw[] = [
  {
    name: 'enrol',
    path: '/enrol',
    component: () => import('#ui/field/enrol/EnrolScreen.vue'),
    meta: { frame: 'none', titleKey: 'enrol.title', words: 'enrol', isOpen: true },
  },
  {
    name: 'signIn',
    path: '/sign-in',
    component: () => import('#ui/field/enrol/SignInScreen.vue'),
    meta: { frame: 'none', titleKey: 'field.signIn.title', isOpen: true },
  },
  {
    name: 'today',
    path: '/',
    component: TodayScreen,
    meta: { frame: 'field', titleKey: 'field.tab.today', tab: 'today' },
  },
  {
    name: 'map',
    path: '/map',
    component: () => import('#ui/field/around/MapScreen.vue'),
    // A point of a patrol is checked on the map too.
    meta: { frame: 'field', words: ['maps', 'patrol'], titleKey: 'field.tab.map', tab: 'map' },
  },
  ...formRoutes,
  // Where the phone sends what is shared; who opens the address itself has shared nothing.
  { path: sharePath, redirect: { name: 'today' } },
  {
    name: 'patrol',
    path: '/patrol',
    component: () => import('#ui/field/patrol/PatrolScreen.vue'),
    meta: { frame: 'none', words: 'patrol', titleKey: 'field.patrol.title', needs: ['patrol'] },
  },
  {
    name: 'patrols',
    path: '/patrols',
    component: () => import('#ui/field/patrol/PatrolsScreen.vue'),
    meta: { frame: 'none', words: 'patrol', titleKey: 'field.patrol.mine', needs: ['patrol'] },
  },
  {
    name: 'records',
    path: '/records',
    component: () => import('#ui/field/records/RecordsScreen.vue'),
    meta: { frame: 'field', titleKey: 'field.tab.records', tab: 'records', isBare: true },
  },
  {
    name: 'record',
    path: '/records/:id',
    component: () => import('#ui/field/records/RecordScreen.vue'),
    meta: { frame: 'none', titleKey: 'field.record.title', isBare: true },
  },
  {
    name: 'parkedWork',
    path: '/records/parked/:changeId',
    component: () => import('#ui/field/records/ParkedWorkScreen.vue'),
    meta: { frame: 'none', titleKey: 'parked.mine.screen' },
  },
  {
    name: 'me',
    path: '/me',
    component: () => import('#ui/field/me/MeScreen.vue'),
    meta: { frame: 'field', words: 'me', titleKey: 'field.tab.me', tab: 'me', isBare: true },
  },
  {
    name: 'syncLog',
    path: '/me/sync',
    component: () => import('#ui/field/me/SyncLogScreen.vue'),
    meta: { frame: 'field', words: 'me', titleKey: 'field.page.sync', tab: 'me', isBare: true },
  },
  {
    name: 'maps',
    path: '/me/maps',
    component: () => import('#ui/field/maps/MapsScreen.vue'),
    meta: { frame: 'field', words: 'maps', titleKey: 'field.page.maps', tab: 'me' },
  },
  {
    name: 'desk',
    path: '/desk',
    component: () => import('#ui/desk/overview/OverviewScreen.vue'),
    meta: { frame: 'desk', titleKey: 'field.desk.overview', needs: ['review'] },
  },
  {
    name: 'deskReports',
    path: '/desk/reports/:id?',
    component: () => import('#ui/desk/reports/ReportsScreen.vue'),
    meta: { frame: 'desk', titleKey: 'field.desk.reports', needs: ['review'] },
  },
  {
    name: 'deskVisits',
    path: '/desk/visits/:id?',
    component: () => import('#ui/desk/visits/VisitsScreen.vue'),
    meta: { frame: 'desk', titleKey: 'field.desk.visits', needs: ['review'] },
  },
  {
    name: 'deskParked',
    path: '/desk/parked/:id?',
    component: () => import('#ui/desk/conflicts/ParkedScreen.vue'),
    meta: { frame: 'desk', titleKey: 'parked.title', needs: ['review'] },
  },
  {
    name: 'deskDevices',
    path: '/desk/devices',
    component: () => import('#ui/desk/people/DevicesScreen.vue'),
    meta: { frame: 'desk', titleKey: 'field.desk.devices', needs: ['manageMembers'] },
  },
  {
    name: 'deskMembers',
    path: '/desk/members',
    component: () => import('#ui/desk/people/MembersScreen.vue'),
    meta: { frame: 'desk', titleKey: 'field.desk.members', needs: ['manageMembers'] },
  },
  {
    name: 'deskPlan',
    path: '/desk/plan',
    component: () => import('#ui/desk/plan/PlanScreen.vue'),
    meta: { frame: 'desk', titleKey: 'field.desk.plan', needs: ['drawPlan'] },
  },
  {
    name: 'deskPlanImport',
    path: '/desk/plan/import',
    component: () => import('#ui/desk/plan/ImportScreen.vue'),
    meta: { frame: 'desk', titleKey: 'field.desk.planImport', needs: ['drawPlan'], isQuiet: true },
  },
  {
    name: 'deskLabels',
    path: '/desk/plan/labels',
    component: () => import('#ui/desk/plan/LabelsScreen.vue'),
    meta: { frame: 'desk', titleKey: 'field.desk.labels', needs: ['drawPlan'] },
  },
  {
    name: 'deskMaps',
    path: '/desk/plan/maps',
    component: () => import('#ui/desk/basemaps/BasemapsScreen.vue'),
    meta: { frame: 'desk', titleKey: 'field.desk.maps', needs: ['drawPlan'] },
  },
  {
    name: 'deskPictures',
    path: '/desk/plan/pictures',
    component: () => import('#ui/desk/pictures/PicturesScreen.vue'),
    meta: { frame: 'desk', titleKey: 'field.desk.pictures', needs: ['drawPlan'] },
  },
  // Who works at the desk stays there for what is theirs.
  {
    name: 'deskMe',
    path: '/desk/me',
    component: () => import('#ui/field/me/MeScreen.vue'),
    meta: { frame: 'desk', titleKey: 'field.tab.me', isBare: true },
  },
  {
    name: 'deskSyncLog',
    path: '/desk/sync',
    component: () => import('#ui/field/me/SyncLogScreen.vue'),
    meta: { frame: 'desk', titleKey: 'field.page.sync', isBare: true },
  },
  // The parts in all their states, for those who develop; a release does not carry it.
  ...(import.meta.env.DEV
    ? [
        {
          name: 'gallery',
          path: '/gallery',
          component: () => import('#ui/dev/GalleryScreen.vue'),
          meta: { frame: 'none', titleKey: 'field.appName', isOpen: true },
        } satisfies RouteRecordRaw,
      ]
    : []),
  {
    name: 'notAllowed',
    path: '/not-allowed',
    component: () => import('./NotAllowedScreen.vue'),
    meta: { frame: 'none', titleKey: 'field.notAllowed.title', isOpen: true },
  },
  {
    name: 'notFound',
    path: '/:path(.*)*',
    component: () => import('./NotFoundScreen.vue'),
    meta: { frame: 'none', titleKey: 'field.notFound.title', isOpen: true },
  },
]

type Session = Pick<ReturnType<typeof useSession>, 'member' | 'hasAbility'>

/**
 * The way a person is sent: to their invite while nobody is bound, and never where their abilities
 * do not reach: there they are told whose task it is.
 */
function wayFor(
  session: Session,
  to: RouteLocationNormalized,
  isFirst: boolean,
): RouteLocationRaw | true {
  if (to.meta.isOpen) return true
  // The secret of an invite stands in the fragment and must survive the way to its screen; so must
  // what became of a share.
  if (!session.member) {
    const { shareRefused, files } = to.query
    return { name: 'enrol', hash: to.hash, query: { shareRefused, files }, replace: true }
  }
  if (to.meta.needs && !to.meta.needs.some((ability) => session.hasAbility(ability)))
    return { name: 'notAllowed', query: { to: to.path }, replace: true }
  const home = homeOf(session)
  const asksForToday = ['at', 'shared', 'shareRefused'].some((each) => to.query[each])
  const isAtDeskFirst = isFirst && to.name === 'today' && !asksForToday && home.name !== 'today'
  return isAtDeskFirst ? { ...home, replace: true } : true
}

/** @param session has been opened: whether this phone is bound is known before the first way. */
export function createAppRouter(session: Session, needWords: Messages['need']): Router {
  const storage = useStorageTrouble()
  // Before the router's own: the steps over what lies on top are none of its business.
  const stack = overlays()
  const router = createRouter({
    history: createWebHistory(),
    routes,
    scrollBehavior: (to, from, saved) => saved ?? (to.path === from.path ? undefined : { top: 0 }),
  })
  const { push, replace, go } = router
  router.push = async (to) => {
    await stack.clear()
    return push(to)
  }
  router.replace = async (to) => {
    // A filter written into the address leaves open what it was chosen in.
    if (router.resolve(to).path !== router.currentRoute.value.path) await stack.clear()
    return replace(to)
  }
  router.back = () => void stack.clear().then(() => go(-1))
  router.afterEach(() => stack.note())
  // While the storage cannot be opened nobody knows who is bound: every way is kept until it can
  // (StorageTrouble.vue).
  router.beforeEach(
    (to, from) => storage.trouble !== null || wayFor(session, to, from === START_LOCATION),
  )
  // Asked for together with the screen, waited for after it.
  const needsWords = ({ meta }: RouteLocationNormalized) => {
    const areas: WordsArea[] = meta.frame === 'desk' ? ['desk'] : [meta.words ?? []].flat()
    return areas.length ? Promise.all(areas.map(needWords)) : undefined
  }
  router.beforeEach((to) => void needsWords(to)?.catch(() => undefined))
  router.beforeResolve(async (to) => void (await needsWords(to)))
  return router
}
