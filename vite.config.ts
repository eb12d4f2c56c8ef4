// One configuration for both halves: the app (`vite build`), the server (`vite build --ssr`), and
// development with both.
import { readFileSync } from 'node:fs'
import { readdir, readFile, writeFile } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import { promisify } from 'node:util'
import { brotliCompress, constants, gzip } from 'node:zlib'
import { baseCompile } from '@intlify/message-compiler'
import vue from '@vitejs/plugin-vue'
import { defineConfig, type Plugin, type ViteDevServer } from 'vite'
import { VitePWA } from 'vite-plugin-pwa'
import { shareField, sharePath } from './src/domain/sharedPhotos.ts'

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

/** Where a text stands in a module, and what it says. */
interface Text {
  start: number
  end: number
  value: string
}

function textsIn(node: unknown): Text[] {
  if (typeof node !== 'object' || node === null) return []
  const { type, value } = node as { type?: string; value?: unknown }
  if (type === 'Literal' && typeof value === 'string') return [node as Text]
  return Object.values(node).flatMap(textsIn)
}

/**
 * A message with figures, names or a plural becomes a function here, so that the app carries no
 * compiler of messages; any other is its own text (ui/locales/messages.ts).
 */
function compiledWords(): Plugin {
  return {
    name: 'gridwalk-words',
    transform: {
      filter: { id: /\/src\/(ui\/locales\/[\w-]+|kinds\/\w+\/words)\/[\w-]+\.ts$/ },
      handler(code) {
        return textsIn(this.parse(code))
          .filter(({ value }) => /[{}|@]/.test(value))
          .reduceRight((rest, { start, end, value }) => {
            const onError = (): void => this.error(`This is no message: ${value}`)
            const compiled = baseCompile(value, { mode: 'arrow', location: false, onError })
            return rest.slice(0, start) + compiled.code + rest.slice(end)
          }, code)
      },
    },
  }
}

/**
 * Beside every file that shrinks, its two packed forms; the server only chooses one
 * (server/routes/appRoutes.ts). After everything else, so that the list of what a phone keeps names
 * none of them.
 */
function packedFiles(): Plugin {
  const brotli = promisify(brotliCompress)
  const zip = promisify(gzip)
  // At the highest quality the two decoders alone would take longer than the rest of the build.
  const qualityFor = ({ length }: Buffer): number => (length > 500_000 ? 9 : 11)
  return {
    name: 'gridwalk-packed-files',
    apply: (_, { command, isSsrBuild }) => command === 'build' && !isSsrBuild,
    closeBundle: {
      order: 'post',
      sequential: true,
      async handler(error) {
        if (error) return
        const { root, build } = this.environment.config
        const folder = resolve(root, build.outDir)
        const names = await readdir(folder, { recursive: true })
        const shrinking = names.filter((name) => /\.(html|js|css|webmanifest|svg|wasm)$/.test(name))
        await Promise.all(
          shrinking.map(async (name) => {
            const plain = await readFile(join(folder, name))
            const params = { [constants.BROTLI_PARAM_QUALITY]: qualityFor(plain) }
            await writeFile(join(folder, `${name}.br`), await brotli(plain, { params }))
            await writeFile(join(folder, `${name}.gz`), await zip(plain, { level: 9 }))
          }),
        )
      },
    },
  }
}

/**
 * What the reader of PDFs fetches when a page needs it, from our own address: tables of Chinese
 * characters, the fonts that need not lie in a file, and decoders of scans.
 */
function pdfFiles(): Plugin {
  const from = new URL('node_modules/pdfjs-dist/', import.meta.url)
  const folders = ['cmaps', 'standard_fonts', 'wasm', 'iccs']
  return {
    name: 'gridwalk-pdf-files',
    apply: (_, { isSsrBuild }) => !isSsrBuild,
    configureServer: (server) => {
      server.middlewares.use('/pdfjs/', (request, response, next) => {
        const [, folder = '', name = ''] = /^\/(\w+)\/([\w.-]+)/.exec(request.url ?? '') ?? []
        if (!folders.includes(folder)) return next()
        void readFile(new URL(`${folder}/${name}`, from)).then(
          (bytes) => response.end(bytes),
          () => next(),
        )
      })
    },
    async generateBundle() {
      for (const folder of folders)
        for (const name of await readdir(new URL(`${folder}/`, from)))
          this.emitFile({
            type: 'asset',
            fileName: `pdfjs/${folder}/${name}`,
            source: await readFile(new URL(`${folder}/${name}`, from)),
          })
    },
  }
}

