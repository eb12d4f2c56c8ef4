// The bad network: a TCP proxy between a phone and the server. Every byte passes here and can be
// late, lost, cut, altered or doubled. `conditions` lasts until it changes; `next` is done once, to
// the next request whose line matches.
import { connect, createServer, type AddressInfo, type Socket } from 'node:net'
import { gunzipSync } from 'node:zlib'

export interface NetworkConditions {
  /** Nothing gets through: connections are torn down as they come. */
  isDown?: boolean
  latencyMs?: number
  jitterMs?: number
  bytesPerSecond?: number
  /** Every packet holds at most so many bytes. */
  sliceBytes?: number
  /** One packet in so many waits for `stallMs`. */
  stallEvery?: number
  stallMs?: number
  /** The connection is torn down each time so many bytes have gone up. */
  resetEvery?: number
  /** Larger requests get a 413 of the proxy's own. */
  mostRequestBytes?: number
}

export interface FixedAnswer {
  status: number
  headers?: Record<string, string>
  body?: string
}

export type NetworkFault =
  /** Taken and never answered. */
  | { do: 'blackhole' }
  | { do: 'reset' }
  /** Carried out by the server, and the answer is lost. */
  | { do: 'dropResponse' }
  /** Delivered again after it was answered. */
  | { do: 'duplicateRequest' }
  /** Delivered to another node at the same time. */
  | { do: 'duplicateTo'; port: number }
  | { do: 'cutAfter'; bytes: number; direction: 'up' | 'down' }
  /** So many bytes of the answer, then silence on an open connection. */
  | { do: 'halfOpen'; bytes: number }
  | { do: 'answerWith'; answer: FixedAnswer }
  /** The answer's text is altered and sent with a right length. */
  | { do: 'alterAnswer'; alter: (text: string) => string }

interface Plan {
  line: RegExp
  networkFault: NetworkFault
  happened: () => void
}

/** What one request and its answer have come to on their connection. */
interface Exchange {
  line: string
  plan: Plan | undefined
  sent: Buffer[]
  up: number
  down: number
  received: Buffer[]
  twin?: Socket
}

const proxysOwn413: Plan = {
  line: /./,
  happened: () => undefined,
  networkFault: {
    do: 'answerWith',
    answer: {
      status: 413,
      headers: { 'Content-Type': 'text/html' },
      body: '<h1>Request Entity Too Large</h1>',
    },
  },
}

const requestLine = /^(GET|HEAD|POST|PUT|PATCH|DELETE|OPTIONS) (\S+) HTTP\/1\.1\r\n/

export interface Proxy {
  port: number
  url: string
  /** Every request line that came, whatever became of it. */
  lines: string[]
  bytes: { up: number; down: number }
  conditions(conditions: NetworkConditions): void
  /** Resolves when it was done. */
  next(line: RegExp, networkFault: NetworkFault): Promise<void>
  /** From now on to this node. */
  aimAt(port: number): void
  /** Tears down what is open now. */
  resetAll(): void
  close(): Promise<void>
}

