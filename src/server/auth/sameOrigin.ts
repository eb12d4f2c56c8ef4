// Writing with a cookie is for our own pages only: JSON, and never from another site.
import type { MiddlewareHandler } from 'hono'
import { type Fault, fault } from '#domain/fault.ts'
import { refuse } from '../http/problems.ts'

const readingMethods = new Set(['GET', 'HEAD', 'OPTIONS'])

/** The one origin people use; on the own machine `localhost` and `127.0.0.1` are the same. */
export function ownOrigins(publicUrl: string): string[] {
  const { origin, hostname } = new URL(publicUrl)
  if (hostname === 'localhost') return [origin, origin.replace('//localhost', '//127.0.0.1')]
  if (hostname === '127.0.0.1') return [origin, origin.replace('//127.0.0.1', '//localhost')]
  return [origin]
}

/**
 * Null when the request may write. Browsers send Origin with every writing request; a missing one
 * comes from a programme with no cookies of others.
 */
export function whyNotWrite(request: Request, publicUrl: string): Fault | null {
  if (readingMethods.has(request.method)) return null
  const origin = request.headers.get('Origin')
  const site = request.headers.get('Sec-Fetch-Site')
  if (
    origin !== null
      ? !ownOrigins(publicUrl).includes(origin)
      : site !== null && site !== 'same-origin'
  )
    return fault('notAllowed')
  const type = (request.headers.get('Content-Type') ?? '').split(';')[0]!.trim().toLowerCase()
  return type === 'application/json'
    ? null
    : fault('malformed', { at: 'Content-Type', expected: 'application/json' })
}

export const sameOrigin =
  (publicUrl: string): MiddlewareHandler =>
  async (c, next) => {
    const wrong = whyNotWrite(c.req.raw, publicUrl)
    if (wrong) return refuse(wrong)
    return next()
  }
