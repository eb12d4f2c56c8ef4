// A browser of another make, driven by the little that the story needs. Acts are those of a page's
// own elements; where a finger would land is asked.
import { type ChildProcess, spawn } from 'node:child_process'
import { mkdtemp, rm } from 'node:fs/promises'
import { connect } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { phone } from '../browser/stage.ts'

export interface Page {
  /** Returns at once, whatever the page is doing. */
  go(url: string): Promise<void>
  /** Runs in the page; the answer may be a promise. */
  run<T>(work: (...words: never[]) => T | Promise<T>, ...words: unknown[]): Promise<T>
}

/** Its first page, and the browser around it. */
export interface Driver extends Page {
  /**
   * A second one of the same browser, in sight as well. One is asked after the other, never both at
   * once.
   */
  openPage(): Promise<Page>
  close(): Promise<void>
}

export interface Engine {
  driver: Driver
  /**
   * As the system does when it needs the memory; then the app's browser is there again, with what
   * was on the disk.
   */
  killAndStart(): Promise<void>
  close(): Promise<void>
}

export interface Size {
  width: number
  height: number
}

export type Launch = (
  folder: string,
  size: Size,
) => Promise<{ driver: Driver; processes: ChildProcess[] }>

/** With a storage of its own, as another phone or another desk has. */
export async function anEngine(launch: Launch, size: Size = phone.viewport): Promise<Engine> {
  const folder = await mkdtemp(join(tmpdir(), 'gridwalk-engine-'))
  let now = await launch(folder, size)
  const kill = async (): Promise<void> => {
    for (const child of now.processes) end(child)
    await now.driver.close().catch(() => undefined)
    await sleep(1000)
  }
  const engine: Engine = {
    driver: now.driver,
    killAndStart: async () => {
      await kill()
      now = await launch(folder, size)
      engine.driver = now.driver
    },
    close: async () => {
      await kill()
      await rm(folder, { recursive: true, force: true, maxRetries: 5 })
    },
  }
  return engine
}

/** In a group of its own, so that its helpers end with it. */
export const begin = (
  program: string,
  words: readonly string[],
  env: Record<string, string> = {},
): ChildProcess =>
  spawn(program, words, {
    detached: true,
    stdio: 'ignore',
    env: { ...process.env, LANGUAGE: 'zh_CN', TZ: 'Asia/Shanghai', ...env },
  })

function end(child: ChildProcess): void {
  try {
    process.kill(-child.pid!, 'SIGKILL')
  } catch {
    // It has ended by itself.
  }
}

export async function until<T>(
  what: string,
  ask: () => Promise<T | null | undefined | false>,
  timeoutMs = 30_000,
): Promise<T> {
  const last = Date.now() + timeoutMs
  let error: unknown
  while (Date.now() < last) {
    try {
      const answer = await ask()
      if (answer) return answer
    } catch (caught) {
      error = caught
    }
    await sleep(100)
  }
  throw new Error(`waited in vain for ${what}`, { cause: error })
}

export const portOpen = (port: number): Promise<boolean> =>
  new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1', () => resolve(true))
    socket.on('error', () => resolve(false)).on('connect', () => socket.destroy())
  })

/** Pages by their handles: what the driver is told is meant for the one that was chosen last. */
export function pagesOf(
  choose: (handle: string) => Promise<unknown>,
  chosenPage: Page,
): (handle: string) => Page {
  let chosen: string | undefined
  const at = async (handle: string): Promise<Page> => {
    if (chosen !== handle) await choose(handle)
    chosen = handle
    return chosenPage
  }
  return (handle) => ({
    go: async (url) => (await at(handle)).go(url),
    run: async (work, ...words) => (await at(handle)).run(work, ...words),
  })
}

/**
 * A page that is left in the midst of a script never answers it: who waits for longer asks again.
 */
export const scriptMs = 3000

/** What a driver runs in the page: the last argument is told the answer. */
export const scriptOf = (work: (...words: never[]) => unknown): string => `
  const words = [...arguments], done = words.pop()
  Promise.resolve().then(() => (${work.toString()})(...words)).then((value) => done({ value }), (error) => done({ error: String(error) }))`

/** @param answer null from a driver whose page was left meanwhile. */
export function answerOf<T>(answer: { value?: T; error?: string } | null): T {
  if (answer === null) throw new Error('the page was left before it answered')
  if (answer.error !== undefined) throw new Error(answer.error)
  return answer.value as T
}
