// The changes of a rescue file, under the numbers their phone gave them, so that the phone may sync before, between and after (R3).
import { createHash } from 'node:crypto'
import { fault, type Fault } from '#domain/fault.ts'
import type { Instant, InstallId } from '#domain/ids.ts'
import type { ChangeFrame, ChangeResult } from '#protocol/messages.ts'
import type { RescueHead, RescueTally } from '#protocol/rescueFile.ts'
import { acceptPush } from '../acceptPush.ts'
import type { EndpointDeps } from '../deps.ts'
import { contentHash } from '../pushBatch.ts'
import type { Device, ReadTx } from '../storage/storage.ts'

interface Rescued {
  file: string
  device: Device
  head: Pick<RescueHead, 'install'>
  changes: readonly ChangeFrame[]
  /** Parked by the endpoint as far as the phone knows, and not held here as the phone holds them. */
  again: readonly ChangeFrame[]
  at: Instant
}

/** How often two that bring the same file at once may get in each other's way. */
const mostTries = 5

export async function takeInChanges(deps: Pick<EndpointDeps, 'storage' | 'hints' | 'inWork'>, rescued: Rescued, tally: RescueTally): Promise<void> {
  const changes = [...rescued.changes].sort((a, b) => a.n - b.n)
  const decided = changes.length > 0 ? await push(deps, rescued, rescued.head.install as InstallId, changes) : []
  // Numbers that do not connect, or that another copy of the phone has used: the ids alone keep these from doubling.
  const left = [...changes.slice(decided.length), ...rescued.again]
  for (const result of [...decided, ...(await pushById(deps, rescued, left))]) {
    if (result.again) tally.changesKnown++
    else if (result.s === 'parked') tally.parked++
    else tally.changes++
  }
}

async function push(deps: Pick<EndpointDeps, 'storage' | 'hints' | 'inWork'>, { device, at }: Rescued, install: InstallId, changes: readonly ChangeFrame[]): Promise<ChangeResult[]> {
  const { results, touched } = await acceptPush({ storage: deps.storage, device, install, changes, receivedAt: at, parkAll: whyParkAll(device) }, deps.inWork)
  deps.hints.publish(touched)
  return results
}

async function pushById(deps: Pick<EndpointDeps, 'storage' | 'hints' | 'inWork'>, rescued: Rescued, changes: readonly ChangeFrame[]): Promise<ChangeResult[]> {
  const install = rescueInstall(rescued)
  const results: ChangeResult[] = []
  for (let tries = 0; results.length < changes.length; tries++) {
    if (tries === mostTries) throw new Error('a rescue file is being taken in elsewhere')
    const last = (await deps.storage.read((tx) => tx.stream(install)))?.last ?? 0
    const renumbered = changes.slice(results.length).map((change, i) => ({ ...change, n: last + 1 + i }))
    results.push(...(await push(deps, rescued, install, renumbered)))
  }
  return results
}

/** The same for the same file, whoever brings it and however often. */
function rescueInstall({ file, device }: Pick<Rescued, 'file' | 'device'>): InstallId {
  const hex = createHash('sha256').update(`rescue ${file} ${device.id}`).digest('hex')
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20, 32)].join('-') as InstallId
}

/** Work of a revoked device is kept and waits for a supervisor (R4). */
const whyParkAll = (device: Device): Fault | undefined => (device.revokedAt === null ? undefined : fault('revokedDevice'))

export interface Parked {
  here: ChangeFrame[]
  /** Never heard of, or only their frame was sent (C8): they can be decided now. */
  missing: ChangeFrame[]
  /** Held here with another content. */
  different: ChangeFrame[]
}

export async function sortParked(tx: ReadTx, changes: readonly ChangeFrame[]): Promise<Parked> {
  const outcomes = await tx.outcomesOf(changes.map((change) => change.id))
  const sorted: Parked = { here: [], missing: [], different: [] }
  for (const change of changes) {
    const known = outcomes.get(change.id)
    if (known?.hash === contentHash(change)) sorted.here.push(change)
    else sorted[!known || known.isBare ? 'missing' : 'different'].push(change)
  }
  return sorted
}
