// A round's request and the answer to it, of all answers (A1).
import { fault } from '#domain/fault.ts'
import { fail, type Result, succeed } from '#domain/result.ts'
import { type SyncRequest, SyncResponse } from '#protocol/messages.ts'
import { call } from '../http/call.ts'
import type { Transport } from '../http/transport.ts'
import { zippedJson } from '../http/zippedJson.ts'

export async function exchange(
  transport: Transport,
  device: { id: string; secret: string },
  request: SyncRequest,
): Promise<Result<SyncResponse>> {
  const asked = {
    method: 'POST',
    path: '/api/sync/1',
    ...(await zippedJson(request)),
    device,
  } as const
  const answer = await call(transport, asked, SyncResponse)
  if (!answer.ok) return answer
  return answer.value.req === request.req ? succeed(answer.value) : fail(fault('notOurAnswer'))
}
