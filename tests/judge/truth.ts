// Where the truth lies: the server's tables and files, read past the server. The modules of this
// folder judge it: each returns, as sentences that begin with the invariant's number (SPEC.md),
// everything that is not as it was promised; nothing is the only good answer. They are asked by the
// oracle of the fault rows (faults/kit/oracle.ts) and by the judge of the stories (fuzz/judge.ts),
// who hear what people were told.
import { canonicalJson } from '#protocol/canonicalJson.ts'
import type { ChangeResult } from '#protocol/messages.ts'
import type { Change } from '#domain/change.ts'
import type { SqlDriver } from '#server/storage/sql/sqlDriver.ts'
import type { Storage } from '#server/storage/port/storage.ts'

export interface Truth {
  storage: Storage
  driver: SqlDriver
  /** The bytes as they lie there; null when they do not. */
  photoBytes(hash: string): Promise<Uint8Array | null>
}

/** One decision of the server on one change. */
export interface Line {
  install: string
  n: number
  changeId: string
  change: Change
  result: ChangeResult
  receivedAt: number
}

/** Numbers that a phone has said are lost. */
export interface LostRange {
  install: string
  from: number
  to: number
}

export const all = <R>(
  { driver }: Pick<Truth, 'driver'>,
  sql: string,
  values: (string | number)[] = [],
): Promise<R[]> => driver.read((session) => session.all<R>(sql, values))

interface JournalRecord {
  install: string
  n: number
  change_id: string
  body: string
  result: string
  received_at: number
}

export async function readLines(truth: Truth): Promise<Line[]> {
  const records = await all<JournalRecord>(
    truth,
    'SELECT install, n, change_id, body, result, received_at FROM journal ORDER BY install, n',
  )
  return records.map((record) => ({
    install: record.install,
    n: Number(record.n),
    changeId: record.change_id,
    change: JSON.parse(record.body) as Change,
    result: JSON.parse(record.result) as ChangeResult,
    receivedAt: Number(record.received_at),
  }))
}

export async function readLost(truth: Truth): Promise<LostRange[]> {
  const records = await all<{ install: string; from_n: number; to_n: number }>(
    truth,
    'SELECT install, from_n, to_n FROM lost',
  )
  return records.map(({ install, from_n: from, to_n: to }) => ({
    install,
    from: Number(from),
    to: Number(to),
  }))
}

export const isLost = (lost: readonly LostRange[], install: string, n: number): boolean =>
  lost.some((range) => range.install === install && range.from <= n && n <= range.to)

/**
 * What a change says, whatever its number and the moment of the tap: saved again from another page
 * it is the same change.
 */
export function contentOf(change: Change | undefined): string {
  const step = change?.op === 'patch' && change.step ? { ...change.step, at: 0 } : undefined
  return canonicalJson({ ...change, n: undefined, at: undefined, step })
}

/** What a change does to its row, whatever its number and the app that wrote it. */
export function effectOf(change: Change): string {
  const { t, row, op, set, add, remove, step } = change as Change & { op: 'patch' }
  return canonicalJson({ t, row, op, set, add, remove, step })
}
