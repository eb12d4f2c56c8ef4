// `npm run test:engines`: the built app in WebKit and Firefox, one after the other. Not part of
// `npm test`: it needs their packages.
import { fileURLToPath } from 'node:url'
import { defineConfig } from 'vitest/config'

const root = fileURLToPath(new URL('../..', import.meta.url))

export default defineConfig({
  root,
  define: { __APP_VERSION__: JSON.stringify('test') },
  test: {
    include: ['tests/engines/**/*.test.ts'],
    fileParallelism: false,
    testTimeout: 300_000,
    expect: { poll: { timeout: 20_000 } },
    hookTimeout: 120_000,
    reporters: [
      'default',
      fileURLToPath(new URL('../architecture/countReporter.ts', import.meta.url)),
    ],
    globalSetup: ['needEngines.ts', '../browser/roomForDemos.ts'].map((file) =>
      fileURLToPath(new URL(file, import.meta.url)),
    ),
  },
})
