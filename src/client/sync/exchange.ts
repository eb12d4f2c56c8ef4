// A round's request and the answer to it, of all answers (A1).
import { fault } from '#domain/fault.ts'
import { fail, type Result, succeed } from '#domain/result.ts'
import { type SyncRequest, SyncResponse } from '#protocol/messages.ts'
import { call } from '../http/call.ts'
import type { Transport } from '../http/transport.ts'

const gzipFromBytes = 1024

async function body(
  request: SyncRequest,
): Promise<{ body: BodyInit; headers: Record<string, string> }> {
  const text = JSON.stringify(request)
  const headers = { 'Content-Type': 'application/json' }
  if (text.length < gzipFromBytes || typeof CompressionStream === 'undefined')
    return { body: text, headers }
  const zipped = await new Response(
    new Blob([text]).stream().pipeThrough(new CompressionStream('gzip')),
  ).arrayBuffer()
  return { body: zipped, headers: { ...headers, 'Content-Encoding': 'gzip' } }
}

export async function exchange(
  transport: Transport,
  device: { id: string; secret: string },
  request: SyncRequest,
): Promise<Result<SyncResponse>> {
  const asked = { method: 'POST', path: '/api/sync/1', ...(await body(request)), device } as const
  const answer = await call(transport, asked, SyncResponse)
  if (!answer.ok) return answer
  return answer.value.req === request.req ? succeed(answer.value) : fail(fault('notOurAnswer'))
}
