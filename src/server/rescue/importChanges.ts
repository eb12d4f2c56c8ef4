// The changes of a rescue file, under the numbers their phone gave them, so that the phone may sync
// before, between and after (R3).
import { createHash } from 'node:crypto'
import type { Instant, ClientId } from '#domain/ids.ts'
import { fail, type Result, succeed } from '#domain/result.ts'
import type { ChangeEnvelope, ChangeResult } from '#protocol/messages.ts'
import type { RescueHead, RescueTally } from '#protocol/rescueFile.ts'
import { acceptRescued } from '../sync/acceptRescued.ts'
import type { PhotoIntake } from '../photos/admitPhoto.ts'
import type { InFlightLog } from '../sync/inFlightLog.ts'
import { ledgerOf } from '../ledger/ledger.ts'
import { contentHash } from '../changes/contentHash.ts'
import type { Device, ReadTx } from '../storage/port/storage.ts'

interface Rescued {
  file: string
  device: Device
  head: Pick<RescueHead, 'install'>
  changes: readonly ChangeEnvelope[]
  /**
   * Parked by the server as far as the phone knows, and not held here as the phone holds them.
   */
  again: readonly ChangeEnvelope[]
  at: Instant
}

/** How often two that bring the same file at once may get in each other's way. */
const mostTries = 5

/** What an imported file is laid into. */
export interface RescueDeps extends PhotoIntake {
  /** Absent where no process can be killed by a change. */
  inFlightLog?: InFlightLog
}

type Deps = Pick<RescueDeps, 'storage' | 'hints' | 'inFlightLog' | 'ledger'>

/**
 * Where there is no room for all of them, what came before that stays taken in: brought again it is
 * known.
 */
export async function importChanges(
  deps: Deps,
  rescued: Rescued,
  tally: RescueTally,
): Promise<Result<null>> {
  const changes = [...rescued.changes].sort((a, b) => a.n - b.n)
  const decided =
    changes.length > 0
      ? await push(deps, rescued, rescued.head.install as ClientId, changes)
      : succeed([])
  if (!decided.ok) return decided
  // Numbers that do not connect, or that another copy of the phone has used: the ids alone keep
  // these from doubling.
  const left = await pushById(deps, rescued, [
    ...changes.slice(decided.value.length),
    ...rescued.again,
  ])
  if (!left.ok) return left
  for (const result of [...decided.value, ...left.value]) {
    if (result.again) tally.changesKnown++
    else if (result.s === 'parked') tally.parked++
    else tally.changes++
  }
  return succeed(null)
}

async function push(
  deps: Deps,
  { device, at }: Rescued,
  install: ClientId,
  changes: readonly ChangeEnvelope[],
): Promise<Result<ChangeResult[]>> {
  const ledger = ledgerOf(deps)
  const { results, touched, later } = await acceptRescued(
    {
      storage: deps.storage,
      device,
      install,
      changes,
      receivedAt: at,
      ledger,
    },
    deps.inFlightLog,
  )
  deps.hints.publish(touched)
  return later ? fail(later) : succeed(results)
}

async function pushById(
  deps: Deps,
  rescued: Rescued,
  changes: readonly ChangeEnvelope[],
): Promise<Result<ChangeResult[]>> {
  const install = rescueClientId(rescued)
  const results: ChangeResult[] = []
  for (let tries = 0; results.length < changes.length; tries++) {
    if (tries === mostTries) throw new Error('a rescue file is being taken in elsewhere')
    const last = (await deps.storage.read((tx) => tx.clientLog(install)))?.last ?? 0
    const renumbered = changes
      .slice(results.length)
      .map((change, i) => ({ ...change, n: last + 1 + i }))
    const pushed = await push(deps, rescued, install, renumbered)
    if (!pushed.ok) return pushed
    results.push(...pushed.value)
  }
  return succeed(results)
}

/** The same for the same file, whoever brings it and however often. */
function rescueClientId({ file, device }: Pick<Rescued, 'file' | 'device'>): ClientId {
  const hex = createHash('sha256').update(`rescue ${file} ${device.id}`).digest('hex')
  return [
    hex.slice(0, 8),
    hex.slice(8, 12),
    hex.slice(12, 16),
    hex.slice(16, 20),
    hex.slice(20, 32),
  ].join('-') as ClientId
}

export interface Parked {
  here: ChangeEnvelope[]
  /** Never heard of, or only their envelope was sent (C8): they can be decided now. */
  missing: ChangeEnvelope[]
  /** Held here with another content. */
  different: ChangeEnvelope[]
}

export async function sortParked(tx: ReadTx, changes: readonly ChangeEnvelope[]): Promise<Parked> {
  const outcomes = await tx.outcomesOf(changes.map((change) => change.id))
  const sorted: Parked = { here: [], missing: [], different: [] }
  for (const change of changes) {
    const known = outcomes.get(change.id)
    if (known?.hash === contentHash(change)) sorted.here.push(change)
    else sorted[!known || known.isBare ? 'missing' : 'different'].push(change)
  }
  return sorted
}