const own = /\/src\/(domain|protocol|crypto|state|kinds|records|client)\/.*\.ts$/
/** Too small to be a file, which it would be: a start needs it, and screens that need no other. */
const small = /\/src\/ui\/photos\/tileStateOf\.ts$/
const parts = /\/src\/parts\/|\/node_modules\/(reka-ui|@lucide)\//
/** What reading a file of a plan needs, at a desk and with a network. */
const ofPlanFiles = /\/node_modules\/(pinyin-pro|proj4|hucre)\//
const tags = ['$initial' as const]
/** Those of the kinds come with those of the app; those of an area are a file of their own. */
const words = ['zh-CN', 'en'].map((language) => ({
  name: `words-${language}`,
  test: new RegExp(
    `/src/(ui/locales|kinds/\\w+/words)/${language}(\\.ts$|/(?!basemaps|desk|devices|enrol|labels|maps|me\\.|meWords|notDone|outline|parkedWhy|patrol|pictures|plan|rescue|sharing|syncLog))`,
  ),
  priority: 1,
}))
/**
 * What every start needs, in few files: on a link of 300 ms each file more is felt. What several
 * other screens need is one file more; everything else is loaded by the screen that needs it.
 */
const chunks = [
  {
    name: 'libraries',
    test: /\/node_modules\/(vue|@vue|vue-router|vue-i18n|@intlify|pinia|dexie|valibot|workbox-window)\//,
    tags,
    priority: 3,
  },
  { name: 'core', test: new RegExp(`${own.source}|${small.source}`), tags, priority: 2 },
  { name: 'parts', test: parts, tags, priority: 2 },
  ...words,
  { name: 'shared', test: new RegExp(`${own.source}|${parts.source}`), minShareCount: 5 },
  // At a desk, where lines are better: what two of its screens need comes with the first.
  {
    name: 'deskShared',
    test: /\/src\/ui\/desk\//,
    minShareCount: 2,
    includeDependenciesRecursively: false,
  },
]

export default defineConfig(({ isSsrBuild }) => ({
  define: {
    __APP_VERSION__: JSON.stringify(version),
    // Ways to write components and messages that nothing here uses.
    __VUE_OPTIONS_API__: 'false',
    __VUE_I18N_FULL_INSTALL__: 'false',
    __VUE_I18N_LEGACY_API__: 'false',
    __INTLIFY_DROP_MESSAGE_COMPILER__: 'true',
    __INTLIFY_PROD_DEVTOOLS__: 'false',
  },
  server: { port: 8787, strictPort: true },
  plugins: [
    vue(),
    compiledWords(),
    serverInDev(),
    VitePWA({
      strategies: 'injectManifest',
      srcDir: 'src/client/page',
      filename: 'serviceWorker.ts',
      injectRegister: null,
      injectManifest: {
        globPatterns: ['**/*.{js,css,html,svg,png,wasm,webmanifest}'],
        // Fetched by whoever needs them: most phones never do.
        globIgnores: ['**/libheif-*', '**/pdf*', 'pdfjs/**', '**/planWorker-*', '**/planLibrary-*'],
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
        share_target: {
          action: sharePath,
          method: 'POST',
          enctype: 'multipart/form-data',
          params: { files: [{ name: shareField, accept: ['image/*'] }] },
        },
      },
    }),
    pdfFiles(),
    packedFiles(),
  ],
  resolve: {
    // The library of the base map brings an older one of its own, and needs only what both have.
    dedupe: ['pmtiles'],
    // The same library for browsers of today: what is taken by its bare name carries what browsers
    // without classes need, a kilobyte of each start.
    alias: isSsrBuild ? [] : [{ find: /^dexie$/, replacement: 'dexie/dist/modern/dexie.mjs' }],
  },
  worker: {
    format: 'es', // the photo worker loads its EXIF reader when first needed
    rolldownOptions: {
      output: {
        chunkFileNames: ({ moduleIds }) =>
          moduleIds.some((id) => ofPlanFiles.test(id))
            ? 'assets/planLibrary-[name]-[hash].js'
            : 'assets/[name]-[hash].js',
      },
    },
  },
  optimizeDeps: { include: ['exifr', 'zxing-wasm/reader', 'libheif-js/libheif-wasm/libheif.js'] },
  build: isSsrBuild
    ? { outDir: 'dist/server', target: 'node20', emptyOutDir: true, copyPublicDir: false }
    : {
        outDir: 'dist/app',
        target: ['chrome111', 'edge111', 'firefox121', 'safari16.4'],
        modulePreload: { polyfill: false },
        rolldownOptions: { output: { codeSplitting: { groups: chunks } } },
      },
}))
