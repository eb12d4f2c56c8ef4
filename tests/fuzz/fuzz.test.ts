// Stories from a new seed at each run: FUZZ_RUNS of them (60 unless told). What fails prints its seed and the shortest story that fails.
import { afterAll, beforeAll, expect, it } from 'vitest'
import { type FuzzEndpoint, openFuzzEndpoint } from './fuzzEndpoint.ts'
import { fuzz } from './runFuzz.ts'

const runs = Number(process.env.FUZZ_RUNS ?? 60)

let endpoint: FuzzEndpoint
beforeAll(async () => (endpoint = await openFuzzEndpoint()))
afterAll(() => endpoint.close())

it(`nothing is lost, doubled or silently overwritten in ${runs} stories`, { timeout: 60_000 + runs * 1000 }, async () => {
  const failure = await fuzz(endpoint, { runs, seed: Number(process.env.FUZZ_SEED ?? Date.now() & 0x7fffffff), mostActs: 40 })
  if (failure) expect.fail(failure)
})
