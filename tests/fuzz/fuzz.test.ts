// The same stories at each run, so that what fails here was broken by what was changed; `npm run
// fuzz` plays new ones. FUZZ_RUNS and FUZZ_SEED ask for others. What fails prints its seed and the
// shortest story that fails.
import { afterAll, beforeAll, expect, it } from 'vitest'
import { type FuzzServer, openFuzzServer } from './fuzzServer.ts'
import { fuzz } from './runFuzz.ts'

const runs = Number(process.env.FUZZ_RUNS ?? 60)

let server: FuzzServer
beforeAll(async () => (server = await openFuzzServer()))
afterAll(() => server.close())

it(
  `nothing is lost, doubled or silently overwritten in ${runs} stories`,
  { timeout: 60_000 + runs * 3000 },
  async () => {
    const failure = await fuzz(server, {
      runs,
      seed: Number(process.env.FUZZ_SEED ?? 26213300),
      mostActs: 40,
    })
    if (failure) expect.fail(failure)
  },
)
