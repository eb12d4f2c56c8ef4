// Three PostgreSQL under Patroni with etcd, and HAProxy before them: one address, always the
// leader's.
import { chownSync, mkdirSync, readdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { run, type Running, start, unprivileged, until } from './processes.ts'

const etcdPort = 21_379
const peerPort = 21_380
const nodes = [1, 2, 3].map((n) => ({ name: `pg${n}`, port: 21_400 + n, rest: 21_500 + n }))
export const databasePort = 21_432

/** Seconds: how long a dead leader keeps its lock; the gap in writing is about as long. */
const leaderTtl = 20

export interface DatabaseCluster {
  url: string
  /** Kills the leader, Patroni and PostgreSQL together, without a word; returns its name. */
  killLeader(): Promise<string>
  /** Starts a killed node again: it comes back as a standby. */
  revive(name: string): void
  leader(): Promise<string>
  /** Nodes that follow the leader now. */
  standbys(): Promise<number>
}

interface Seen {
  role: string
  state: string
}

async function seen(rest: number): Promise<Seen | null> {
  try {
    return (await (
      await fetch(`http://127.0.0.1:${rest}/patroni`, { signal: AbortSignal.timeout(2000) })
    ).json()) as Seen
  } catch {
    return null
  }
}

export async function startDatabaseCluster(folder: string): Promise<DatabaseCluster> {
  const logFolder = join(folder, 'log')
  start({
    name: 'etcd',
    command: 'etcd',
    logFolder,
    args: [
      '--data-dir',
      join(folder, 'etcd'),
      '--listen-client-urls',
      `http://127.0.0.1:${etcdPort}`,
      '--advertise-client-urls',
      `http://127.0.0.1:${etcdPort}`,
      '--listen-peer-urls',
      `http://127.0.0.1:${peerPort}`,
      '--initial-advertise-peer-urls',
      `http://127.0.0.1:${peerPort}`,
      '--initial-cluster',
      `default=http://127.0.0.1:${peerPort}`,
    ],
  })
  await until('etcd', 20_000, async () => (await fetch(`http://127.0.0.1:${etcdPort}/health`)).ok)

  const bin = join('/usr/lib/postgresql', readdirSync('/usr/lib/postgresql').sort().at(-1)!, 'bin')
  const patronis = new Map<string, Running>()
  const startNode = (name: string): void => {
    const { port, rest } = nodes.find((node) => node.name === name)!
    const file = join(folder, `${name}.yml`)
    writeFileSync(file, patroniSettings({ name, port, rest, bin, folder }))
    patronis.set(
      name,
      start({ name, command: 'patroni', args: [file], logFolder, isUnprivileged: true }),
    )
  }
  if (process.getuid?.() === 0) {
    const account = Number(run('id', ['-u', unprivileged]))
    mkdirSync(join(folder, 'pg'), { recursive: true })
    chownSync(join(folder, 'pg'), account, account)
  } else mkdirSync(join(folder, 'pg'), { recursive: true })
  for (const { name } of nodes) startNode(name)

  writeFileSync(join(folder, 'haproxy.cfg'), haproxySettings())
  start({
    name: 'haproxy',
    command: 'haproxy',
    args: ['-db', '-f', join(folder, 'haproxy.cfg')],
    logFolder,
  })

  const cluster: DatabaseCluster = {
    url: `postgres://gridwalk:gridwalk@127.0.0.1:${databasePort}/postgres`,
    leader: () =>
      until('a leader', 120_000, async () => {
        for (const { name, rest } of nodes) {
          const now = await seen(rest)
          if (now && /master|primary/.test(now.role) && now.state === 'running') return name
        }
        return null
      }),
    standbys: async () =>
      (await Promise.all(nodes.map(({ rest }) => seen(rest)))).filter(
        (now) => now?.role === 'replica' && now.state === 'running',
      ).length,
    killLeader: async () => {
      const name = await cluster.leader()
      // PostgreSQL leaves Patroni's process group: the data folder names its process.
      patronis.get(name)!.kill()
      run('pkill', ['-KILL', '-f', `${bin}/postgres -D ${join(folder, 'pg', name)}`])
      return name
    },
    revive: startNode,
  }
  await cluster.leader()
  await until('two standbys', 120_000, async () => (await cluster.standbys()) === 2)
  await until('the proxy', 60_000, async () => {
    run('psql', [
      `postgres://postgres:postgres@127.0.0.1:${databasePort}/postgres`,
      '-qc',
      'SELECT 1',
    ])
    return true
  })
  run('psql', [
    `postgres://postgres:postgres@127.0.0.1:${databasePort}/postgres`,
    '-qc',
    `DO $$ BEGIN IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'gridwalk') THEN CREATE ROLE gridwalk LOGIN SUPERUSER PASSWORD 'gridwalk'; END IF; END $$`,
  ])
  return cluster
}

function patroniSettings({
  name,
  port,
  rest,
  bin,
  folder,
}: {
  name: string
  port: number
  rest: number
  bin: string
  folder: string
}): string {
  return `scope: gridwalk
name: ${name}
restapi: { listen: '127.0.0.1:${rest}', connect_address: '127.0.0.1:${rest}' }
etcd3: { hosts: '127.0.0.1:${etcdPort}' }
bootstrap:
  dcs:
    ttl: ${leaderTtl}
    loop_wait: 5
    retry_timeout: 5
    synchronous_mode: true
    postgresql:
      use_pg_rewind: true
      parameters: { max_connections: 60, shared_buffers: 32MB, wal_level: replica, max_wal_senders: 10, hot_standby: 'on', wal_log_hints: 'on' }
  initdb: [{ encoding: UTF8 }, { locale: C.UTF-8 }]
  pg_hba: ['host replication all 127.0.0.1/32 trust', 'host all all 127.0.0.1/32 md5', 'local all all trust']
postgresql:
  listen: '127.0.0.1:${port}'
  connect_address: '127.0.0.1:${port}'
  data_dir: ${join(folder, 'pg', name)}
  bin_dir: ${bin}
  pgpass: ${join(folder, 'pg', `${name}.pgpass`)}
  authentication:
    superuser: { username: postgres, password: postgres }
    replication: { username: replicator, password: replicator }
    rewind: { username: rewinder, password: rewinder }
  parameters: { unix_socket_directories: ${join(folder, 'pg')} }
  create_replica_methods: [basebackup]
`
}

const haproxySettings = (): string => `global
  maxconn 400
defaults
  mode tcp
  timeout connect 4s
  timeout client 30m
  timeout server 30m
listen leader
  bind 127.0.0.1:${databasePort}
  option httpchk GET /primary
  http-check expect status 200
  default-server inter 1s fall 2 rise 1 on-marked-down shutdown-sessions
${nodes.map(({ name, port, rest }) => `  server ${name} 127.0.0.1:${port} check port ${rest}`).join('\n')}
`
