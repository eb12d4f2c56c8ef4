// The download of one map: goes on at the byte it had come to, through any number of cut
// connections, and ends with a map whose bytes have been compared with their name.
import { type Fault, fault } from '#domain/fault.ts'
import type { AssetHash } from '#domain/ids.ts'
import { fail, type Result, succeed } from '#domain/result.ts'
import { parse } from '#protocol/parse.ts'
import { Refusal } from '#protocol/refusal.ts'
import type { Transport } from '../http/transport.ts'
import type { MapPart } from './mapPart.ts'
import { sha256Pieces } from './sha256Pieces.ts'

export interface MapToFetch {
  hash: AssetHash
  bytes: number
}

export interface Fetching {
  transport: Transport
  part: MapPart
  /** Resolves after so many milliseconds, or sooner where the connection is back. */
  wait: (ms: number) => Promise<void>
  /** Bytes on the disk; waiting: the connection is away, and it goes on by itself. */
  told: (bytes: number, isWaiting: boolean) => void
  /** How much room is wanting for so many bytes more: photos are taken meanwhile, and go first. */
  missing?: (bytes: number) => Promise<number>
}

const longestWaitMs = 60_000
/** After so many bytes it is looked at the room again. */
const roomEveryBytes = 8_000_000

/**
 * Faults: `mapSpoilt` (what is there is good for nothing), `storageFull` (nothing is left of it
 * where the browser itself says so), `storageRefused`, and what the server refuses with (what is
 * there stays).
 */
export async function fetchMap(
  map: MapToFetch,
  { wait, ...fetching }: Fetching,
): Promise<Result<AssetHash>> {
  const { part, told } = fetching
  let failures = 0
  if (part.size > map.bytes) await part.restart()
  while (part.size < map.bytes) {
    const before = part.size
    told(before, failures > 0)
    const why = await fetchRest(map, fetching)
    if (why) return fail(why)
    if (part.size >= map.bytes) break
    failures = part.size > before ? 1 : failures + 1
    told(part.size, true)
    await wait(Math.min(longestWaitMs, 1000 * 2 ** (failures - 1)))
  }
  told(map.bytes, false)
  if (part.size !== map.bytes || (await sha256Pieces(await part.read())) !== map.hash)
    return fail(fault('mapSpoilt'))
  await part.finish()
  return succeed(map.hash)
}

/** Null where it is worth another try, or where all of it is there. */
async function fetchRest(
  { hash, bytes }: MapToFetch,
  fetching: Omit<Fetching, 'wait'>,
): Promise<Fault | null> {
  const { transport, part } = fetching
  let response: Response
  try {
    response = await transport.send(`/api/assets/${hash}`, {
      headers: part.size > 0 ? { Range: `bytes=${part.size}-` } : {},
    })
  } catch {
    return null
  }
  if (response.status !== 200 && response.status !== 206) {
    if (response.status === 416) await part.restart()
    return refusalIn(response)
  }
  // A page where somebody is to sign in to a network says 200 as well.
  if (response.headers.get('Content-Type')?.startsWith('text/')) return null
  try {
    if (!isRest(response, part.size)) await part.restart()
    return await writeAll(response, bytes, fetching)
  } catch (error) {
    const why = storageFaultOf(error)
    // It has taken the last of the room, which a photo may need now.
    if (why.code === 'storageFull') await part.restart()
    return why
  }
}

/** What the server says of it; null where it asks for patience, or where somebody else answers. */
async function refusalIn(response: Response): Promise<Fault | null> {
  const refusal = parse(Refusal, await response.json().catch(() => undefined))
  return refusal.ok && [401, 403, 404].includes(response.status) ? refusal.value.fault : null
}

/** Whether the answer begins where the part ends; anything else is the whole map. */
const isRest = (response: Response, have: number): boolean =>
  response.status === 206 &&
  /^bytes (\d+)-/.exec(response.headers.get('Content-Range') ?? '')?.[1] === String(have)

async function writeAll(
  response: Response,
  bytes: number,
  { part, told, missing }: Pick<Fetching, 'part' | 'told' | 'missing'>,
): Promise<Fault | null> {
  const reader = response.body?.getReader()
  if (!reader) return null
  let lookAt = part.size + roomEveryBytes
  for (;;) {
    const next = await reader.read().catch(() => null)
    if (!next || next.done) return null
    // More than there is of it: somebody else's answer, which its name will show.
    await part.append(next.value)
    told(part.size, false)
    if (part.size > bytes) {
      await reader.cancel().catch(() => undefined)
      return null
    }
    if (part.size < lookAt) continue
    lookAt = part.size + roomEveryBytes
    const wanted = (await missing?.(bytes - part.size)) ?? 0
    if (wanted === 0) continue
    await reader.cancel().catch(() => undefined)
    return fault('storageFull', { missing: wanted })
  }
}

const storageFaultOf = (error: unknown): Fault =>
  fault(
    error instanceof DOMException && error.name === 'QuotaExceededError'
      ? 'storageFull'
      : 'storageRefused',
  )
