// Files that are no photos, out to whoever is shown a row that names them (SPEC F): in one piece or
// in parts, so that a phone goes on where it was cut off.
import { Hono } from 'hono'
import { fault } from '#domain/fault.ts'
import { type AssetHash, isAssetHash } from '#domain/ids.ts'
import { isShownIn } from '#records/readRights.ts'
import { scopesOfMember } from '../access/memberOf.ts'
import { rowsWithAssets } from '../assets/rowsWithAssets.ts'
import { spanAsked } from '../assets/byteRange.ts'
import { signedIn } from '../auth/signedIn.ts'
import { refuse } from '../http/problems.ts'
import type { Member } from '#domain/member.ts'
import type { ServerDeps } from './deps.ts'

export function assetRoutes(deps: ServerDeps): Hono {
  const { storage, assets } = deps

  /** Retired or not: a phone that has begun to fetch it may end what it has begun. */
  const isShown = (member: Member, hash: AssetHash): Promise<boolean> =>
    storage.read(async (tx) => {
      const scopes = new Set(await scopesOfMember(tx, member))
      return (await rowsWithAssets(tx)).some((row) => row.f.hash === hash && isShownIn(scopes, row))
    })

  const show = async (request: Request, hash: string): Promise<Response> => {
    const caller = await signedIn(deps, request.headers)
    if (!caller.ok) return refuse(caller.fault)
    if (!isAssetHash(hash) || !(await isShown(caller.value, hash)))
      return refuse(fault('unknownPath'))
    const size = await assets.size(hash)
    if (size === null) return refuse(fault('mapMissing'))
    const etag = `"${hash}"`
    const headers = {
      'Accept-Ranges': 'bytes',
      'Cache-Control': 'private, max-age=31536000, immutable',
      'Content-Disposition': 'attachment',
      'Content-Security-Policy': "sandbox; default-src 'none'",
      'Content-Type': 'application/octet-stream',
      ETag: etag,
    }
    const known = request.headers.get('If-None-Match')
    if (known !== null && (known === '*' || known.split(/\s*,\s*/).includes(etag)))
      return new Response(null, { status: 304, headers })
    // Of another file than the one whose beginning they hold, they are sent the whole.
    const ifRange = request.headers.get('If-Range')
    const asked = ifRange === null || ifRange === etag ? request.headers.get('Range') : null
    const span = spanAsked(asked, size)
    if (span === 'none')
      return new Response(null, {
        status: 416,
        headers: { ...headers, 'Cache-Control': 'no-store', 'Content-Range': `bytes */${size}` },
      })
    const { from, length } = span ?? { from: 0, length: size }
    const body = request.method === 'HEAD' ? null : await assets.stream(hash, from, length)
    if (request.method !== 'HEAD' && !body) return refuse(fault('mapMissing'))
    return new Response(body, {
      status: span ? 206 : 200,
      headers: {
        ...headers,
        'Content-Length': String(length),
        ...(span ? { 'Content-Range': `bytes ${from}-${from + length - 1}/${size}` } : {}),
      },
    })
  }

  return new Hono().get('/api/assets/:hash', ({ req }) => show(req.raw, req.param('hash')))
}
