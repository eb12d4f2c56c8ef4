// One call and its answer. An answer counts only if it is provably ours (A1); anything else leaves
// the phone as it was.
import { type Fault, fault } from '#domain/fault.ts'
import { fail, type Result, succeed } from '#domain/result.ts'
import { Refusal, type SyncRequest, SyncResponse } from '#protocol/messages.ts'
import { parse } from '#protocol/parse.ts'
import { deviceHeader, type Transport } from '../http/transport.ts'

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
  let response: Response
  let json: unknown
  try {
    const sending = await body(request)
    response = await transport.send('/api/sync/1', {
      method: 'POST',
      body: sending.body,
      headers: { ...sending.headers, ...deviceHeader(device) },
    })
    json = await response.json().catch(ignoreForeignText)
  } catch {
    return fail(fault('offline'))
  }
  if (response.status !== 200) return fail(refusalIn(json, response))
  const answer = parse(SyncResponse, json)
  return answer.ok && answer.value.req === request.req
    ? succeed(answer.value)
    : fail(fault('notOurAnswer'))
}

/** A page of somebody else's; a connection that broke in the middle stays an error. */
function ignoreForeignText(error: unknown): undefined {
  if (!(error instanceof SyntaxError)) throw error
}

/** A proxy's own 413 still says something about size; every other foreign answer says nothing. */
function refusalIn(json: unknown, { status, headers }: Response): Fault {
  const refusal = parse(Refusal, json)
  if (!refusal.ok) return fault(status === 413 ? 'tooLarge' : 'notOurAnswer')
  const wait = Number(headers.get('Retry-After'))
  const { code, detail } = refusal.value.fault
  return wait > 0 ? fault(code, { retryAfterSeconds: wait, ...detail }) : refusal.value.fault
}
