// Child processes of the cluster: each with a log of its own, all of them gone when the run ends,
// however it ends.
import { type ChildProcess, spawn, spawnSync } from 'node:child_process'
import { createWriteStream } from 'node:fs'
import { join } from 'node:path'

export interface Running {
  name: string
  process: ChildProcess
  kill(signal?: NodeJS.Signals): void
  readonly hasEnded: boolean
}

const running = new Set<Running>()

/**
 * Servers of Debian refuse to run as root, or should: PostgreSQL's own account is there whenever
 * they are.
 */
export const unprivileged = 'postgres'

export interface Start {
  name: string
  command: string
  args: readonly string[]
  logFolder: string
  env?: Record<string, string>
  isUnprivileged?: boolean
}

export function start({ name, command, args, logFolder, env, isUnprivileged }: Start): Running {
  const [file, list] =
    isUnprivileged && process.getuid?.() === 0
      ? ['runuser', ['-u', unprivileged, '--', command, ...args]]
      : [command, [...args]]
  const child = spawn(file, list, {
    env: { ...process.env, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
    detached: true,
  })
  const log = createWriteStream(join(logFolder, `${name}.log`), { flags: 'a' })
  child.stdout.pipe(log, { end: false })
  child.stderr.pipe(log, { end: false })
  const one: Running = {
    name,
    process: child,
    // The whole group: a server leaves children of its own behind.
    kill: (signal = 'SIGKILL') => {
      try {
        if (child.pid) process.kill(-child.pid, signal)
      } catch {
        // It was gone already.
      }
    },
    get hasEnded() {
      return child.exitCode !== null || child.signalCode !== null
    },
  }
  running.add(one)
  child.once('exit', () => running.delete(one))
  return one
}

/**
 * @param folder what runs on it is ended too: PostgreSQL leaves the group of whoever started it.
 */
export function killAll(folder: string): void {
  for (const one of running) one.kill()
  spawnSync('pkill', ['-KILL', '-f', folder])
}

export function run(
  command: string,
  args: readonly string[],
  options: { cwd?: string; env?: Record<string, string> } = {},
): string {
  const done = spawnSync(command, args, {
    encoding: 'utf8',
    cwd: options.cwd,
    env: { ...process.env, ...options.env },
  })
  if (done.status !== 0)
    throw new Error(
      `${command} ${args.join(' ')}: ${done.error?.message ?? (done.stderr || done.stdout)}`,
    )
  return done.stdout
}

export const sleep = (ms: number): Promise<void> =>
  new Promise((resolve) => setTimeout(resolve, ms))

/** Waits until `look` finds something; after `ms` it says what it waited for. */
export async function until<T>(
  what: string,
  ms: number,
  look: () => Promise<T | null | false | undefined>,
): Promise<T> {
  const end = Date.now() + ms
  let last: unknown
  while (Date.now() < end) {
    try {
      const found = await look()
      if (found !== null && found !== false && found !== undefined) return found
    } catch (error) {
      last = error
    }
    await sleep(200)
  }
  throw new Error(`waited ${Math.round(ms / 1000)} s for ${what}`, { cause: last })
}
