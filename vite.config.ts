// One configuration for both halves: the app (`vite build`), the server (`vite build --ssr`), and
// development with both.
import { readFileSync } from 'node:fs'
import vue from '@vitejs/plugin-vue'
import { defineConfig, type Plugin, type ViteDevServer } from 'vite'
import { VitePWA } from 'vite-plugin-pwa'

const { version } = JSON.parse(readFileSync(new URL('package.json', import.meta.url), 'utf8')) as {
  version: string
}

/**
 * In development the Gridwalk server runs inside Vite's, with its own invented community, and is
 * loaded anew when it changes.
 */
function serverInDev(): Plugin {
  return {
    name: 'gridwalk-server',
    apply: 'serve',
    configureServer: async (server: ViteDevServer) => {
      if (process.env.VITEST) return
      const { getRequestListener } = await import('@hono/node-server')
      const folder = process.env.GRIDWALK_DEV_DATA ?? 'data/dev'
      const opened = server
        .ssrLoadModule('/src/server/devServer.ts')
        .then((module) =>
          (module as typeof import('./src/server/devServer.ts')).openDevServer(
            folder,
            `http://localhost:${server.config.server.port}`,
          ),
        )
      const listener = getRequestListener(async (request) => (await opened).fetch(request))
      server.middlewares.use((request, response, next) => {
        // A phone that nobody is signed in on asks for a way in (ui/dev/signInInDev.ts).
        if (request.url === '/dev/sign-in')
          void opened
            .then(({ signInUrls }) => signInUrls())
            .then((urls) =>
              response.setHeader('Content-Type', 'application/json').end(JSON.stringify(urls)),
            )
        else if (request.url?.startsWith('/api/')) void listener(request, response)
        else next()
      })
    },
  }
}

/**
 * What every start needs, in few files: on a link of 300 ms each file more is felt. Everything else
 * is loaded by the screen that needs it.
 */
const startChunks = [
  {
    name: 'libraries',
    test: /node_modules\/(vue|@vue|vue-router|vue-i18n|@intlify|pinia|dexie|valibot|workbox-window)\//,
    priority: 3,
  },
  {
    name: 'core',
    test: /src\/(domain|protocol|state|kinds\/[^/]+\.ts|kinds\/\w+\/\w+\.ts|crypto|client\/(?!photos\/(?!savePhoto|photoBytes|dropUnnamed|freeSpace)|sensors\/|session\/passkey|page\/serviceWorker))/,
    priority: 2,
  },
  {
    name: 'parts',
    test: /src\/parts\/(?!GwQrCode|GwPhotoViewer|GwMenu|GwFilterMenu|GwStat|GwDefinition|GwSideBar|GwTable|GwPeekSheet|menu\.css)|node_modules\/(reka-ui|@lucide)\/(?!.*(Popper|DropdownMenu|Menu|Popover))/,
    priority: 1,
  },
]

export default defineConfig(({ isSsrBuild }) => ({
  define: { __APP_VERSION__: JSON.stringify(version) },
  server: { port: 8787, strictPort: true },
  plugins: [
    vue(),
    serverInDev(),
    VitePWA({
      strategies: 'injectManifest',
      srcDir: 'src/client/page',
      filename: 'serviceWorker.ts',
      injectRegister: null,
      injectManifest: {
        globPatterns: ['**/*.{js,css,html,svg,png,wasm,webmanifest}'],
        globIgnores: ['**/libheif-*'],
        maximumFileSizeToCacheInBytes: 4_000_000,
      },
      manifest: {
        id: '/',
        name: '网格行 Gridwalk',
        short_name: '网格行',
        description: '巡查走访随手记，断网也不丢。',
        lang: 'zh-CN',
        start_url: '/',
        display: 'standalone',
        orientation: 'portrait',
        background_color: '#f4f7f5',
        theme_color: '#0b5d4b',
        icons: [
          { src: '/icon-192.png', sizes: '192x192', type: 'image/png' },
          { src: '/icon-512.png', sizes: '512x512', type: 'image/png' },
          {
            src: '/icon-maskable-512.png',
            sizes: '512x512',
            type: 'image/png',
            purpose: 'maskable',
          },
          { src: '/icon.svg', sizes: 'any', type: 'image/svg+xml' },
        ],
        shortcuts: [
          {
            name: '上报 Report',
            url: '/report',
            icons: [{ src: '/icon-192.png', sizes: '192x192' }],
          },
          {
            name: '巡查 Patrol',
            url: '/patrol',
            icons: [{ src: '/icon-192.png', sizes: '192x192' }],
          },
        ],
      },
    }),
  ],
  worker: { format: 'es' }, // the photo worker loads its EXIF reader when first needed
  optimizeDeps: { include: ['exifr', 'zxing-wasm/reader', 'libheif-js/libheif-wasm/libheif.js'] },
  build: isSsrBuild
    ? { outDir: 'dist/server', target: 'node20', emptyOutDir: true, copyPublicDir: false }
    : {
        outDir: 'dist/app',
        target: ['chrome111', 'edge111', 'firefox121', 'safari16.4'],
        modulePreload: { polyfill: false },
        rolldownOptions: { output: { codeSplitting: { groups: startChunks } } },
      },
}))
