// How often a door is visited leaves the row of its place, which every member is sent, for a row of
// class care. The place's version and its number in the scope are raised, so that every phone takes
// the row without it.
import type { Row } from '#domain/row.ts'
import { referenceScope } from '#domain/scope.ts'
import { scopesOfRow } from '#records/readRights.ts'
import { withoutRhythm } from '../moveRhythms.ts'
import { rowFrom, type RowRecord } from '../port/records.ts'
import type { SqlSession } from '../sql/sqlDriver.ts'

export const m011Rhythms = {
  name: '011-rhythms',
  statements: [],
  work: async (session: SqlSession): Promise<void> => {
    const places = await session.all<RowRecord>(
      "SELECT t, id, v, fv, f FROM row_state WHERE t = 'place' AND f LIKE '%\"visitEveryDays\"%' ORDER BY id",
    )
    for (const record of places) {
      const moved = withoutRhythm(rowFrom(record))
      if (!moved) continue
      await put(session, moved.place, referenceScope)
      if (moved.rhythm)
        for (const scope of scopesOfRow(moved.rhythm)) await put(session, moved.rhythm, scope)
    }
  },
}

async function put(session: SqlSession, { t, id, v, fv, f }: Row, scope: string): Promise<void> {
  await session.run(
    'INSERT INTO scope (id, head) VALUES (?, 1) ON CONFLICT (id) DO UPDATE SET head = scope.head + 1',
    [scope],
  )
  const { head } = (await session.first<{ head: number }>('SELECT head FROM scope WHERE id = ?', [
    scope,
  ]))!
  await session.run(
    `INSERT INTO row_state (t, id, v, fv, f) VALUES (?, ?, ?, ?, ?)
      ON CONFLICT (t, id) DO UPDATE SET v = excluded.v, fv = excluded.fv, f = excluded.f`,
    [t, id, v, JSON.stringify(fv), JSON.stringify(f)],
  )
  await session.run(
    `INSERT INTO row_scope (scope, t, id, seq, is_out) VALUES (?, ?, ?, ?, 0)
      ON CONFLICT (t, id, scope) DO UPDATE SET seq = excluded.seq, is_out = 0`,
    [scope, t, id, Number(head)],
  )
}
