// A real process to do harm to: killed, frozen, started again on its data. The tests look at its
// database past it.
import { fork } from 'node:child_process'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { makeInvite } from '#server/auth/invites.ts'
import { openStorage } from '#server/storage/sql/sqlStorage.ts'
import type { Failpoint } from './failpoints.ts'
import type { NodeOptions, Order } from './nodeMain.ts'
import { openEngine } from './openEngine.ts'
import { photosIn, type Site, siteBefore } from './site.ts'

const main = fileURLToPath(new URL('../../../dist/faults/nodeMain.js', import.meta.url))

export interface NodeProcess {
  port: number
  pid: number
  /** The process dies, or freezes, at this moment of its next transactions that take work in. */
  arm(failpoint: Failpoint, strike?: Order['strike'], times?: number): Promise<void>
  signal(name: 'SIGSTOP' | 'SIGCONT' | 'SIGKILL'): void
  gone: Promise<void>
  end(): Promise<void>
}

export async function aNode(options: NodeOptions): Promise<NodeProcess> {
  const child = fork(main, [JSON.stringify(options)], {
    stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
  })
  const gone = new Promise<void>((resolve) => child.once('exit', () => resolve()))
  const heard = <K extends string>(key: K): Promise<Record<K, unknown>> =>
    new Promise((resolve, reject) => {
      const hear = (message: Record<K, unknown>): void => {
        if (!(key in message)) return
        child.off('message', hear)
        resolve(message)
      }
      child.on('message', hear)
      void gone.then(() => reject(new Error('the node is gone')))
    })
  const { port } = await heard('port')
  return {
    port: port as number,
    pid: child.pid!,
    gone,
    arm: async (failpoint, strike = 'SIGKILL', times = 1) => {
      const armed = heard('armed')
      child.send({ arm: failpoint, strike, times } satisfies Order)
      await armed
    },
    signal: (name) => void child.kill(name),
    end: async () => {
      child.kill('SIGKILL')
      await gone
    },
  }
}

export interface NodeSite extends Site {
  folder: string
  engine: string
  node: NodeProcess
  /** Another process on the same database; the proxy aims at it when told to. */
  start(): Promise<NodeProcess>
  /** Waits for the end of the node, starts another and aims the proxy at it. */
  startAgain(): Promise<void>
}

/** One node and the network before it. `engine` defaults to SQLite in the folder. */
export async function aNodeSite(engineAt?: string): Promise<NodeSite> {
  const folder = await mkdtemp(join(tmpdir(), 'gridwalk-node-'))
  const engine = engineAt ?? join(folder, 'gridwalk.db')
  const nodes: NodeProcess[] = []
  const start = async (): Promise<NodeProcess> => {
    const node = await aNode({ folder, engine })
    nodes.push(node)
    return node
  }
  const first = await start()
  const driver = openEngine(engine)
  const storage = await openStorage(driver, () => 'the epoch is there already')
  const truth = { storage, driver, photoBytes: photosIn(join(folder, 'photos')) }
  const site = await siteBefore(
    first.port,
    () => truth,
    async (member) =>
      (await storage.write((tx) => makeInvite(tx, member.id, 'tests', 'screen', Date.now())))
        .secret,
  )
  const here: NodeSite = {
    ...site,
    truth,
    folder,
    engine,
    node: first,
    start,
    startAgain: async () => {
      await here.node.gone
      here.node = await start()
      site.proxy.aimAt(here.node.port)
    },
    close: async () => {
      await site.close()
      await Promise.all(nodes.map((node) => node.end()))
      await storage.close()
      await rm(folder, { recursive: true, force: true })
    },
  }
  return here
}
