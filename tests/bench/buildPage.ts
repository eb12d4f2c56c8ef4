// Builds a page of the bench as the app is built (minified, same targets), into memory.
import { join } from 'node:path'
import { build } from 'vite'

const html =
  '<!doctype html><html lang="en"><meta charset="utf-8"><link rel="icon" href="data:,"><title>bench</title><script type="module" src="/page.js"></script></html>'

export interface PageFile {
  type: string
  body: string | Uint8Array
}

/** By path. Runs from the project's root, as npm does. @param entry in tests/bench/page. */
export async function buildPage(entry = 'page.ts'): Promise<Map<string, PageFile>> {
  const root = process.cwd()
  const built = await build({
    configFile: false,
    root,
    publicDir: false,
    logLevel: 'error',
    worker: { format: 'es' },
    // The library of the base map brings an older one of its own, as in vite.config.ts.
    resolve: { dedupe: ['pmtiles'] },
    build: {
      write: false,
      target: ['chrome94', 'safari16.4', 'firefox111'],
      modulePreload: false,
      rollupOptions: {
        input: join(root, 'tests/bench/page', entry),
        output: { entryFileNames: 'page.js' },
      },
    },
  })
  const files = new Map<string, PageFile>([['/', { type: 'text/html; charset=utf-8', body: html }]])
  for (const part of Array.isArray(built) ? built : [built]) {
    if (!('output' in part)) continue
    for (const file of part.output)
      files.set(`/${file.fileName}`, {
        type: 'text/javascript; charset=utf-8',
        body: file.type === 'chunk' ? file.code : file.source,
      })
  }
  return files
}
