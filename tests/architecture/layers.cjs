// Who may use whom. Read `from` may not import `to`; a room that is not named may not be used.
const rooms = {
  geo: [],
  domain: ['geo'],
  protocol: ['domain'],
  parts: ['domain'],
  kinds: ['domain', 'parts'],
  records: ['domain', 'protocol', 'kinds'],
  crypto: ['domain', 'protocol'],
  client: ['domain', 'protocol', 'crypto', 'kinds', 'records'],
  state: ['geo', 'domain', 'protocol', 'kinds', 'records', 'client'],
  map: ['geo', 'domain', 'parts'],
  ui: ['geo', 'domain', 'parts', 'kinds', 'map', 'state'],
  demo: ['domain', 'kinds'],
  server: ['domain', 'protocol', 'crypto', 'kinds', 'records', 'demo'],
}

// The same inside the server: each wing may use those named, and what stands on its own root puts
// it together.
const serverWings = {
  objectStore: [],
  settings: ['objectStore'],
  storage: ['settings'],
  jobs: ['storage'],
  readModel: ['storage'],
  changes: ['storage'],
  access: ['storage'],
  incidents: ['access', 'storage'],
  ledger: ['incidents', 'storage'],
  http: ['ledger', 'settings', 'storage'],
  auth: ['access', 'http', 'incidents', 'ledger', 'objectStore', 'settings', 'storage'],
  audit: ['auth', 'jobs', 'objectStore', 'settings', 'storage'],
  photos: ['ledger', 'objectStore', 'settings', 'storage'],
  backup: ['jobs', 'objectStore', 'photos', 'settings', 'storage'],
  conflicts: ['access', 'changes', 'ledger', 'storage'],
  sync: ['access', 'audit', 'changes', 'conflicts', 'incidents', 'ledger', 'settings', 'storage'],
  rescue: ['access', 'changes', 'ledger', 'photos', 'storage', 'sync'],
  organisation: ['access', 'auth', 'incidents', 'photos', 'settings', 'storage', 'sync'],
  restore: ['audit', 'backup', 'objectStore', 'photos', 'settings', 'storage', 'sync'],
  operations: [
    'audit',
    'backup',
    'jobs',
    'objectStore',
    'organisation',
    'photos',
    'readModel',
    'restore',
    'settings',
    'storage',
  ],
  routes: [
    'access',
    'audit',
    'auth',
    'backup',
    'http',
    'incidents',
    'ledger',
    'objectStore',
    'operations',
    'photos',
    'rescue',
    'settings',
    'storage',
    'sync',
  ],
}
// On the phone: what lies on the disk, then what is saved, then what is sent, then whose it is.
const clientWings = {
  db: [],
  http: [],
  page: ['db'],
  sensors: [],
  photos: ['db', 'http'],
  drafts: ['db', 'photos'],
  outbox: ['db', 'drafts', 'photos'],
  queries: ['db', 'drafts'],
  sync: ['db', 'http', 'outbox', 'photos'],
  session: ['db', 'http', 'outbox', 'sync'],
  rescue: ['db', 'http', 'outbox', 'session', 'sync'],
  // What the screens are handed: named types over all of it, and no table.
  phone: ['db', 'drafts', 'http', 'outbox', 'photos', 'queries', 'rescue', 'session', 'sync'],
}
// On the screen: a feature knows what it shares with others, not the others.
const shared = ['locales', 'notices', 'photos', 'report', 'rescue', 'routes', 'voice', 'words']
const uiWings = {
  locales: [],
  routes: [],
  words: ['locales'],
  notices: ['locales', 'routes', 'words'],
  photos: ['notices', 'words'],
  rescue: ['notices', 'words'],
  voice: ['words'],
  report: ['notices', 'photos', 'routes', 'voice', 'words'],
  'field/around': shared,
  'field/capture': shared,
  'field/enrol': shared,
  'field/me': shared,
  'field/patrol': shared,
  'field/records': shared,
  'field/today': shared,
  'desk/list': shared,
  'desk/people': [...shared, 'desk/list'],
  'desk/overview': [...shared, 'desk/list', 'desk/people'],
  'desk/reports': [...shared, 'desk/list', 'desk/people'],
  'desk/visits': [...shared, 'desk/list', 'desk/reports'],
  'desk/conflicts': [...shared, 'desk/list', 'desk/reports'],
}
const wingsOf = (room, wings) =>
  Object.entries(wings).map(([wing, uses]) => ({
    name: `${room}-${wing}-uses-only`,
    severity: 'error',
    from: { path: `^src/${room}/${wing}/` },
    to: { path: `^src/${room}/`, pathNot: `^src/${room}/(${[wing, ...uses].join('|')})/` },
  }))