export async function aProxy(target: number): Promise<Proxy> {
  let aim = target
  let conditions: NetworkConditions = {}
  let packets = 0
  const plans: Plan[] = []
  const open = new Set<Socket>()
  const lines: string[] = []
  const bytes = { up: 0, down: 0 }

  const tearDown = (...sockets: Socket[]): void =>
    sockets.forEach((socket) => (socket.destroyed ? undefined : socket.resetAndDestroy()))

  const server = createServer((client) => {
    client.setNoDelay(true)
    open.add(client)
    client.on('close', () => open.delete(client))
    client.on('error', () => undefined)
    if (conditions.isDown) return tearDown(client)
    const upstream = connect(aim, '127.0.0.1')
    upstream.setNoDelay(true)
    upstream.on('error', () => tearDown(client))
    const toNode = lateWriter(
      () => conditions,
      upstream,
      client,
      () => packets++,
    )
    const toPhone = lateWriter(
      () => conditions,
      client,
      upstream,
      () => packets++,
    )
    let now: Exchange = { line: '', plan: undefined, sent: [], up: 0, down: 0, received: [] }
    let isMute = false

    const begin = (line: string, head: string): void => {
      lines.push(line)
      const at = plans.findIndex((plan) => plan.line.test(line))
      const tooLarge =
        Number(/^content-length: (\d+)/im.exec(head)?.[1] ?? 0) >
        (conditions.mostRequestBytes ?? Infinity)
      now = {
        line,
        plan: tooLarge ? proxysOwn413 : at < 0 ? undefined : plans.splice(at, 1)[0],
        sent: [],
        up: 0,
        down: 0,
        received: [],
      }
      const { plan } = now
      const networkFault = plan?.networkFault
      if (networkFault?.do === 'duplicateTo') {
        const twin = connect(networkFault.port, '127.0.0.1')
        twin.on('error', () => undefined)
        twin.once('data', () => plan!.happened())
        client.on('close', () => twin.destroy())
        now.twin = twin
      }
    }

    client.on('data', (chunk: Buffer) => {
      if (conditions.isDown) return tearDown(client, upstream)
      const text = chunk.subarray(0, 4000).toString('latin1')
      const head = requestLine.exec(text)
      if (head) begin(`${head[1]!} ${head[2]!}`, text)
      const { plan } = now
      const networkFault = plan?.networkFault
      now.sent.push(chunk)
      now.twin?.write(chunk)
      const before = now.up
      now.up += chunk.length
      bytes.up += chunk.length
      if (
        conditions.resetEvery &&
        Math.floor(bytes.up / conditions.resetEvery) >
          Math.floor((bytes.up - chunk.length) / conditions.resetEvery)
      ) {
        return toNode(chunk, () => tearDown(client, upstream))
      }
      switch (networkFault?.do) {
        case 'blackhole':
          plan!.happened()
          return
        case 'reset':
          plan!.happened()
          return tearDown(client, upstream)
        case 'answerWith':
          if (head)
            void answerInstead(client, networkFault.answer, () => tearDown(upstream)).then(
              plan!.happened,
            )
          return
        case 'alterAnswer':
          return toNode(withoutKeepAlive(chunk))
        case 'cutAfter':
          if (networkFault.direction === 'up' && now.up >= networkFault.bytes) {
            upstream.end(chunk.subarray(0, Math.max(0, networkFault.bytes - before)))
            client.destroy()
            upstream.once('close', plan!.happened)
            return
          }
      }
      toNode(chunk)
    })

    upstream.on('data', (chunk: Buffer) => {
      if (isMute) return
      if (conditions.isDown) return tearDown(client, upstream)
      const { plan } = now
      const networkFault = plan?.networkFault
      const before = now.down
      now.down += chunk.length
      bytes.down += chunk.length
      switch (networkFault?.do) {
        case 'blackhole':
          return
        case 'dropResponse':
          tearDown(client, upstream)
          return plan!.happened()
        case 'duplicateRequest':
          if (before === 0) deliverAgain(aim, Buffer.concat(now.sent), plan!.happened)
          break
        case 'alterAnswer':
          now.received.push(chunk)
          return
        case 'halfOpen':
        case 'cutAfter': {
          if (networkFault.do === 'cutAfter' && networkFault.direction === 'up') return
          if (now.down < networkFault.bytes) break
          isMute = true
          const part = chunk.subarray(0, Math.max(0, networkFault.bytes - before))
          if (networkFault.do === 'cutAfter') client.end(part)
          else client.write(part)
          upstream.destroy()
          return plan!.happened()
        }
      }
      toPhone(chunk)
    })

    upstream.on('end', () => {
      if (now.plan?.networkFault.do === 'alterAnswer') {
        client.end(alteredAnswer(Buffer.concat(now.received), now.plan.networkFault.alter))
        now.plan.happened()
      } else if (
        !isMute &&
        now.plan?.networkFault.do !== 'answerWith' &&
        now.plan?.networkFault.do !== 'blackhole'
      )
        toPhone(Buffer.alloc(0), () => client.end())
    })
    client.on('end', () => toNode(Buffer.alloc(0), () => upstream.end()))
    client.on('close', () => setTimeout(() => upstream.destroy(), 2000).unref())
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo

  const resetAll = (): void => tearDown(...open)
  return {
    port,
    url: `http://127.0.0.1:${port}`,
    lines,
    bytes,
    resetAll,
    conditions: (next) => {
      conditions = next
      if (next.isDown) resetAll()
    },
    next: (line, networkFault) =>
      new Promise((resolve) => plans.push({ line, networkFault, happened: resolve })),
    aimAt: (node) => void (aim = node),
    close: async () => {
      resetAll()
      await new Promise((resolve) => server.close(resolve))
    },
  }
}

/**
 * Writes in order, as late and as slowly as the conditions says; the sender waits while much is
 * under way.
 */
function lateWriter(
  conditions: () => NetworkConditions,
  to: Socket,
  from: Socket,
  count: () => number,
) {
  let freeAt = 0
  let underWay = 0
  return (chunk: Buffer, then?: () => void): void => {
    const {
      latencyMs = 0,
      jitterMs = 0,
      bytesPerSecond,
      sliceBytes,
      stallEvery,
      stallMs = 0,
    } = conditions()
    const slices = sliceBytes ? slicesOf(chunk, sliceBytes) : [chunk]
    slices.forEach((slice, i) => {
      const last = i === slices.length - 1 ? then : undefined
      const stall = stallEvery && count() % stallEvery === stallEvery - 1 ? stallMs : 0
      const at =
        Math.max(freeAt, Date.now() + latencyMs + Math.random() * jitterMs) +
        stall +
        (bytesPerSecond ? (slice.length / bytesPerSecond) * 1000 : 0)
      freeAt = at
      const write = (): void => {
        if (!to.destroyed && slice.length > 0) to.write(slice)
        last?.()
      }
      if (at <= Date.now() && underWay === 0) return write()
      underWay += slice.length
      if (underWay > 16_384) from.pause()
      setTimeout(() => {
        underWay -= slice.length
        if (underWay <= 16_384) from.resume()
        write()
      }, at - Date.now())
    })
  }
}

function slicesOf(chunk: Buffer, bytes: number): Buffer[] {
  const slices: Buffer[] = []
  for (let at = 0; at < chunk.length || at === 0; at += bytes)
    slices.push(chunk.subarray(at, at + bytes))
  return slices
}

function deliverAgain(port: number, request: Buffer, done: () => void): void {
  const twin = connect(port, '127.0.0.1', () => twin.write(request))
  twin.on('error', done)
  twin.once('data', () => {
    twin.destroy()
    done()
  })
}

async function answerInstead(
  client: Socket,
  { status, headers = {}, body = '' }: FixedAnswer,
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
const withoutKeepAlive = (chunk: Buffer): Buffer =>
  Buffer.from(
    chunk
      .toString('latin1')
      .replace(/^connection: .*\r\n/im, 'connection: close\r\n')
      .replace(/^accept-encoding: .*\r\n/im, ''),
    'latin1',
  )

function alteredAnswer(whole: Buffer, alter: (text: string) => string): Buffer {
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
