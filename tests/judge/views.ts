// I4, I5, I9: a phone that has come to rest holds exactly what its person may see, and shows what
// its person has made.
import type { LocalSession } from '#client/session/localSession.ts'
import { localReports } from '#client/queries/localReports.ts'
import { cachedRows } from '#client/db/cacheDb.ts'
import { onPhone } from '#client/queries/onPhone.ts'
import type { ScopeId } from '#domain/ids.ts'
import type { Row } from '#domain/row.ts'
import { canonicalJson } from '#protocol/canonicalJson.ts'
import { asShownIn } from '#records/readRights.ts'
import { memberOf, scopesOfMember } from '#server/access/memberOf.ts'
import type { Truth } from './truth.ts'

interface Shown {
  held: ReadonlySet<ScopeId>
  /** Scopes something was ever written to; another has no cursor either. */
  written: ScopeId[]
  rows: ReadonlyMap<string, Row & { scopes: ScopeId[] }>
}

/** What the server shows this member, scope by scope. */
const shownTo = (truth: Truth, memberId: LocalSession['memberId']): Promise<Shown> =>
  truth.storage.read(async (tx) => {
    const member = await memberOf(tx, memberId)
    const scopes = member ? await scopesOfMember(tx, member) : []
    const held = new Set(scopes)
    const heads = await tx.heads(scopes)
    const rows = new Map<string, Row & { scopes: ScopeId[] }>()
    for (const scope of scopes) {
      for (const { json } of await tx.rowsAfter(scope, 0, 1_000_000)) {
        const row = JSON.parse(json) as Row & { out?: 1 }
        if (row.out) continue
        const key = `${row.t}:${row.id}`
        rows.set(key, {
          ...asShownIn(held, row),
          scopes: [...(rows.get(key)?.scopes ?? []), scope],
        })
      }
    }
    return { held, written: scopes.filter((scope) => heads.get(scope)), rows }
  })

const textOf = ({ v, fv, f, scopes }: Omit<Row, 't' | 'id'> & { scopes: string[] }): string =>
  canonicalJson({ v, fv, f, scopes: [...scopes].sort() })

export async function judgeCache(
  truth: Truth,
  { cache, memberId }: LocalSession,
  name: string,
): Promise<string[]> {
  const { held, written, rows } = await shownTo(truth, memberId)
  const known = new Set<string>((await cache.cursor.toArray()).map((cursor) => cursor.scope))
  const wrong = written
    .filter((scope) => !known.has(scope))
    .map((scope) => `I4 ${name} has never read ${scope}`)
  const absent = new Map(rows)
  for (const cached of await cache.row.toArray()) {
    const row = absent.get(cached.key)
    absent.delete(cached.key)
    if (!row) wrong.push(`I9 ${name} holds ${cached.key}, which its person may not see`)
    else {
      // What it was told while it was in more scopes it need not forget.
      const [here, there] = [
        textOf({ ...asShownIn(held, cached), scopes: cached.scopes }),
        textOf(row),
      ]
      if (here !== there) wrong.push(`I4 ${name} has ${cached.key} as ${here}, the server ${there}`)
    }
  }
  return [...wrong, ...[...absent.keys()].map((key) => `I4 ${name} lacks ${key}`)]
}

/** Of each change still in the outbox that made a report, the report is shown. */
export async function judgeOwnRecords(
  { capture, cache, memberId }: LocalSession,
  name: string,
  isAsked: (entry: { id: string; fate: string }) => boolean,
): Promise<string[]> {
  const own = await onPhone(capture)
  const made = own.entries.filter(
    ({ id, fate, change }) =>
      change.op === 'create' && change.t === 'report' && isAsked({ id, fate }),
  )
  if (made.length === 0) return []
  const shown = new Set<string>(
    localReports(await cachedRows(cache, 'report'), own, memberId).map((view) => view.report.id),
  )
  return made
    .filter(({ change }) => !shown.has(change.row))
    .map(({ change }) => `I5 ${name} no longer shows ${change.row}`)
}