const owner = (name, packages, mayUse) => ({
  name: `one-owner-${name}`,
  severity: 'error',
  from: { path: '^src/', pathNot: mayUse },
  to: { path: `node_modules/(${packages})/` },
})

module.exports = {
  forbidden: [
    ...Object.entries(rooms).map(([room, uses]) => ({
      name: `${room}-uses-only`,
      severity: 'error',
      from: { path: `^src/${room}/` },
      to: { path: '^src/', pathNot: `^src/(${[room, ...uses].join('|')})/` },
    })),
    ...wingsOf('client', clientWings),
    ...wingsOf('server', serverWings),
    ...wingsOf('ui', uiWings),
    {
      name: 'kinds-ts-without-parts',
      severity: 'error',
      from: { path: '^src/kinds/.*\\.ts$', pathNot: 'formList\\.ts$' },
      to: { path: '^src/parts/|\\.vue$' },
    },
    {
      name: 'spine-knows-no-kind-form',
      severity: 'error',
      from: { path: '^src/(domain|protocol|records|client|state)/' },
      to: { path: '\\.vue$' },
    },
    {
      name: 'spine-knows-no-kind-by-name',
      severity: 'error',
      from: {
        path: '^src/(domain|protocol|records|client|state|server|map|ui)/',
      },
      to: { path: '^src/kinds/[^/]+/' },
    },
    {
      name: 'record-types-apart',
      severity: 'error',
      from: { path: '^src/records/([^/]+)/' },
      to: { path: '^src/records/[^/]+/', pathNot: '^src/records/$1/' },
    },
    {
      name: 'spine-knows-no-record-type-by-name',
      severity: 'error',
      from: { path: '^src/', pathNot: '^src/records/([^/]+/|recordTypes\\.ts$)' },
      to: { path: '^src/records/[^/]+/' },
    },
    {
      name: 'pull-cannot-reach-the-outbox',
      severity: 'error',
      from: { path: '^src/client/sync/applyPull\\.ts$' },
      to: { path: '^src/client/(outbox/saveChange|sync/applyPush)\\.ts$' },
    },
    {
      name: 'no-key-to-the-databases-above-the-client',
      severity: 'error',
      from: { path: '^src/(state|ui)/|^src/main\\.ts$' },
      to: { path: '^src/client/(phone/sealedSession|db/captureDb)\\.ts$' },
    },
    {
      name: 'only-acts-of-a-person-reach-the-outbox',
      severity: 'error',
      from: {
        path: '^src/(state|ui)/',
        pathNot: '^src/state/use(SaveChange|TakeBack|Conflicts|PhoneState|Sync)\\.ts$',
      },
      to: { path: '^src/client/phone/outbox\\.ts$' },
    },
    {
      name: 'no-circles',
      severity: 'error',
      from: {},
      to: { circular: true },
    },
    owner('dexie', 'dexie', '^src/client/'),
    owner('leaflet', 'leaflet', '^src/map/'),
    owner('reka', 'reka-ui|@lucide', '^src/parts/'),
    owner('vue', 'vue|vue-i18n', '^src/(main\\.ts|parts|map|ui|state|kinds/)'),
    owner(
      'http-and-sql',
      'hono|@hono|libsql|pg|better-auth|@better-auth|pino|kysely',
      '^src/server/',
    ),
    owner('bucket', '@aws-sdk', '^src/server/objectStore/bucketStore\\.ts$'),
    // Larger than the server, and seldom asked for.
    {
      name: 'bucket-client-only-where-asked-for',
      severity: 'error',
      from: {},
      to: { path: '^src/server/objectStore/bucketStore\\.ts$', dynamic: false },
    },
    owner('schema', 'valibot', '^src/(protocol|kinds|records|server)/'),
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    tsPreCompilationDeps: true,
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'browser', 'default', 'types'],
      extensions: ['.ts', '.vue', '.js'],
    },
  },
}
