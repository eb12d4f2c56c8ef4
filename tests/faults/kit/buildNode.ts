// Before the first fault: builds the node that can be killed (nodeMain.ts) into dist/faults, as the
// server itself is built.
import { fileURLToPath } from 'node:url'
import { build } from 'vite'

export default async function buildNode(): Promise<void> {
  await build({
    configFile: false,
    root: fileURLToPath(new URL('../../..', import.meta.url)),
    logLevel: 'warn',
    define: { __APP_VERSION__: JSON.stringify('test') },
    build: {
      ssr: 'tests/faults/kit/nodeMain.ts',
      outDir: 'dist/faults',
      target: 'node20',
      emptyOutDir: true,
      copyPublicDir: false,
    },
  })
}
