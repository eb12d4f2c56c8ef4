// Many stories from one seed; null when all end well, else the shortest that does not, as a test to
// paste.
import fc from 'fast-check'
import { story, type Story } from './acts.ts'
import type { FuzzServer } from './fuzzServer.ts'
import { play } from './play.ts'

export interface FuzzRun {
  runs: number
  seed: number
  path?: string
  mostActs: number
  onStory?: () => void
}

export async function fuzz(
  server: FuzzServer,
  { runs, seed, path, mostActs, onStory }: FuzzRun,
): Promise<string | null> {
  const property = fc.asyncProperty(story(mostActs), async (each) => {
    onStory?.()
    await play(server, each)
  })
  const details = await fc.check(property, {
    numRuns: runs,
    seed,
    path,
    endOnFailure: false,
    interruptAfterTimeLimit: undefined,
  })
  if (!details.failed) return null
  const [failing] = details.counterexample!
  const error = details.errorInstance as Error
  return [
    `Failed after ${details.numRuns} stories: ${error.message.slice(0, 3000)}`,
    `Again: npm run fuzz -- --seed ${details.seed} --path "${details.counterexamplePath}" --acts ${mostActs}`,
    'For tests/fuzz/seeds.test.ts:',
    asTest(failing),
    error.stack?.split('\n').slice(1, 8).join('\n') ?? '',
  ].join('\n')
}

const asTest = ({ cast, acts }: Story): string =>
  [
    `  it('what was wrong, in one sentence', () => play(server, {`,
    `    cast: ${cast}, acts: [`,
    ...acts.map((act) => `      ${literal(act)},`),
    '    ],',
    '  }))',
  ].join('\n')

/** As this code is written: no quotes around keys, single ones around words. */
const literal = (value: unknown): string =>
  JSON.stringify(value)
    .replace(/"(\w+)":/g, '$1: ')
    .replaceAll('"', "'")
    .replaceAll(/,(?=\S)/g, ', ')
    .replaceAll('{', '{ ')
    .replaceAll('}', ' }')
