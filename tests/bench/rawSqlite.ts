// The same rows the endpoint wrote, by prepared statements and nothing else: transactions of 50 on a file of the same kind.
import { rm } from 'node:fs/promises'
import { migrate } from '#endpoint/storage/migrate.ts'
import { openSqlite } from '#endpoint/storage/sqliteDriver.ts'

type Value = string | number | null
type Values = Value[]
interface Prepared {
  run(...values: Values): unknown
}

type Connection = ReturnType<typeof openSqlite>['connection']
type StoredRecord = { [column: string]: Value }

const columns = {
  row_state: ['t', 'id', 'v', 'fv', 'f'],
  row_scope: ['scope', 't', 'id', 'seq', 'is_out'],
  photo_ref: ['hash', 't', 'id', 'member_id'],
  journal: ['install', 'n', 'change_id', 'hash', 'body', 'result', 'received_at', 'member_id'],
} as const

/** What one accepted report left behind. */
export interface WrittenRecord {
  state: Values
  scopes: Values[]
  photos: Values[]
  journal: Values
}

export function writtenRecords(connection: Connection): WrittenRecord[] {
  const all = (sql: string): StoredRecord[] => connection.prepare(sql).all() as StoredRecord[]
  const valuesOf = (record: StoredRecord, names: readonly string[]): Values => names.map((name) => record[name] ?? null)
  const byRow = (table: 'row_scope' | 'photo_ref'): Map<string, Values[]> => {
    const found = new Map<string, Values[]>()
    for (const record of all(`SELECT * FROM ${table} WHERE t = 'report'`)) {
      const id = String(record['id'])
      found.set(id, [...(found.get(id) ?? []), valuesOf(record, columns[table])])
    }
    return found
  }
  const [scopes, photos] = [byRow('row_scope'), byRow('photo_ref')]
  const states = new Map(all(`SELECT * FROM row_state WHERE t = 'report'`).map((record) => [String(record['id']), record]))
  return all('SELECT * FROM journal ORDER BY rowid').map((entry) => {
    const id = (JSON.parse(String(entry['body'])) as { row: string }).row
    const state = valuesOf(states.get(id)!, columns.row_state)
    return { state, scopes: scopes.get(id) ?? [], photos: photos.get(id) ?? [], journal: valuesOf(entry, columns.journal) }
  })
}

/** Returns milliseconds. */
export async function writeRaw(file: string, records: readonly WrittenRecord[]): Promise<number> {
  const driver = openSqlite(file)
  await migrate(driver)
  const prepare = (sql: string): Prepared => driver.connection.prepare(sql)
  const into = (table: keyof typeof columns): Prepared =>
    prepare(`INSERT INTO ${table} (${columns[table].join(', ')}) VALUES (${columns[table].map(() => '?').join(', ')})`)
  const [state, scope, photo, journal] = [into('row_state'), into('row_scope'), into('photo_ref'), into('journal')]
  const head = prepare('INSERT INTO scope (id, head) VALUES (?, ?) ON CONFLICT (id) DO UPDATE SET head = excluded.head')
  const stream = prepare('INSERT INTO stream (install, device_id, last_n) VALUES (?, ?, ?) ON CONFLICT (install) DO UPDATE SET last_n = excluded.last_n')
  const startedAt = performance.now()
  for (let at = 0; at < records.length; at += 50) {
    const heads = new Map<Value, Value>()
    driver.connection.exec('BEGIN IMMEDIATE')
    const part = records.slice(at, at + 50)
    for (const record of part) {
      state.run(...record.state)
      for (const each of record.scopes) {
        scope.run(...each)
        heads.set(each[0]!, each[3]!)
      }
      for (const each of record.photos) photo.run(...each)
      journal.run(...record.journal)
    }
    for (const entry of heads) head.run(...entry)
    const last = part[part.length - 1]!.journal
    stream.run(last[0]!, 'device', last[1]!)
    driver.connection.exec('COMMIT')
  }
  const ms = performance.now() - startedAt
  await driver.close()
  await rm(file, { force: true })
  return ms
}
