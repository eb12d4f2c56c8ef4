// Whether the bytes are a photo that can be shown: decoded once, in a child process that may be
// killed, because a crafted file can crash a decoder or eat the memory of whatever process it runs
// in. Asked by routes/photoRoutes.ts.
import { type ChildProcess, spawn } from 'node:child_process'
import { createRequire } from 'node:module'
import { pathToFileURL } from 'node:url'
import { photoLimits } from '#domain/photo.ts'
import program from './imageChild.mjs?raw'

export type ImageVerdict =
  | { state: 'sound'; jpeg?: Uint8Array; size?: { width: number; height: number } }
  | { state: 'unreadable' }
  | { state: 'tooManyPixels'; pixels: number }
  /** Nothing was found out: the machine has no room at the moment. */
  | { state: 'busy' }

export interface ImageInspector {
  inspect(bytes: Uint8Array): Promise<ImageVerdict>
  /** As `inspect`, and a sound one has its `size` in pixels, as it is shown. */
  measure(bytes: Uint8Array): Promise<ImageVerdict>
  /** A HEIC as a JPEG, without anything it says beside the picture. */
  asJpeg(bytes: Uint8Array): Promise<ImageVerdict>
  close(): void
}

export const imageLimits = {
  pixels: photoLimits.uploadPixels,
  frames: 1,
  /** A child at rest has about 90 MB; 40 megapixels of four bytes are 160 MB more. */
  rssBytes: 450_000_000,
  rssEveryMs: 20,
  timeMs: 10_000,
  startMs: 20_000,
  children: 2,
  /** Photos that wait for a child; each holds up to 10 MB of memory. */
  waiting: 30,
  /** A child with nothing to do is let go after this long. */
  idleMs: 30_000,
} as const

export type ImageLimits = { [key in keyof typeof imageLimits]: number }

type Task = 'verdict' | 'size' | 'jpeg'

interface Job {
  bytes: Uint8Array
  task: Task
  isRetry: boolean
  tell: (verdict: ImageVerdict) => void
}

export function openImageInspector(limits: ImageLimits = imageLimits): ImageInspector {
  const waiting: Job[] = []
  const idle = new Set<Child>()
  const all = new Set<Child>()
  let isClosed = false

  /**
   * Gives the next photo to a child. One that dies of a photo may have died of something else, so
   * the photo gets a second one.
   */
  const next = (): void => {
    const job = waiting[0]
    if (!job || isClosed) return
    const child = [...idle][0] ?? (all.size < limits.children ? start() : null)
    if (!child) return
    waiting.shift()
    idle.delete(child)
    child.ask(job, (verdict) => {
      if (verdict.state !== 'died') {
        idle.add(child)
        job.tell(verdict)
      } else if (!verdict.wasReady) job.tell({ state: 'busy' })
      else if (job.isRetry) job.tell({ state: 'unreadable' })
      else waiting.unshift({ ...job, isRetry: true })
      next()
    })
  }

  const start = (): Child => {
    const child = startChild(limits, () => {
      all.delete(child)
      idle.delete(child)
    })
    all.add(child)
    return child
  }

  const ask = (bytes: Uint8Array, task: Task): Promise<ImageVerdict> =>
    new Promise((tell) => {
      if (isClosed || waiting.length >= limits.waiting) return tell({ state: 'busy' })
      waiting.push({ bytes, task, isRetry: false, tell })
      next()
    })

  return {
    inspect: (bytes) => ask(bytes, 'verdict'),
    measure: (bytes) => ask(bytes, 'size'),
    asJpeg: (bytes) => ask(bytes, 'jpeg'),
    close: () => {
      isClosed = true
      for (const child of all) child.kill()
      for (const job of waiting.splice(0)) job.tell({ state: 'busy' })
    },
  }
}

type Outcome = ImageVerdict | { state: 'died'; wasReady: boolean }

interface Child {
  ask(what: Pick<Job, 'bytes' | 'task'>, tell: (outcome: Outcome) => void): void
  kill(): void
}

function startChild(limits: ImageLimits, onEnd: () => void): Child {
  const require = createRequire(import.meta.url)
  const sharp = pathToFileURL(require.resolve('sharp')).href
  const heif = require.resolve('libheif-js/libheif-wasm/libheif.js')
  const process = spawn(
    globalThis.process.execPath,
    [
      '--input-type=module',
      '--max-old-space-size=128',
      '--eval',
      program,
      sharp,
      heif,
      JSON.stringify(limits),
    ],
    {
      // None of the server's environment: it may hold the keys of a photo store.
      env: { UV_THREADPOOL_SIZE: '2' },
      stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
      serialization: 'advanced',
    },
  )
  let isReady = false
  let hasEnded = false
  let job: (Pick<Job, 'bytes' | 'task'> & { tell: (outcome: Outcome) => void }) | null = null
  let timer: NodeJS.Timeout | undefined

  const kill = (): void => void process.kill('SIGKILL')
  const killAfter = (ms: number): void => {
    clearTimeout(timer)
    timer = setTimeout(kill, ms).unref()
  }
  const finish = (outcome: Outcome): void => {
    const finished = job
    job = null
    unrefChild(process)
    finished?.tell(outcome)
  }
  const end = (): void => {
    if (hasEnded) return
    hasEnded = true
    clearTimeout(timer)
    onEnd()
    finish({ state: 'died', wasReady: isReady })
  }
  const send = (): void => {
    if (!job || !isReady) return
    killAfter(limits.timeMs)
    process.send({ bytes: job.bytes, task: job.task }, (error) => void (error && kill()))
  }
  process.once('error', end)
  process.once('exit', end)
  process.on('message', (message: ImageVerdict | { state: 'ready' }) => {
    if (message.state === 'ready') {
      isReady = true
      return send()
    }
    killAfter(limits.idleMs)
    finish(message)
  })
  killAfter(limits.startMs)
  return {
    ask: ({ bytes, task }, tell) => {
      job = { bytes, task, tell }
      process.ref()
      process.channel?.ref()
      send()
    },
    kill,
  }
}

/** A child at rest does not keep the server from ending. */
function unrefChild(child: ChildProcess): void {
  child.unref()
  child.channel?.unref()
}
