// Journal entries from the backup, accepted again where the database lacks them. They pass through
// the same code as when they arrived, but are not judged anew: rights and grids may have altered
// since, and what was applied then stays applied.
import { fault } from '#domain/fault.ts'
import type { DeviceId } from '#domain/ids.ts'
import { fail, succeed } from '#domain/result.ts'
import type { ChangeEnvelope, ChangeResult } from '#protocol/messages.ts'
import { decide } from '#records/decide.ts'
import { effectOf } from '#records/effectOf.ts'
import { acceptReplayed } from '../sync/acceptReplayed.ts'
import { parkedInstead, type Ruling } from '../sync/ruling.ts'
import type { JournalLine } from '../backup/segment.ts'
import { isOfTheEngine } from '../storage/port/engineTrouble.ts'
import type { Device, Storage, WriteTx } from '../storage/port/storage.ts'
import { grouped, replayOrder } from './replayOrder.ts'

export interface Replayed {
  /** Taken in now. */
  taken: number
  /** Lay in the database already. */
  known: number
  /** Came out otherwise than then; they are parked and wait for a supervisor. */
  parked: number
}

/** Entries the database does not hold, of one segment or all. */
export async function missingIn(
  storage: Storage,
  lines: readonly JournalLine[],
): Promise<JournalLine[]> {
  const missing: JournalLine[] = []
  for (const own of grouped(lines, (line) => line.install)) {
    const { install } = own[0]!
    const numbers = own.map((line) => line.n)
    const there = await storage.read((tx) =>
      tx.journal(install, Math.min(...numbers), Math.max(...numbers)),
    )
    const known = new Set(there.map((entry) => entry.n))
    missing.push(...own.filter((line) => !known.has(line.n)))
  }
  return missing
}

/** Changes of one transaction: a commit costs as much as fifty of them. */
const perTransaction = 200

export async function replayJournal(
  storage: Storage,
  missing: readonly JournalLine[],
): Promise<Omit<Replayed, 'known'>> {
  // A segment that was written twice holds the same entries twice.
  const once = [...new Map(missing.map((line) => [`${line.install}:${line.n}`, line])).values()]
  const devices = new Map(
    (await storage.read((tx) => tx.devices())).map((device) => [device.id, device]),
  )
  const ordered = replayOrder(once)
  const tally = { taken: 0, parked: 0 }
  for (let at = 0; at < ordered.length; at += perTransaction) {
    const part = ordered.slice(at, at + perTransaction)
    const outcomes = await acceptLines(storage, part, devices)
    tally.taken += part.length
    tally.parked += part.filter(
      (line, i) => outcomes[i] === 'parked' && line.result.s !== 'parked',
    ).length
  }
  return tally
}

type Outcome = ChangeResult['s'] | undefined
type Devices = ReadonlyMap<DeviceId, Device>

/**
 * All of it in one transaction; if that fails for a reason of its content, one by one, so that a
 * single bad one is parked and stops nothing.
 */
async function acceptLines(
  storage: Storage,
  lines: readonly JournalLine[],
  devices: Devices,
  isParked = false,
): Promise<Outcome[]> {
  try {
    return await storage.write(async (tx) => {
      const outcomes: Outcome[] = []
      for (const push of pushesOf(lines))
        outcomes.push(
          ...(await replay(
            tx,
            push,
            devices,
            isParked ? parkedInstead(asThen(push)) : asThen(push),
          )),
        )
      return outcomes
    })
  } catch (error) {
    if (isOfTheEngine(error) || isParked) throw error
    if (lines.length === 1) return acceptLines(storage, lines, devices, true)
  }
  const outcomes: Outcome[] = []
  for (const line of lines) outcomes.push(...(await acceptLines(storage, [line], devices)))
  return outcomes
}

/** What one phone sent at one time, in its order. */
function pushesOf(lines: readonly JournalLine[]): JournalLine[][] {
  const pushes: JournalLine[][] = []
  for (const line of lines) {
    const push = pushes.at(-1)
    const before = push?.at(-1)
    if (
      before?.install === line.install &&
      before.receivedAt === line.receivedAt &&
      before.n + 1 === line.n
    )
      push!.push(line)
    else pushes.push([line])
  }
  return pushes
}

async function replay(
  tx: WriteTx,
  lines: readonly JournalLine[],
  devices: Devices,
  ruling: Ruling,
): Promise<Outcome[]> {
  const first = lines[0]!
  const { install, receivedAt } = first
  const last = (await tx.clientLog(install))?.last ?? 0
  // Numbers before it that were never copied were lost then already, or come later.
  const lost = first.n > last + 1 ? [[last + 1, first.n - 1] as const] : []
  const changes = lines.map((line) => JSON.parse(line.body) as ChangeEnvelope)
  const device = devices.get(first.deviceId) ?? strangerOf(first)
  const results = await acceptReplayed(tx, { device, install, changes, receivedAt, lost, ruling })
  return lines.map((_line, i) => results[i]?.s)
}

/**
 * Grants what was granted and refuses what was refused, and keeps the versions of rows: later
 * changes name those their authors saw (M1).
 */
function asThen(lines: readonly JournalLine[]): Ruling {
  const results = new Map(lines.map((line) => [line.changeId, line.result]))
  const decideAsThen: typeof decide = (change, row, known) => {
    const result = results.get(change.id)
    results.delete(change.id)
    // Asked about once more it is parked work that a decision takes up, and is decided with that
    // decision.
    if (!result) return decide(change, row, known)
    if (result.s === 'parked') return fail(result.fault ?? fault('internal'))
    if (change.op === 'patch' && !row) return fail(fault('unknownReport'))
    const before = row && { ...row, v: Math.max(row.v, (result.rowV ?? row.v + 1) - 1) }
    return succeed(effectOf(change, before, known.receivedAt))
  }
  return { is: 'decided', decide: decideAsThen }
}

/** A device that the copied list does not hold; its work counts, its credential is gone. */
const strangerOf = ({ deviceId, memberId, receivedAt }: JournalLine): Device => ({
  id: deviceId,
  memberId,
  secretHash: '',
  label: '',
  createdAt: receivedAt,
  revokedAt: receivedAt,
  seenAt: null,
  waitingChanges: 0,
  waitingPhotos: 0,
  waitingSince: null,
})
