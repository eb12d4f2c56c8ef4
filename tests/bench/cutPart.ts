// What it costs to cut a box of thirty kilometres out of an archive of one and a half gigabytes:
// time, a child process started and ended included, and the memory of that process. The limit: a
// process that does nothing, and so many bytes copied.
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { readdirSync, readFileSync } from 'node:fs'
import { copyFile, rm, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import type { Bounds } from '#domain/basemap.ts'
import { vectorTile } from '#demo/map/vectorTile.ts'
import { tilesOver } from '#demo/map/tileGrid.ts'
import { openCutter } from '#server/basemaps/cutter.ts'
import { writeArchiveFile } from './archiveFile.ts'
import type { Figure } from './figures.ts'
import { inTempFolder } from './inTempFolder.ts'
import { msOfAsync } from './msOf.ts'

const rounds = 5
const tileBytes = 18_000
const region: Bounds = [112, 28, 117.2, 32.6]
const box: Bounds = [114.2, 30.4, 114.51, 30.67]

export const cutPart = (): Promise<Figure[]> =>
  inTempFolder(async (folder) => {
    const path = join(folder, 'region.pmtiles')
    const bytes = await writeArchiveFile(path, { bounds: region, zooms: [0, 14], tileOf })
    const cutter = openCutter()
    const [ours, limit, memory, sizes]: number[][] = [[], [], [], []]
    try {
      for (let round = -1; round < rounds; round++) {
        const out = join(folder, 'cut')
        const watch = watchChildren()
        const cutMs = await msOfAsync(async () => {
          const task = { path, name: 'region', box, maxZoom: null }
          const made = await cutter.cut(task, out)
          if (!made.ok) throw new Error(made.fault.code)
        })
        const most = watch.stop()
        const plainMs = await msOfAsync(() => nothingAndCopy(out, join(folder, 'copy')))
        if (round >= 0) {
          ours!.push(cutMs)
          limit!.push(plainMs)
          memory!.push(most)
          sizes!.push((await stat(out)).size / 1e6)
        }
        await rm(out)
      }
    } finally {
      await cutter.close()
    }
    const what = `30 km box cut from ${(bytes / 1e9).toFixed(1)} GB`
    return [
      { what: `${what}, process and all`, unit: 'ms', ours: ours!, limit: limit!, most: 1000 },
      { what: '  memory of the process', unit: 'MB', ours: memory!, most: 150 },
      { what: '  what was cut', unit: 'MB', ours: sizes! },
    ]
  })

/** Real ones where they are read, and nothing but their length elsewhere. */
function tileOf(z: number, x: number, y: number): Uint8Array | number {
  if (!isInBox(z, x, y)) return tileBytes
  const name = `${z}-${x}-${y} `.repeat(4000).slice(0, tileBytes - 200)
  const road = { kind: 'minor_road', name }
  const line = [
    [0, 1000],
    [4096, 1200],
  ] as const
  const layers = new Map([['roads', [{ type: 'line' as const, parts: [line], properties: road }]]])
  return gzipSync(vectorTile(layers), { level: 0 })
}

const boxes = new Map<number, Set<string>>()
function isInBox(z: number, x: number, y: number): boolean {
  let tiles = boxes.get(z)
  if (!tiles) boxes.set(z, (tiles = new Set(tilesOver(box, z).map(String))))
  return tiles.has(`${x},${y}`)
}

async function nothingAndCopy(from: string, to: string): Promise<void> {
  await once(spawn(process.execPath, ['--eval', ''], { stdio: 'ignore' }), 'exit')
  await copyFile(from, to)
  await rm(to)
}

/** The most resident memory that any child of this process had, in MB (Linux's /proc). */
function watchChildren(): { stop(): number } {
  let most = 0
  const look = (): void => {
    for (const pid of childrenOf(process.pid)) {
      const status = textOf(`/proc/${pid}/status`)
      most = Math.max(most, Number(/^VmHWM:\s+(\d+)/m.exec(status)?.[1] ?? 0) / 1000)
    }
  }
  const timer = setInterval(look, 5)
  return {
    stop: () => {
      clearInterval(timer)
      return most || NaN
    },
  }
}

const childrenOf = (pid: number): string[] =>
  readdirSync(`/proc/${pid}/task`)
    .flatMap((thread) => textOf(`/proc/${pid}/task/${thread}/children`).split(' '))
    .filter((child) => child !== '')

/** Empty where it has ended meanwhile. */
function textOf(path: string): string {
  try {
    return readFileSync(path, 'utf8')
  } catch {
    return ''
  }
}
