// Who may use whom. Read `from` may not import `to`; a room that is not named may not be used.
const rooms = {
  domain: [],
  protocol: ['domain'],
  parts: ['domain'],
  kinds: ['domain', 'parts'],
  device: ['domain', 'protocol', 'kinds'],
  state: ['domain', 'protocol', 'kinds', 'device'],
  ui: ['domain', 'parts', 'kinds', 'state'],
  server: ['domain', 'protocol', 'kinds'],
}
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
    {
      name: 'kinds-ts-without-parts',
      severity: 'error',
      from: { path: '^src/kinds/.*\\.ts$', pathNot: 'forms\\.ts$' },
      to: { path: '^src/parts/|\\.vue$' },
    },
    {
      name: 'spine-knows-no-kind-form',
      severity: 'error',
      from: { path: '^src/(domain|protocol|device|state)/' },
      to: { path: '\\.vue$' },
    },
    {
      name: 'spine-knows-no-kind-by-name',
      severity: 'error',
      from: {
        path: '^src/(domain|protocol|device|state|server)/',
        pathNot: '^src/server/demo/',
      },
      to: { path: '^src/kinds/(hazard|visit)/' },
    },
    {
      name: 'pull-cannot-reach-the-outbox',
      severity: 'error',
      from: { path: '^src/device/sync/applyPull\\.ts$' },
      to: { path: '^src/device/(saveChange|sync/applyPush)\\.ts$' },
    },
    {
      name: 'no-circles',
      severity: 'error',
      from: {},
      to: { circular: true, viaOnly: { dependencyTypesNot: ['type-only'] } },
    },
    owner('dexie', 'dexie', '^src/device/'),
    owner('leaflet', 'leaflet', '^src/ui/map/'),
    owner('reka', 'reka-ui|@lucide', '^src/parts/'),
    owner('vue', 'vue|vue-i18n', '^src/(main\\.ts|parts|ui|state|kinds/)'),
    owner(
      'http-and-sql',
      'hono|@hono|libsql|pg|better-auth|@better-auth|pino|kysely',
      '^src/server/',
    ),
    owner('bucket', '@aws-sdk', '^src/server/backup/bucketStore\\.ts$'),
    // Larger than the server, and seldom asked for.
    {
      name: 'bucket-client-only-where-asked-for',
      severity: 'error',
      from: {},
      to: { path: '^src/server/backup/bucketStore\\.ts$', dynamic: false },
    },
    owner('schema', 'valibot', '^src/(protocol|kinds|server)/'),
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
