import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { fetchTransport, silenceMs } from '#client/http/transport.ts'

describe('the way to the server', () => {
  let server: Server
  let url: string
  beforeEach(async () => {
    server = createServer((request, response) => {
      if (request.url === '/nothing') response.writeHead(204, { 'Upload-Offset': '7' }).end()
      else if (request.url === '/half') response.writeHead(200).write('half an ans')
      else response.writeHead(200).end('whole')
    })
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
    url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  })
  afterEach(() => {
    vi.useRealTimers()
    server.closeAllConnections()
    server.close()
  })

  it('hands on an answer, and one without a body, headers and all', async () => {
    expect(await (await fetchTransport.send(`${url}/whole`, {})).text()).toBe('whole')
    const empty = await fetchTransport.send(`${url}/nothing`, {})
    expect([empty.status, empty.headers.get('Upload-Offset')]).toEqual([204, '7'])
  })

  it('hands on an answer without a body that has a stream all the same, as browsers make it', async () => {
    const made = new Response(null, { status: 204, headers: { 'Upload-Offset': '9' } })
    Object.defineProperty(made, 'body', { value: new ReadableStream() })
    vi.stubGlobal('fetch', () => Promise.resolve(made))
    expect((await fetchTransport.send(url, {})).headers.get('Upload-Offset')).toBe('9')
    vi.unstubAllGlobals()
  })

  it('gives up on an answer that stops half-way', async () => {
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] })
    const response = await fetchTransport.send(`${url}/half`, {})
    const reading = expect(response.text()).rejects.toThrow('no answer')
    await new Promise((resolve) => setImmediate(resolve))
    vi.advanceTimersByTime(silenceMs + 1)
    await reading
  })
})
