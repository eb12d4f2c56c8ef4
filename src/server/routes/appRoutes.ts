// The built app as files, zipped once. Hashed names are kept for ever by caches; the page and the
// service worker are asked for anew each time.
import { readFile, stat } from 'node:fs/promises'
import { extname, join, normalize, sep } from 'node:path'
import { promisify } from 'node:util'
import { gzip } from 'node:zlib'
import { Hono } from 'hono'
import { fault } from '#domain/fault.ts'
import { refuse } from '../http/problems.ts'

const types: Record<string, string> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.json': 'application/json',
  '.webmanifest': 'application/manifest+json',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.wasm': 'application/wasm',
  '.txt': 'text/plain; charset=utf-8',
  '.ico': 'image/x-icon',
}
const zipped = /\.(html|js|css|json|webmanifest|svg|wasm|txt)$/
const zip = promisify(gzip)
const assetPath = '/assets/'

interface AppFile {
  path: string
  modifiedAt: number
  plain: Uint8Array<ArrayBuffer>
  gzip: Uint8Array<ArrayBuffer> | null
}

/** @param keptAssets assets of earlier builds, for pages that are still open. */
export function appRoutes(folder: string, keptAssets?: string): Hono {
  // The built app is some three megabytes. A newer build in its place is served from the next
  // request on.
  const files = new Map<string, AppFile>()
  const fileAt = async (path: string): Promise<AppFile> => {
    const { mtimeMs } = await stat(path)
    const known = files.get(path)
    if (known?.modifiedAt === mtimeMs) return known
    const file = await readApp(path, mtimeMs)
    files.set(path, file)
    return file
  }
  return new Hono().get('*', async (context) => {
    const { path } = context.req
    const isAsset = path.startsWith(assetPath)
    const found =
      (await pathOf(folder, path)) ??
      (isAsset && keptAssets ? await pathOf(keptAssets, path.slice(assetPath.length)) : null)
    // Any other path is a screen of the app; a missing asset is a missing asset.
    if (!found && isAsset) return refuse(fault('unknownPath'))
    const file = await fileAt(found ?? join(folder, 'index.html'))
    const isZipped =
      file.gzip !== null && (context.req.header('accept-encoding') ?? '').includes('gzip')
    return new Response(isZipped ? file.gzip : file.plain, {
      headers: {
        'Content-Type': types[extname(file.path)] ?? 'application/octet-stream',
        'Cache-Control': isAsset ? 'public, max-age=31536000, immutable' : 'no-cache',
        ...(file.gzip ? { Vary: 'Accept-Encoding' } : {}),
        ...(isZipped ? { 'Content-Encoding': 'gzip' } : {}),
      },
    })
  })
}

async function readApp(path: string, modifiedAt: number): Promise<AppFile> {
  const plain = new Uint8Array(await readFile(path))
  return {
    path,
    modifiedAt,
    plain,
    gzip: zipped.test(path) ? new Uint8Array(await zip(plain, { level: 9 })) : null,
  }
}

/** The file a path names, or null where there is none inside the folder. */
async function pathOf(folder: string, path: string): Promise<string | null> {
  let decoded: string
  try {
    decoded = decodeURIComponent(path)
  } catch {
    return null
  }
  const file = normalize(join(folder, decoded))
  if (!file.startsWith(normalize(folder) + sep) || decoded.includes('\0')) return null
  return (await stat(file).catch(() => null))?.isFile() ? file : null
}
