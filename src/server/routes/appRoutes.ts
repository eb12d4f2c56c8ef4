// The built app as files, each in the smallest form the asker takes. Hashed names are kept for ever
// by caches; the page and the service worker are asked for anew each time.
import { readFile, stat } from 'node:fs/promises'
import { extname, join, normalize, sep } from 'node:path'
import { Hono } from 'hono'
import { parseAccept } from 'hono/utils/accept'
import { fault } from '#domain/fault.ts'
import { sharePath, type ShareRefusal } from '#domain/sharedPhotos.ts'
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
const assetPath = '/assets/'

/** The forms a file may lie in, made at build time (vite.config.ts); the smallest first. */
const forms = [
  { encoding: 'br', ending: '.br' },
  { encoding: 'gzip', ending: '.gz' },
  { encoding: 'identity', ending: '' },
] as const
type Form = (typeof forms)[number]

interface AppFile {
  modifiedAt: number
  bytes: Uint8Array<ArrayBuffer>
}

/** @param keptAssets assets of earlier builds, for pages that are still open. */
export function appRoutes(folder: string, keptAssets?: string): Hono {
  // What was asked for stays in memory: the built app is some four megabytes plain, less packed. A
  // newer build in its place is served from the next request on.
  const files = new Map<string, AppFile>()
  const fileAt = async (path: string): Promise<AppFile | null> => {
    const there = await stat(path).catch(() => null)
    if (!there) return null
    const known = files.get(path)
    if (known?.modifiedAt === there.mtimeMs) return known
    const file = { modifiedAt: there.mtimeMs, bytes: new Uint8Array(await readFile(path)) }
    files.set(path, file)
    return file
  }
  const routes = new Hono()
  // What another app shares is put down by the service worker. Where there is none yet the photos
  // stay where they are: nothing is read of them, and the page says so.
  routes.post(sharePath, (context) => {
    const refusal: ShareRefusal = 'notReady'
    return context.redirect(`/?shareRefused=${refusal}`, 303)
  })
  return routes.get('*', async (context) => {
    const { path } = context.req
    const isAsset = path.startsWith(assetPath)
    const found =
      (await pathOf(folder, path)) ??
      (isAsset && keptAssets ? await pathOf(keptAssets, path.slice(assetPath.length)) : null)
    // Any other path is a screen of the app; a missing asset is a missing asset.
    if (!found && isAsset) return refuse(fault('unknownPath'))
    const plain = found ?? join(folder, 'index.html')
    for (const { encoding, ending } of formsTaken(context.req.header('accept-encoding'))) {
      const file = await fileAt(plain + ending)
      if (!file) continue
      return new Response(file.bytes, {
        headers: {
          'Content-Type': types[extname(plain)] ?? 'application/octet-stream',
          'Cache-Control': isAsset ? 'public, max-age=31536000, immutable' : 'no-cache',
          Vary: 'Accept-Encoding',
          ...(ending ? { 'Content-Encoding': encoding } : {}),
        },
      })
    }
    return refuse(fault('unknownPath'))
  })
}

/**
 * In the order the asker would have them, the smaller of two alike first. Plain is always taken in
 * the end: better than no answer.
 */
function formsTaken(acceptEncoding = ''): Form[] {
  const asked = new Map(parseAccept(acceptEncoding).map(({ type, q }) => [type.toLowerCase(), q]))
  const weightOf = ({ encoding, ending }: Form): number =>
    asked.get(encoding) ?? (ending ? (asked.get('*') ?? 0) : 0)
  return forms
    .filter((form) => weightOf(form) > 0 || !form.ending)
    .sort((a, b) => weightOf(b) - weightOf(a))
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
