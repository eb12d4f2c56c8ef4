// An empty page with the project's own modules behind it, for tests of one browser-side room
// without the whole app.
import { mkdtempSync, rmSync } from 'node:fs'
import { createServer as createHttpServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { createServer, type PluginOption } from 'vite'

const pageWith = (script?: string) =>
  `<!doctype html><html lang="en"><meta charset="utf-8"><meta name="viewport" content="width=device-width"><link rel="icon" href="data:,"><title>page</title>${script ? `<script type="module" src="${script}"></script>` : ''}</html>`

interface PageOptions {
  /** Packages the tested modules import lazily; else Vite finds them late and reloads the page. */
  prebundle?: string[]
  plugins?: PluginOption[]
  /** Of a module of this repository that the page begins with. */
  script?: string
  /** The page's own policy; none where it is not told. */
  policy?: string
}

export async function servePage({
  prebundle = [],
  plugins = [],
  script,
  policy,
}: PageOptions = {}) {
  // not node_modules/.vite: a running dev server owns that
  const cacheDir = mkdtempSync(join(tmpdir(), 'gridwalk-page-'))
  const vite = await createServer({
    configFile: false,
    plugins,
    root: fileURLToPath(new URL('../..', import.meta.url)),
    cacheDir,
    publicDir: false,
    appType: 'custom',
    logLevel: 'error',
    optimizeDeps: { noDiscovery: true, include: prebundle },
    server: { middlewareMode: true, hmr: false, ws: false, watch: null },
  })
  const http = createHttpServer((request, response) => {
    if (request.url !== '/') return vite.middlewares(request, response)
    response.setHeader('content-type', 'text/html; charset=utf-8')
    if (policy) response.setHeader('content-security-policy', policy)
    response.end(pageWith(script))
  })
  await new Promise<void>((resolve) => http.listen(0, '127.0.0.1', resolve))
  return {
    url: `http://127.0.0.1:${(http.address() as AddressInfo).port}/`,
    async close() {
      http.closeAllConnections()
      await new Promise((resolve) => http.close(resolve))
      await vite.close()
      rmSync(cacheDir, { recursive: true, force: true })
    },
  }
}
