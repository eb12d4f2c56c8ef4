// The bad network: a TCP proxy between a phone and the server. Every byte passes here and can be
// late, lost, cut, altered or doubled. `conditions` lasts until it changes; `next` is done once, to
// the next request whose line matches.
import { connect, createServer, type AddressInfo, type Socket } from 'node:net'
import { isForeign, type NetworkFault, proxysOwn413 } from '../../networkFault.ts'
import { lateWriter, type NetworkConditions } from './lateWriter.ts'
import { alteredAnswer, answerInstead, withoutKeepAlive } from './proxyAnswers.ts'

interface Plan {
  line: RegExp
  fault: NetworkFault
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

const tooLargePlan: Plan = { line: /./, happened: () => undefined, fault: proxysOwn413 }

const has = <K extends string>(
  fault: NetworkFault | undefined,
  key: K,
): fault is Extract<NetworkFault, Record<K, unknown>> => typeof fault === 'object' && key in fault

const requestLine = /^(GET|HEAD|POST|PUT|PATCH|DELETE|OPTIONS) (\S+) HTTP\/1\.1\r\n/

export interface Proxy {
  port: number
  url: string
  /** Every request line that came, whatever became of it. */
  lines: string[]
  bytes: { up: number; down: number }
  conditions(conditions: NetworkConditions): void
  /** Resolves when it was done. */
  next(line: RegExp, fault: NetworkFault): Promise<void>
  /** What `next` was told and nobody met: a row that proves nothing. */
  unmet(): string[]
  /** That is right: it lay beyond the end. */
  lift(): void
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
  let laid = 0
  const plans: Plan[] = []
  const unmet = new Set<string>()
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
        plan: tooLarge ? tooLargePlan : at < 0 ? undefined : plans.splice(at, 1)[0],
        sent: [],
        up: 0,
        down: 0,
        received: [],
      }
      const { plan } = now
      if (has(plan?.fault, 'deliverAlsoTo')) {
        const twin = connect(plan.fault.deliverAlsoTo, '127.0.0.1')
        twin.on('error', () => undefined)
        twin.once('data', () => plan.happened())
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
      const fault = plan?.fault
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
      if (fault === 'neverAnswer') return plan!.happened()
      if (fault === 'dropRequest') {
        plan!.happened()
        return tearDown(client, upstream)
      }
      if (isForeign(fault)) {
        if (head) void answerInstead(client, fault, () => tearDown(upstream)).then(plan!.happened)
        return
      }
      if (has(fault, 'alterAnswer')) return toNode(withoutKeepAlive(chunk))
      if (has(fault, 'cutAfter') && fault.direction === 'up' && now.up >= fault.cutAfter) {
        upstream.end(chunk.subarray(0, Math.max(0, fault.cutAfter - before)))
        client.destroy()
        upstream.once('close', plan!.happened)
        return
      }
      toNode(chunk)
    })

    upstream.on('data', (chunk: Buffer) => {
      if (isMute) return
      if (conditions.isDown) return tearDown(client, upstream)
      const { plan } = now
      const fault = plan?.fault
      const before = now.down
      now.down += chunk.length
      bytes.down += chunk.length
      if (fault === 'neverAnswer') return
      if (fault === 'dropAnswer') {
        tearDown(client, upstream)
        return plan!.happened()
      }
      if (fault === 'deliverTwice' && before === 0)
        deliverAgain(aim, Buffer.concat(now.sent), plan!.happened)
      if (has(fault, 'alterAnswer')) return void now.received.push(chunk)
      if (has(fault, 'cutAfter') && fault.direction === 'up') return
      const isCut = has(fault, 'cutAfter')
      const most = isCut ? fault.cutAfter : has(fault, 'silentAfter') ? fault.silentAfter : Infinity
      if (now.down >= most) {
        isMute = true
        const part = chunk.subarray(0, Math.max(0, most - before))
        if (isCut) client.end(part)
        else client.write(part)
        upstream.destroy()
        return plan!.happened()
      }
      toPhone(chunk)
    })

    upstream.on('end', () => {
      const fault = now.plan?.fault
      if (has(fault, 'alterAnswer')) {
        client.end(alteredAnswer(Buffer.concat(now.received), fault.alterAnswer))
        now.plan!.happened()
      } else if (!isMute && !isForeign(fault) && fault !== 'neverAnswer')
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
    next: (line, fault) =>
      new Promise((resolve) => {
        const name = `${++laid}. ${String(line)} ${JSON.stringify(fault)}`
        unmet.add(name)
        const happened = () => (unmet.delete(name), resolve())
        plans.push({ line, fault, happened })
      }),
    lift: () => unmet.clear(),
    unmet: () => [...unmet].map((name) => `never happened: ${name}`),
    aimAt: (node) => void (aim = node),
    close: async () => {
      resetAll()
      await new Promise((resolve) => server.close(resolve))
    },
  }
}

function deliverAgain(port: number, request: Buffer, done: () => void): void {
  const twin = connect(port, '127.0.0.1', () => twin.write(request))
  twin.on('error', done)
  twin.once('data', () => {
    twin.destroy()
    done()
  })
}
