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
}

const longestWaitMs = 60_000

/**
 * Faults: `mapSpoilt` (what is there is good for nothing), `storageFull`, `storageRefused`, and
 * what the server refuses with (what is there stays).
 */
export async function fetchMap(
  map: MapToFetch,
  { transport, part, wait, told }: Fetching,
): Promise<Result<AssetHash>> {
  let failures = 0
  if (part.size > map.bytes) await part.restart()
  while (part.size < map.bytes) {
    const before = part.size
    told(before, failures > 0)
    const why = await fetchRest(map, { transport, part, told })
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
  { transport, part, told }: Omit<Fetching, 'wait'>,
): Promise<Fault | null> {
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
  try {
    if (!isRest(response, part.size)) await part.restart()
    return await writeAll(response, bytes, { part, told })
  } catch (error) {
    return storageFaultOf(error)
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
  { part, told }: Pick<Fetching, 'part' | 'told'>,
): Promise<null> {
  const reader = response.body?.getReader()
  if (!reader) return null
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
  }
}

const storageFaultOf = (error: unknown): Fault =>
  fault(
    error instanceof DOMException && error.name === 'QuotaExceededError'
      ? 'storageFull'
      : 'storageRefused',
  )
