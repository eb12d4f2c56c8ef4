// Cuts a box out of an archive of tiles, or says what the cut would be: in a child process that may
// be killed, because the archive comes from outside and a crafted one can eat the memory of
// whatever process reads it. One at a time.
import { spawn } from 'node:child_process'
import { createRequire } from 'node:module'
import { pathToFileURL } from 'node:url'
import * as v from 'valibot'
import { type Bounds, basemapLimits } from '#domain/basemap.ts'
import { type Fault, fault, faultCodes } from '#domain/fault.ts'
import type { AssetHash } from '#domain/ids.ts'
import { fail, type Result, succeed } from '#domain/result.ts'
import { oneAtATime } from '../jobs/oneAtATime.ts'
import program from './cutChild.mjs?raw'
import writer from '#domain/tileArchive.mjs?raw'

export interface CutTask {
  /** The archive, on this machine. */
  path: string
  /** What it is called, for what is written into the cut. */
  name: string
  /** Null for all of it. */
  box: Bounds | null
  /** Null for the highest there is. */
  maxZoom: number | null
}

const bounds = v.tuple([v.number(), v.number(), v.number(), v.number()])
const PlannedCut = v.object({
  bounds,
  minZoom: v.number(),
  maxZoom: v.number(),
  kind: v.picklist(['vector', 'raster']),
  schema: v.picklist(['protomaps4', 'protomapsOld', 'other']),
  attribution: v.string(),
  dataDate: v.nullable(v.number()),
  bytes: v.number(),
  tiles: v.number(),
  sourceBounds: bounds,
  sourceMaxZoom: v.number(),
})
/** What the cut is or would be: exactly as many bytes. */
export type PlannedCut = v.InferOutput<typeof PlannedCut>
export type Cut = PlannedCut & { hash: AssetHash }

const Answer = v.variant('state', [
  v.object({ state: v.literal('ready') }),
  v.object({
    state: v.literal('done'),
    ...PlannedCut.entries,
    hash: v.optional(
      v.pipe(
        v.string(),
        v.transform((hash) => hash as AssetHash),
      ),
    ),
  }),
  v.object({
    state: v.literal('refused'),
    fault: v.object({
      code: v.picklist(faultCodes),
      detail: v.optional(v.record(v.string(), v.union([v.string(), v.number()]))),
    }),
  }),
  v.object({ state: v.literal('failed'), error: v.string() }),
])
type Answer = v.InferOutput<typeof Answer>

export const cutLimits = {
  mapBytes: basemapLimits.bytes,
  zoom: basemapLimits.zoom,
  tiles: 4_000_000,
  entries: 1_500_000,
  directoryBytes: 64_000_000,
  depth: 3,
  metadataBytes: 5_000_000,
  tileBytes: 20_000_000,
  /** Tiles that are looked at, beside the one in the middle. */
  looks: 8,
  readBytes: 1 << 20,
  rssBytes: 450_000_000,
  startMs: 20_000,
  timeMs: 120_000,
} as const

export type CutLimits = { [key in keyof typeof cutLimits]: number }

export interface Cutter {
  /** What the cut would be. */
  plan(task: CutTask): Promise<Result<PlannedCut>>
  /** Writes it to a new file. */
  cut(task: CutTask, out: string): Promise<Result<Cut>>
  close(): Promise<void>
}

export function openCutter(limits: CutLimits = cutLimits): Cutter {
  const turns = oneAtATime()
  const ending = new AbortController()
  const ask = (
    task: CutTask,
    out: string | null,
  ): Promise<Result<PlannedCut & { hash?: AssetHash }>> =>
    turns.add(async () => resultOf(await runChild({ ...task, out }, limits, ending.signal)))
  return {
    plan: (task) => ask(task, null),
    cut: async (task, out) => {
      const made = await ask(task, out)
      if (!made.ok) return made
      const { hash } = made.value
      if (!hash) throw new Error('what was cut has no hash')
      return succeed({ ...made.value, hash })
    },
    close: async () => {
      ending.abort()
      await turns.ended()
    },
  }
}

function resultOf(answer: Exclude<Answer, { state: 'ready' }> | Ended) {
  if (answer.state === 'done') return succeed(answer)
  if (answer.state === 'refused') return fail(asFault(answer.fault))
  if (answer.state === 'failed')
    return fail(fault(answer.error === 'ENOSPC' ? 'serverFull' : 'serverBusy'))
  // Whatever the child died of once it had the archive in hand, it died of the archive.
  return fail(fault(answer.wasReady ? 'mapNotPmtiles' : 'serverBusy'))
}

const asFault = ({ code, detail }: { code: Fault['code']; detail?: Fault['detail'] | undefined }) =>
  fault(code, detail)

/** How an archive begins, for the child: as text, so that it needs no file of the server's. */
const writerUrl = `data:text/javascript,${encodeURIComponent(writer)}`

interface Ended {
  state: 'ended'
  wasReady: boolean
}

function runChild(
  task: CutTask & { out: string | null },
  limits: CutLimits,
  signal: AbortSignal,
): Promise<Exclude<Answer, { state: 'ready' }> | Ended> {
  const library = pathToFileURL(createRequire(import.meta.url).resolve('pmtiles')).href
  return new Promise((tell) => {
    let wasReady = false
    const child = spawn(
      process.execPath,
      [
        '--input-type=module',
        '--max-old-space-size=256',
        '--eval',
        program,
        library,
        writerUrl,
        JSON.stringify(limits),
      ],
      // None of the server's environment: it may hold the keys of a store.
      { env: {}, stdio: ['ignore', 'ignore', 'ignore', 'ipc'] },
    )
    const kill = (): void => void child.kill('SIGKILL')
    let timer = setTimeout(kill, limits.startMs)
    signal.addEventListener('abort', kill)
    if (signal.aborted) kill()
    const end = (answer: Exclude<Answer, { state: 'ready' }> | Ended): void => {
      clearTimeout(timer)
      signal.removeEventListener('abort', kill)
      kill()
      tell(answer)
    }
    const isOver = (): void => end({ state: 'ended', wasReady: wasReady && !signal.aborted })
    child.once('error', isOver)
    child.once('exit', isOver)
    child.on('message', (message) => {
      const answer = v.safeParse(Answer, message)
      if (!answer.success) return kill()
      if (answer.output.state !== 'ready') return end(answer.output)
      wasReady = true
      clearTimeout(timer)
      timer = setTimeout(kill, limits.timeMs)
      child.send(task, (error) => void (error && kill()))
    })
  })
}
