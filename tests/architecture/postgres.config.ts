// `npm run test:postgres`: the whole protocol once more on the other engine. Not part of the tests
// of every day: the storage contract holds what engines must do alike, and journeys run on both.
import { mergeConfig } from 'vitest/config'
import config from './vitest.config.ts'

export default mergeConfig(
  { ...config, test: { ...config.test, projects: undefined } },
  {
    test: {
      include: [
        'tests/{protocol,journey}/**/*.test.ts',
        'tests/server/{enrol,members,readRights}.test.ts',
      ],
      exclude: ['tests/protocol/everyRule.test.ts'],
      env: { GRIDWALK_TEST_ENGINE: 'postgres' },
      testTimeout: 30_000,
      hookTimeout: 60_000,
    },
  },
)
