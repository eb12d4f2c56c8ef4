// A request's body as text, inflated with a cap, so that a small gzip cannot become a large memory
// (A4).
import { createGunzip } from 'node:zlib'
import { fault } from '#domain/fault.ts'
import { fail, type Result, succeed } from '#domain/result.ts'
import { protocolLimits } from '#protocol/messages.ts'

/** @param limit in bytes, of what came and of what it inflates to */
export async function readBody(
  request: Request,
  limit: number = protocolLimits.requestBytes,
): Promise<Result<string>> {
  const raw = await readAtMost(request.body, limit)
  if (!raw) return fail(fault('tooLarge', { limit }))
  if (request.headers.get('content-encoding') !== 'gzip') return succeed(raw.toString('utf8'))
  return inflate(raw, Math.min(limit, raw.length * protocolLimits.inflateFactor))
}

/** Null when it is longer. */
export async function readAtMost(
  body: ReadableStream<Uint8Array> | null,
  limit: number,
): Promise<Buffer | null> {
  if (!body) return Buffer.alloc(0)
  const chunks: Uint8Array[] = []
  let bytes = 0
  const reader = body.getReader()
  for (;;) {
    const { done, value } = await reader.read()
    if (done) return Buffer.concat(chunks)
    bytes += value.length
    if (bytes > limit) {
      await reader.cancel()
      return null
    }
    chunks.push(value)
  }
}

function inflate(raw: Buffer, limit: number): Promise<Result<string>> {
  return new Promise((resolve) => {
    const gunzip = createGunzip()
    const chunks: Buffer[] = []
    let bytes = 0
    gunzip.on('data', (chunk: Buffer) => {
      bytes += chunk.length
      if (bytes > limit) {
        gunzip.destroy()
        resolve(fail(fault('tooLarge', { limit })))
      } else chunks.push(chunk)
    })
    gunzip.on('error', () => resolve(fail(fault('malformed', { at: '', expected: 'gzip' }))))
    gunzip.on('end', () => resolve(succeed(Buffer.concat(chunks).toString('utf8'))))
    gunzip.end(raw)
  })
}
