// The answers that the proxy makes itself, or makes out of the server's.
import type { Socket } from 'node:net'
import { gunzipSync } from 'node:zlib'
import type { ForeignAnswer } from '../../networkFault.ts'

export async function answerInstead(
  client: Socket,
  { status, headers = {}, body = '' }: ForeignAnswer,
  then: () => void,
): Promise<void> {
  // until the rest of a small request has come
  await new Promise((resolve) => setTimeout(resolve, 20))
  const lines = Object.entries({
    'Content-Length': String(Buffer.byteLength(body)),
    Connection: 'close',
    ...headers,
  }).map(([name, value]) => `${name}: ${value}\r\n`)
  client.end(`HTTP/1.1 ${status} Sure\r\n${lines.join('')}\r\n${body}`)
  then()
}

/** So that the answer comes as plain text and ends where the connection ends. */
export const withoutKeepAlive = (chunk: Buffer): Buffer =>
  Buffer.from(
    chunk
      .toString('latin1')
      .replace(/^connection: .*\r\n/im, 'connection: close\r\n')
      .replace(/^accept-encoding: .*\r\n/im, ''),
    'latin1',
  )

export function alteredAnswer(whole: Buffer, alter: (text: string) => string): Buffer {
  const at = whole.indexOf('\r\n\r\n')
  const head = whole.subarray(0, at).toString('latin1')
  let body = whole.subarray(at + 4)
  if (/^transfer-encoding: chunked/im.test(head)) body = dechunked(body)
  if (/^content-encoding: gzip/im.test(head)) body = gunzipSync(body)
  const altered = Buffer.from(alter(body.toString('utf8')))
  const kept = head
    .split('\r\n')
    .filter(
      (line) => !/^(transfer-encoding|content-encoding|content-length|connection):/i.test(line),
    )
  return Buffer.concat([
    Buffer.from(
      [...kept, `content-length: ${altered.length}`, 'connection: close', '', ''].join('\r\n'),
      'latin1',
    ),
    altered,
  ])
}

function dechunked(body: Buffer): Buffer {
  const parts: Buffer[] = []
  for (let at = 0; at < body.length;) {
    const line = body.indexOf('\r\n', at)
    const size = parseInt(body.subarray(at, line).toString('latin1'), 16)
    if (!size) break
    parts.push(body.subarray(line + 2, line + 2 + size))
    at = line + 2 + size + 2
  }
  return Buffer.concat(parts)
}
