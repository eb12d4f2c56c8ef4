// A TCP relay on the loopback with the delay and width of a mobile link. It also counts every byte
// that passes.
import { connect, createServer, type AddressInfo, type Socket } from 'node:net'

export interface LinkShape {
  rttMs: number
  bitsPerSecond: number
}

export const slowMobile: LinkShape = { rttMs: 300, bitsPerSecond: 400_000 }

type Way = 'up' | 'down'
const packetBytes = 1460

export interface SlowLink {
  port: number
  /** Bytes so far, headers included. */
  bytes: Record<Way, number>
  /** Null: as fast as the loopback. */
  become(shape: LinkShape | null): void
  /**
   * From now on every connection is reset, without a word, whenever this many bytes have gone up;
   * null repairs the link.
   */
  resetEvery(bytes: number | null): void
  readonly resets: number
  close(): Promise<void>
}

export async function openSlowLink(targetPort: number): Promise<SlowLink> {
  let shape: LinkShape | null = null
  const bytes = { up: 0, down: 0 }
  /**
   * When the last byte accepted in this direction will have left: all connections share one width.
   */
  const freeAt = { up: 0, down: 0 }
  const sockets = new Set<Socket>()
  let resetAfter: number | null = null
  let sinceReset = 0
  let resets = 0

  /** True when the link broke: what was under way in either direction is gone. */
  const breaks = (size: number): boolean => {
    sinceReset += size
    if (resetAfter === null || sinceReset < resetAfter) return false
    sinceReset = 0
    resets++
    for (const socket of sockets) socket.resetAndDestroy()
    return true
  }

  const relay = (from: Socket, to: Socket, way: Way, opensAt: number): void => {
    const queue: { at: number; packet: Buffer | null }[] = []
    let timer: ReturnType<typeof setTimeout> | undefined
    const pump = (): void => {
      timer = undefined
      while (queue.length > 0 && queue[0]!.at <= performance.now()) {
        const { packet } = queue.shift()!
        if (to.destroyed) continue
        if (packet) to.write(packet)
        else to.end()
      }
      if (queue.length > 0) timer = setTimeout(pump, Math.max(1, queue[0]!.at - performance.now()))
    }
    /** False when the link broke: what comes after on this connection never left the sender. */
    const pass = (packet: Buffer | null): boolean => {
      const size = packet?.length ?? 0
      bytes[way] += size
      if (way === 'up' && breaks(size)) return false
      const leaves =
        Math.max(performance.now(), freeAt[way], shape ? opensAt : 0) +
        (shape ? (size * 8000) / shape.bitsPerSecond : 0)
      freeAt[way] = leaves
      queue.push({ at: leaves + (shape?.rttMs ?? 0) / 2, packet })
      return true
    }
    from.on('data', (chunk: Buffer) => {
      const step = shape || resetAfter !== null ? packetBytes : chunk.length
      for (let at = 0; at < chunk.length && pass(chunk.subarray(at, at + step)); at += step);
      if (!timer) pump()
    })
    from.on('end', () => {
      pass(null)
      if (!timer) pump()
    })
    from.on('close', () => setTimeout(() => to.destroy(), shape ? 2000 : 0).unref())
    from.on('error', () => to.destroy())
  }

  const server = createServer((near) => {
    const far = connect(targetPort, '127.0.0.1')
    for (const socket of [near, far]) {
      socket.setNoDelay(true)
      sockets.add(socket)
      socket.on('close', () => sockets.delete(socket))
    }
    // Shaking hands takes a round trip before the first byte of a request may leave.
    relay(near, far, 'up', performance.now() + (shape?.rttMs ?? 0))
    relay(far, near, 'down', 0)
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return {
    port: (server.address() as AddressInfo).port,
    bytes,
    become: (next) => {
      shape = next
      freeAt.up = freeAt.down = 0
    },
    resetEvery: (count) => {
      resetAfter = count
      sinceReset = 0
    },
    get resets() {
      return resets
    },
    close: () => {
      for (const socket of sockets) socket.destroy()
      return new Promise((resolve) => server.close(() => resolve()))
    },
  }
}
