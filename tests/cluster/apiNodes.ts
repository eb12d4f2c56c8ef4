// Two nodes of the server, as an operator would start them, and a way to them that never sticks
// to one.
import { join } from 'node:path'
import { type Running, sleep, start, until } from './processes.ts'

const ports = [22_801, 22_802] as const

export interface ApiNodes {
  /** Any node, another each time; no answer within 20 s is none. */
  fetch(request: Request): Promise<Response>
  /** Ends a node without a word and starts it again. */
  killAndRestart(at: 0 | 1): Promise<void>
  /** Answers of any kind that came from each node. */
  answers: readonly [number, number]
}

export interface NodeSettings {
  publicUrl: string
  flags: readonly string[]
  env: Record<string, string>
  folder: string
}

const silenceMs = 20_000

export async function startApiNodes({
  publicUrl,
  flags,
  env,
  folder,
}: NodeSettings): Promise<ApiNodes> {
  const answers: [number, number] = [0, 0]
  const startNode = (at: 0 | 1): Running =>
    start({
      name: `node${at + 1}`,
      command: process.execPath,
      env,
      logFolder: join(folder, 'log'),
      args: [
        'dist/server/main.js',
        '--port',
        String(ports[at]),
        '--public-url',
        publicUrl,
        '--data',
        join(folder, `node${at + 1}`),
        '--empty',
        ...flags,
      ],
    })
  const isReady = async (at: 0 | 1): Promise<boolean> =>
    (await fetch(`http://127.0.0.1:${ports[at]}/api/health`)).ok
  // Both at once: a first run, its migrations and its keys happen once all the same.
  const nodes: [Running, Running] = [startNode(0), startNode(1)]
  await until('both nodes', 60_000, async () => {
    if (nodes.some((node) => node.hasEnded)) throw new Error('a node has ended; see its log')
    return (await isReady(0)) && (await isReady(1))
  })
  let turn = 0
  return {
    answers,
    fetch: async (request) => {
      const at = turn++ % 2 === 0 ? 0 : 1
      const { pathname, search } = new URL(request.url)
      const body = request.body ? await request.arrayBuffer() : undefined
      const headers = new Headers(request.headers)
      headers.delete('Content-Length')
      const answer = await fetch(`http://127.0.0.1:${ports[at]}${pathname}${search}`, {
        method: request.method,
        headers,
        ...(body ? { body } : {}),
        signal: AbortSignal.timeout(silenceMs),
      })
      answers[at]++
      return answer
    },
    killAndRestart: async (at) => {
      nodes[at].kill()
      await sleep(2000)
      nodes[at] = startNode(at)
      await until(`node ${at + 1}`, 120_000, () => isReady(at))
    },
  }
}
