// Every test, one runner: `unit` in Node within seconds, `browser` in a real Chromium.
import { fileURLToPath } from 'node:url'
import vue from '@vitejs/plugin-vue'
import { defineConfig } from 'vitest/config'

const root = fileURLToPath(new URL('../..', import.meta.url))

export default defineConfig({
  root,
  plugins: [vue()],
  define: { __APP_VERSION__: JSON.stringify('test') },
  test: {
    reporters: ['default', fileURLToPath(new URL('countReporter.ts', import.meta.url))],
    projects: [
      { extends: true, test: { name: 'unit', include: ['tests/**/*.test.ts'], exclude: ['tests/browser/**'], testTimeout: 20_000 } },
      {
        extends: true,
        test: {
          name: 'browser', include: ['tests/browser/**/*.test.ts'], testTimeout: 120_000, hookTimeout: 120_000,
          fileParallelism: false, globalSetup: [fileURLToPath(new URL('../browser/needChromium.ts', import.meta.url))],
        },
      },
    ],
  },
})
