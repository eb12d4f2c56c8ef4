// Base maps on a phone: fetched, kept, read in parts, drawn.
import type { AssetHash } from '#domain/ids.ts'
import { downloadMap } from '#client/tiles/downloadMap.ts'
import type { MapToFetch } from '#client/tiles/fetchMap.ts'
import { mapDatabase } from '#client/tiles/mapDatabase.ts'
import { mapFolder } from '#client/tiles/mapFolder.ts'
import { MapView } from './mapView.ts'

type Where = 'folder' | 'database' | 'memory'

const folder = mapFolder(navigator.storage)
const database = mapDatabase()
let view: MapView | null = null

/** Milliseconds from asking for it to a checked file of this phone; one that is here goes first. */
async function download(map: MapToFetch): Promise<number> {
  await folder.remove(map.hash)
  const startedAt = performance.now()
  const begun = await downloadMap(map, 0, () => undefined)
  const end = begun.ok ? await begun.value.end : begun
  if (!end.ok) throw new Error(end.fault.code)
  return performance.now() - startedAt
}

/** The same bytes, and nothing done with them. */
async function fetchPlain(hash: AssetHash): Promise<number> {
  const startedAt = performance.now()
  const response = await fetch(`/api/assets/${hash}`, { cache: 'no-store' })
  if (!response.ok) throw new Error(`answered ${response.status}`)
  const reader = response.body!.getReader()
  while (!(await reader.read()).done);
  return performance.now() - startedAt
}

async function kept(hash: AssetHash): Promise<Blob> {
  const bytes = await folder.open(hash)
  if (!bytes) throw new Error('there is no such map')
  return bytes
}

async function keepInDatabase(hash: AssetHash): Promise<void> {
  const bytes = await kept(hash)
  const part = await database.begin(hash)
  for (let at = 0; at < bytes.size; at += 1 << 20)
    await part.append(new Uint8Array(await bytes.slice(at, at + (1 << 20)).arrayBuffer()))
  await part.read()
  await part.finish()
}

async function readTimes(
  hash: AssetHash,
  where: Where,
  count: number,
  length: number,
): Promise<number[]> {
  const bytes = await (where === 'database' ? database.open(hash) : kept(hash))
  if (!bytes) throw new Error('there is no such map')
  // As much as lies in memory without a second thought.
  const from =
    where === 'memory' ? new Blob([await bytes.slice(0, 4_000_000).arrayBuffer()]) : bytes
  const times: number[] = []
  for (let n = 0; n < count; n++) {
    const at = Math.floor(((n * 0.618034) % 1) * (from.size - length))
    const startedAt = performance.now()
    await from.slice(at, at + length).arrayBuffer()
    times.push(performance.now() - startedAt)
  }
  return times
}

const mapBench = {
  download,
  fetchPlain,
  keepInDatabase,
  readTimes,
  openView: async (hash: AssetHash) => {
    view = new MapView(await kept(hash))
    return view.drawn()
  },
  glide: () => view!.glide(),
  closeView: () => view!.remove(),
}

declare global {
  interface Window {
    mapBench: typeof mapBench
  }
}

window.mapBench = mapBench
