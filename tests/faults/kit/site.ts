// A site to break: the server on a TCP port, the bad network before it, phones that reach it only
// through that network, and the oracle.
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { fetchTransport } from '#client/http/transport.ts'
import { resumeSession, type PhoneEnvironment } from '#client/session/localSession.ts'
import { type SyncLoop, startSyncLoop, type SyncLoopState } from '#client/sync/syncLoop.ts'
import type { Member } from '#domain/member.ts'
import {
  aWorld,
  aNetwork,
  aPhone,
  type Cast,
  inHand,
  type Network,
  type Phone,
  type World,
} from '../../world.ts'
import { listen } from './listen.ts'
import type { Truth } from '../../judge/truth.ts'
import { anOracle, type Oracle, type Watched } from './oracle.ts'
import { aProxy, type Proxy } from './proxy.ts'

export interface Site {
  proxy: Proxy
  /** Where the phones believe the server is; the proxy, unless a row says otherwise. */
  address: { url: string }
  oracle: Oracle
  truth: Truth
  phones: Watched[]
  /** Enrols through the proxy; it must be without faults. */
  phone(who: Cast, environment?: Partial<PhoneEnvironment>): Promise<Watched>
  /** The app is gone, whatever it was doing; what its databases hold is opened by a new one. */
  reopen(phone: Watched): Promise<Watched>
  /** Syncs every phone until nothing waits anywhere and nobody has news, then judges. */
  verdict(expectation?: { isQuiet?: boolean; rounds?: number }): Promise<string[]>
  rows(t: string): Promise<{ id: string; f: Record<string, unknown> }[]>
  count(table: string, where?: string): Promise<number>
  close(): Promise<void>
}

export type Upstream = Pick<World, 'fetch' | 'invite'>

/** The phone's own transport on real sockets; `path` is put behind the proxy's address. */
export const throughProxy =
  (address: { url: string }): World['fetch'] =>
  async (request) => {
    const { pathname, search } = new URL(request.url)
    const headers = new Headers(request.headers)
    headers.delete('Content-Length')
    const body = ['GET', 'HEAD'].includes(request.method) ? undefined : await request.arrayBuffer()
    return fetchTransport.send(address.url + pathname + search, {
      method: request.method,
      headers,
      body,
    })
  }

export const photosIn =
  (folder: string): Truth['photoBytes'] =>
  (hash) =>
    readFile(join(folder, hash.slice(0, 2), hash.slice(2, 4), hash)).catch(() => null)

/** The server in this process. */
export async function aSite(
  options: Parameters<typeof aWorld>[0] = {},
): Promise<Site & { world: World; port: number }> {
  const world = await aWorld(options)
  const server = await listen(world.fetch)
  const truth: Truth = {
    storage: world.deps.storage,
    driver: world.driver,
    photoBytes: photosIn(join(world.folder, 'photos')),
  }
  const site = await siteBefore(server.port, () => truth, world.invite)
  return {
    ...site,
    world,
    port: server.port,
    close: async () => {
      await site.close()
      await server.close()
      await world.close()
    },
  }
}

/** Proxy, phones and oracle before a server that runs somewhere. */
export async function siteBefore(
  port: number,
  truth: () => Truth,
  invite: (member: Member) => Promise<string>,
): Promise<Site> {
  const proxy = await aProxy(port)
  const oracle = anOracle(truth)
  const address = { url: proxy.url }
  const upstream: Upstream = { fetch: throughProxy(address), invite }
  const phones: Watched[] = []
  const all = <R>(sql: string): Promise<R[]> =>
    truth().driver.read((session) => session.all<R>(sql))

  const settle = async (rounds: number): Promise<void> => {
    for (let round = 0; round < rounds; round++) {
      const done = await Promise.all(phones.map((phone) => phone.sync()))
      const isQuiet = done.every(
        (each) =>
          each.ok && each.value.pushed + each.value.pulledRows + each.value.photosSent === 0,
      )
      if (isQuiet) return
    }
  }

  return {
    proxy,
    address,
    oracle,
    phones,
    get truth() {
      return truth()
    },
    phone: async (who, environment) => {
      const phone = oracle.watch(
        await aPhone(upstream, who, environment),
        `${who} ${phones.length + 1}`,
      )
      phones.push(phone)
      return phone
    },
    reopen: async (phone) => {
      phone.session.capture.close()
      phone.session.cache.close()
      const opened = await resumeSession(phone.environment)
      if (!opened.ok || !opened.value)
        throw new Error(`the app does not open: ${JSON.stringify(opened)}`)
      const again = oracle.watch(
        inHand(opened.value, networkLike(phone.network, upstream), phone.environment),
        phone.name,
      )
      phones[phones.indexOf(phone)] = again
      return again
    },
    verdict: async ({ isQuiet = true, rounds = 12 } = {}) => {
      proxy.conditions({})
      if (isQuiet) await settle(rounds)
      const wrong = await oracle.judge(phones, { isQuiet })
      // What has happened is told when its connection is closed, a moment later.
      for (let turns = 0; turns < 20 && proxy.unmet().length > 0; turns++)
        await new Promise((resolve) => setTimeout(resolve, 100))
      return [...wrong, ...proxy.unmet()]
    },
    rows: async (t) => await truth().storage.read((tx) => tx.rows(t as never)),
    count: async (table, where = '1 = 1') =>
      Number((await all<{ c: number }>(`SELECT COUNT(*) AS c FROM ${table} WHERE ${where}`))[0]!.c),
    close: async () => {
      for (const phone of phones) {
        phone.session.capture.close()
        phone.session.cache.close()
      }
      await proxy.close()
    },
  }
}

function networkLike(before: Network, upstream: Upstream): Network {
  const network = aNetwork(upstream)
  network.cookie = before.cookie
  return network
}

export interface LiveLoop {
  loop: SyncLoop
  states: SyncLoopState[]
  /**
   * Waits, without touching anything, until the phone has nothing left to send. Returns how long
   * that took.
   */
  idleWithin(ms: number): Promise<number>
}

/** The phone syncs by itself from now on, as it does behind the screens. */
export function live(phone: Phone): LiveLoop {
  const states: SyncLoopState[] = []
  const loop = startSyncLoop(
    { ...phone.session, transport: phone.network, app: 'test', now: phone.environment.now },
    {
      locks: undefined,
      random: Math.random,
      onState: (state) => states.push(state),
      onRound: () => undefined,
    },
  )
  return {
    loop,
    states,
    idleWithin: async (ms) => {
      const from = Date.now()
      const { capture } = phone.session
      for (;;) {
        const left =
          (await capture.outbox.where('fate').equals('waiting').count()) +
          (await capture.photo.where('state').equals('waiting').count())
        if (left === 0) return Date.now() - from
        if (Date.now() - from > ms) throw new Error(`I6 ${left} still wait after ${ms} ms`)
        await new Promise((resolve) => setTimeout(resolve, 50))
      }
    },
  }
}
