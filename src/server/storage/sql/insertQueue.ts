// Gathers the inserts of a transaction and writes them many rows to a statement: a call into the
// engine costs more than a row.
import type { SqlSession, SqlValue } from './sqlDriver.ts'

interface Table {
  /** Where it is called otherwise than here. */
  name?: string
  columns: readonly string[]
  /** What follows the values, e.g. `ON CONFLICT DO NOTHING`. */
  onConflict: string
}

const rowColumns = ['t', 'id', 'v', 'fv', 'f', 'seal', 'status', 'status_v'] as const

const tables = {
  // Made by two nodes at once, a row must not be written over unseen: the second breaks the key and
  // is decided anew.
  row_created: { name: 'row_state', columns: rowColumns, onConflict: '' },
  row_state: {
    columns: rowColumns,
    onConflict: `ON CONFLICT (t, id) DO UPDATE SET v = excluded.v, fv = excluded.fv, f = excluded.f,
        seal = excluded.seal, status = excluded.status, status_v = excluded.status_v`,
  },
  row_scope: {
    columns: ['scope', 't', 'id', 'seq', 'is_out'],
    onConflict:
      'ON CONFLICT (t, id, scope) DO UPDATE SET seq = excluded.seq, is_out = excluded.is_out',
  },
  writer: {
    columns: ['t', 'id', 'field', 'v', 'member_id', 'at'],
    onConflict:
      'ON CONFLICT (t, id, field) DO UPDATE SET v = excluded.v, member_id = excluded.member_id, at = excluded.at',
  },
  photo_ref: { columns: ['hash', 't', 'id', 'member_id'], onConflict: 'ON CONFLICT DO NOTHING' },
  journal: {
    columns: ['install', 'n', 'change_id', 'hash', 'body', 'result', 'received_at', 'member_id'],
    onConflict: '',
  },
  // The first content keeps its outcome for ever; only what is bare is replaced, and by a content
  // alone.
  outcome: {
    columns: ['change_id', 'hash', 'is_bare', 'result', 'install', 'n', 'member_id'],
    onConflict: `ON CONFLICT (change_id) DO UPDATE SET hash = excluded.hash, is_bare = excluded.is_bare,
        result = excluded.result, install = excluded.install, n = excluded.n,
        member_id = excluded.member_id WHERE outcome.is_bare = 1 AND excluded.is_bare = 0`,
  },
} as const satisfies Record<string, Table>

export interface InsertQueue {
  /** @param key of the row in its table: the same row twice is written as it was put last. */
  put(table: keyof typeof tables, key: string, values: readonly SqlValue[]): void
  /** Writes everything; before any read that must see it, and before commit. */
  flush(): Promise<void>
}

/**
 * Rows of one statement: each size is a text of its own that the engine keeps, so there are few. 8
 * × 32 values are far below every engine's limit.
 */
const sizes = [32, 16, 8, 4, 2, 1] as const

export function createInsertQueue(session: SqlSession): InsertQueue {
  const waiting = new Map<keyof typeof tables, Map<string, readonly SqlValue[]>>()
  return {
    put: (table, key, values) => {
      const rows = waiting.get(table) ?? new Map<string, readonly SqlValue[]>()
      rows.delete(key)
      waiting.set(table, rows.set(key, values))
    },
    flush: async () => {
      const written: Promise<void>[] = []
      for (const [name, rows] of waiting) {
        const { columns, onConflict, name: table = name }: Table = tables[name]
        const one = `(${columns.map(() => '?').join(', ')})`
        const all = [...rows.values()]
        for (let at = 0; at < all.length;) {
          const size = sizes.find((each) => each <= all.length - at)!
          const part = all.slice(at, at + size)
          at += size
          written.push(
            session.run(
              `INSERT INTO ${table} (${columns.join(', ')}) VALUES ${part.map(() => one).join(', ')} ${onConflict}`,
              part.flat(),
            ),
          )
        }
      }
      waiting.clear()
      await Promise.all(written)
    },
  }
}
