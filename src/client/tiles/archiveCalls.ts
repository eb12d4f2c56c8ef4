// The two questions of tus that the sending of an archive asks: how far it has come, and a chunk
// more. What an answer means for the sending is told apart here.
import { type Fault, fault } from '#domain/fault.ts'
import { parse } from '#protocol/parse.ts'
import { Refusal } from '#protocol/refusal.ts'
import type { Transport } from '../http/transport.ts'

export type ArchiveAnswer =
  | { at: number }
  /** It stands elsewhere than was thought. */
  | 'askAnew'
  /** It is not known any more. */
  | 'beginAnew'
  /** Nobody answered, or nobody who knows: later. */
  | 'later'
  | Fault

const tus = { 'Tus-Resumable': '1.0.0' }

export async function askOffset(transport: Transport, url: string): Promise<ArchiveAnswer> {
  const answer = await send(transport, url, { method: 'HEAD', headers: tus })
  if (!answer) return 'later'
  return (answer.status === 200 ? offsetOf(answer) : null) ?? meaningOf(answer)
}

export async function sendChunk(
  transport: Transport,
  url: string,
  from: number,
  chunk: ArrayBuffer,
): Promise<ArchiveAnswer> {
  const answer = await send(transport, url, {
    method: 'PATCH',
    body: chunk,
    headers: {
      ...tus,
      'Upload-Offset': String(from),
      'Content-Type': 'application/offset+octet-stream',
    },
  })
  if (!answer) return 'later'
  return (answer.status === 204 ? offsetOf(answer) : null) ?? meaningOf(answer)
}

const send = (transport: Transport, url: string, init: RequestInit): Promise<Response | null> =>
  transport.send(url, init).catch(() => null)

function offsetOf({ headers }: Response): { at: number } | null {
  const text = headers.get('Upload-Offset') ?? ''
  return /^\d{1,15}$/.test(text) ? { at: Number(text) } : null
}

/** A HEAD brings no words, so that its number alone must do. */
async function meaningOf(response: Response): Promise<ArchiveAnswer> {
  const { status } = response
  if (status === 409) return 'askAnew'
  if (status === 404) return 'beginAnew'
  const refusal = parse(Refusal, await response.json().catch(() => undefined))
  if (refusal.ok && refusal.value.fault.code === 'serverFull') return refusal.value.fault
  if (status === 401) return fault('signedOut')
  if (status === 403) return refusal.ok ? refusal.value.fault : fault('notAllowed')
  // A proxy's 413 as well: the next chunk is smaller.
  return 'later'
}
