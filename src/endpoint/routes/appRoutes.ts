// The built app as files. Hashed names are kept for ever by caches; the page and the service worker are asked for anew each time.
import { createReadStream } from 'node:fs'
import { stat } from 'node:fs/promises'
import { extname, join, normalize, sep } from 'node:path'
import { Readable } from 'node:stream'
import { Hono } from 'hono'

const types: Record<string, string> = {
  '.html': 'text/html; charset=utf-8', '.js': 'text/javascript; charset=utf-8', '.css': 'text/css; charset=utf-8',
  '.json': 'application/json', '.webmanifest': 'application/manifest+json', '.svg': 'image/svg+xml', '.png': 'image/png',
  '.wasm': 'application/wasm', '.txt': 'text/plain; charset=utf-8', '.ico': 'image/x-icon',
}

export function appRoutes(folder: string): Hono {
  return new Hono().get('*', async (context) => {
    const file = (await fileFor(folder, context.req.path)) ?? { path: join(folder, 'index.html'), size: 0, isPage: true }
    const size = file.size || (await stat(file.path)).size
    const body = Readable.toWeb(createReadStream(file.path)) as unknown as ReadableStream
    return new Response(body, {
      headers: {
        'Content-Type': types[extname(file.path)] ?? 'application/octet-stream',
        'Content-Length': String(size),
        'Cache-Control': context.req.path.startsWith('/assets/') && !file.isPage ? 'public, max-age=31536000, immutable' : 'no-cache',
      },
    })
  })
}

/** Null where no such file is: any other path is a screen of the app. */
async function fileFor(folder: string, path: string): Promise<{ path: string; size: number; isPage: boolean } | null> {
  let decoded: string
  try {
    decoded = decodeURIComponent(path)
  } catch {
    return null
  }
  const file = normalize(join(folder, decoded))
  if (!file.startsWith(normalize(folder) + sep) || decoded.includes('\0')) return null
  const found = await stat(file).catch(() => null)
  return found?.isFile() ? { path: file, size: found.size, isPage: extname(file) === '.html' } : null
}
