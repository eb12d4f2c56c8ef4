// Every test, one runner: `unit` in Node within seconds, `server` on its databases, `browser` in a
// real Chromium, `faults` with everything going wrong.
import { readdirSync, readFileSync } from 'node:fs'
import { availableParallelism } from 'node:os'
import { fileURLToPath } from 'node:url'
import vue from '@vitejs/plugin-vue'
import { defineConfig } from 'vitest/config'
import { withToys } from '../toys/withToys.ts'

const root = fileURLToPath(new URL('../..', import.meta.url))

const elsewhere = [
  'tests/browser/**',
  'tests/faults/**',
  'tests/fuzz/**',
  'tests/engines/**',
  'tests/toys/**',
]
/** What starts servers or fills databases: all but the seconds of `npm run check`. */
const onServers = 'tests/{contract,demo,journey,protocol,releases,server}/**/*.test.ts'
/** Files that turn the clock, the globals or the modules of their process. */
const turnsItsProcess = /\bvi\.(?:(?:do)?[mM]ock|spyOn|stubGlobal|useFakeTimers|setSystemTime)\(/
/**
 * Those, and files that count what their process has loaded or keeps: each in one of its own. All
 * others share what has been loaded, which is most of what they would wait for.
 */
const alone = [
  'tests/parts/overlays.test.ts',
  'tests/contract/{objectStore,underFire}.test.ts',
  'tests/protocol/rescueDamage.test.ts',
  'tests/server/photos/imageInspector.test.ts',
  'tests/server/hostileMember.test.ts',
  ...readdirSync(`${root}tests`, { recursive: true, encoding: 'utf8' })
    .map((file) => `tests/${file}`)
    .filter((file) => file.endsWith('.test.ts'))
    .filter((file) => turnsItsProcess.test(readFileSync(root + file, 'utf8'))),
]
const isOnServers = (file: string) =>
  /^tests\/(?:contract|demo|journey|protocol|releases|server)\//.test(file)
const unitsAlone = alone.filter((file) => !isOnServers(file))
const serversAlone = alone.filter(isOnServers)

export default defineConfig({
  root,
  plugins: [vue()],
  define: { __APP_VERSION__: JSON.stringify('test') },
  test: {
    // Also on two cores: much of the time is spent waiting for databases, browsers and killed
    // processes.
    maxWorkers: Math.max(2, availableParallelism() - 1),
    // Of a browser and of a process that shares its core with three others.
    expect: { poll: { timeout: 20_000 } },
    tags: [
      {
        name: 'long',
        description:
          'A walk through every screen, a browser that is killed again and again: `npm run test:long`',
      },
    ],
    reporters: ['default', fileURLToPath(new URL('countReporter.ts', import.meta.url))],
    projects: [
      {
        extends: true,
        test: {
          name: 'unit',
          include: ['tests/**/*.test.ts'],
          exclude: [...elsewhere, onServers, ...unitsAlone],
          isolate: false,
          testTimeout: 20_000,
        },
      },
      {
        extends: true,
        test: {
          name: 'unit-alone',
          include: unitsAlone,
          exclude: elsewhere,
          testTimeout: 20_000,
        },
      },
      {
        extends: true,
        test: {
          name: 'server',
          include: [onServers],
          exclude: serversAlone,
          isolate: false,
          testTimeout: 20_000,
        },
      },
      {
        extends: true,
        test: {
          name: 'server-alone',
          include: serversAlone,
          testTimeout: 20_000,
        },
      },
      // The app with one kind and one record type more than it has.
      {
        extends: true,
        plugins: [withToys()],
        test: {
          name: 'unit-toys',
          include: ['tests/toys/**/*.test.ts'],
          isolate: false,
          testTimeout: 20_000,
        },
      },
      {
        extends: true,
        test: {
          name: 'fuzz',
          include: ['tests/fuzz/**/*.test.ts'],
          testTimeout: 60_000,
          hookTimeout: 60_000,
        },
      },
      // The same server on the other engine: what the storage contract does not hold. The whole
      // protocol on it is `npm run test:postgres`.
      {
        extends: true,
        test: {
          name: 'postgres',
          include: ['tests/journey/**/*.test.ts', 'tests/protocol/conflicts.test.ts'],
          isolate: false,
          env: { GRIDWALK_TEST_ENGINE: 'postgres' },
          testTimeout: 30_000,
          hookTimeout: 60_000,
        },
      },
      {
        extends: true,
        test: {
          name: 'browser',
          include: ['tests/browser/**/*.test.ts'],
          isolate: false,
          setupFiles: [fileURLToPath(new URL('../browser/shots.ts', import.meta.url))],
          testTimeout: 120_000,
          hookTimeout: 120_000,
          globalSetup: [
            fileURLToPath(new URL('../browser/needChromium.ts', import.meta.url)),
            fileURLToPath(new URL('../browser/roomForDemos.ts', import.meta.url)),
          ],
        },
      },
      {
        extends: true,
        test: {
          name: 'faults',
          include: ['tests/faults/**/*.test.ts'],
          testTimeout: 60_000,
          hookTimeout: 60_000,
          globalSetup: [
            fileURLToPath(new URL('../browser/needChromium.ts', import.meta.url)),
            fileURLToPath(new URL('../browser/roomForDemos.ts', import.meta.url)),
            fileURLToPath(new URL('../faults/kit/buildNode.ts', import.meta.url)),
          ],
        },
      },
    ],
  },
})
