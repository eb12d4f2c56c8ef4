// The same rows the server wrote, and nothing else: transactions of 50, many rows to a statement,
// through the same driver, as many at once as phones in different scopes could write.
import type { SqlDriver, SqlSession, SqlValue } from '#server/storage/sql/sqlDriver.ts'

type Values = SqlValue[]
type StoredRecord = Record<string, SqlValue>

const columns = {
  row_state: ['t', 'id', 'v', 'fv', 'f'],
  row_scope: ['scope', 't', 'id', 'seq', 'is_out'],
  photo_ref: ['hash', 't', 'id', 'member_id'],
  journal: ['install', 'n', 'change_id', 'hash', 'body', 'result', 'received_at', 'member_id'],
} as const
type Table = keyof typeof columns

/** What one accepted report left behind. */
export interface WrittenRecord {
  install: string
  n: number
  rows: Record<Table, Values[]>
}

const perTransaction = 50
/** Values of one statement, below every engine's limit. */
const rowsPerStatement = 25

export async function writtenRecords(driver: SqlDriver): Promise<WrittenRecord[]> {
  return driver.read(async (session) => {
    const all = (table: Table, where = ''): Promise<StoredRecord[]> =>
      session.all<StoredRecord>(`SELECT ${columns[table].join(', ')} FROM ${table} ${where}`)
    const valuesOf = (table: Table, record: StoredRecord): Values =>
      columns[table].map((name) => record[name] ?? null)
    const byRow = async (
      table: 'row_state' | 'row_scope' | 'photo_ref',
    ): Promise<Map<string, Values[]>> => {
      const found = new Map<string, Values[]>()
      for (const record of await all(table, `WHERE t = 'report'`)) {
        const id = String(record['id'])
        found.set(id, [...(found.get(id) ?? []), valuesOf(table, record)])
      }
      return found
    }
    const [states, scopes, photos] = [
      await byRow('row_state'),
      await byRow('row_scope'),
      await byRow('photo_ref'),
    ]
    return (await all('journal', 'ORDER BY received_at, install, n')).map((entry) => {
      const id = (JSON.parse(String(entry['body'])) as { row: string }).row
      const rows = {
        row_state: states.get(id) ?? [],
        row_scope: scopes.get(id) ?? [],
        photo_ref: photos.get(id) ?? [],
        journal: [valuesOf('journal', entry)],
      }
      return { install: String(entry['install']), n: Number(entry['n']), rows }
    })
  })
}

/** @param driver of an empty database. @returns milliseconds. */
export async function writeRaw(
  driver: SqlDriver,
  records: readonly WrittenRecord[],
  atOnce: number,
): Promise<number> {
  const streams = new Map<string, WrittenRecord[]>()
  for (const record of records)
    streams.set(record.install, [...(streams.get(record.install) ?? []), record])
  const waiting = [...streams.values()]
  const startedAt = performance.now()
  await Promise.all(
    Array.from({ length: atOnce }, async () => {
      for (let stream = waiting.pop(); stream; stream = waiting.pop()) {
        for (let at = 0; at < stream.length; at += perTransaction)
          await writePart(driver, stream.slice(at, at + perTransaction))
      }
    }),
  )
  return performance.now() - startedAt
}

function writePart(driver: SqlDriver, part: readonly WrittenRecord[]): Promise<void> {
  return driver.write(async (session) => {
    for (const table of Object.keys(columns) as Table[])
      await insertAll(
        session,
        table,
        part.flatMap((record) => record.rows[table]),
      )
    const heads = new Map(
      part.flatMap((record) => record.rows.row_scope).map((row) => [row[0]!, row[3]!]),
    )
    for (const [scope, head] of [...heads].sort()) {
      await session.run(
        'INSERT INTO scope (id, head) VALUES (?, ?) ON CONFLICT (id) DO UPDATE SET head = excluded.head',
        [scope, head],
      )
    }
    const last = part.at(-1)!
    await session.run(
      'INSERT INTO stream (install, device_id, last_n) VALUES (?, ?, ?) ON CONFLICT (install) DO UPDATE SET last_n = excluded.last_n',
      [last.install, 'device', last.n],
    )
  })
}

/** The places of a plan, as an import left them. */
export const placeRowsIn = (
  driver: SqlDriver,
): Promise<{ [table in 'row_state' | 'row_scope']: Values[] }> =>
  driver.read(async (session) => {
    const all = async (table: 'row_state' | 'row_scope'): Promise<Values[]> =>
      (
        await session.all<StoredRecord>(
          `SELECT ${columns[table].join(', ')} FROM ${table} WHERE t = 'place'`,
        )
      ).map((record) => columns[table].map((name) => record[name] ?? null))
    return { row_state: await all('row_state'), row_scope: await all('row_scope') }
  })

/** @param driver of an empty database. */
export const writePlaceRows = (
  driver: SqlDriver,
  rows: Awaited<ReturnType<typeof placeRowsIn>>,
): Promise<void> =>
  driver.write(async (session) => {
    await insertAll(session, 'row_state', rows.row_state)
    await insertAll(session, 'row_scope', rows.row_scope)
  })

async function insertAll(
  session: SqlSession,
  table: Table,
  rows: readonly Values[],
): Promise<void> {
  const one = `(${columns[table].map(() => '?').join(', ')})`
  for (let at = 0; at < rows.length; at += rowsPerStatement) {
    const part = rows.slice(at, at + rowsPerStatement)
    await session.run(
      `INSERT INTO ${table} (${columns[table].join(', ')}) VALUES ${part.map(() => one).join(', ')}`,
      part.flat(),
    )
  }
}
