// What a phone does not have yet, from one snapshot (L2–L6). Rows are stored as text and leave as
// text. Asked by routes/syncAnswer.ts.
import type { ScopeId } from '#domain/ids.ts'
import type { Member } from '#domain/member.ts'
import { firstSyncVersion, type Row } from '#domain/row.ts'
import { protocolLimits, type PullPage } from '#protocol/messages.ts'
import { asShownIn, isShownInPart } from '#records/readRights.ts'
import { scopesOfMember } from '../access/memberOf.ts'
import type { ReadTx } from '../storage/port/storage.ts'
import { RawJson } from './rawJson.ts'

export interface Page extends Omit<PullPage, 'scope' | 'rows'> {
  scope: ScopeId
  rows: RawJson[]
}

export interface Pulled {
  enter: ScopeId[]
  leave: ScopeId[]
  pages: Page[]
}

export interface PullOptions {
  member: Member
  /** Where the phone is in each scope that it names. */
  cursors: Record<string, number>
  /** Of row text; the page that passes it is the last one, cut at that row. */
  maxBytes: number
  /** Rows of this very request, and the numbers of their changes (pushOutcome.ts). */
  created?: ReadonlyMap<string, number>
  /** The newest the asking app knows (C7). */
  syncVersion?: number
}

const rowsPerRead = 500

export async function pull(
  tx: ReadTx,
  { member, cursors, maxBytes, created = new Map(), syncVersion = firstSyncVersion }: PullOptions,
): Promise<Pulled> {
  const scopes = await scopesOfMember(tx, member, syncVersion)
  const held = new Set(scopes)
  const named = Object.keys(cursors) as ScopeId[]
  const heads = await tx.heads(scopes)
  const pages: Page[] = []
  const sent = new Set<string>()
  let room = Math.min(
    Math.max(maxBytes, protocolLimits.pullBytes.least),
    protocolLimits.pullBytes.most,
  )
  for (const scope of scopes) {
    const head = heads.get(scope) ?? 0
    const from = cursors[scope] ?? 0
    if (from >= head) {
      // A cursor ahead of the head means this database is older than what the phone saw: it starts
      // again (L7).
      if (from > head) pages.push({ scope, from: 0, to: 0, head, more: head > 0, rows: [] })
      continue
    }
    const { rows, to, bytes } =
      room > 0
        ? await rowsFrom(tx, scope, from, room, { sent, created, held })
        : { rows: [], to: from, bytes: 0 }
    room -= bytes
    pages.push({ scope, from, to, head, more: to < head, rows })
  }
  return {
    enter: scopes.filter((scope) => !Object.hasOwn(cursors, scope)),
    leave: named.filter((scope) => !held.has(scope)),
    pages,
  }
}

interface PullContext {
  /** Names of rows that an earlier page of this answer carries whole. */
  sent: Set<string>
  /** Names of rows that this request created, and the numbers of their changes. */
  created: ReadonlyMap<string, number>
  /** The reader's scopes. */
  held: ReadonlySet<ScopeId>
}

/**
 * What the phone has already does not travel again: a row of an earlier page comes by name (L3), a
 * row it created by number (L8).
 */
async function rowsFrom(
  tx: ReadTx,
  scope: ScopeId,
  from: number,
  room: number,
  { sent, created, held }: PullContext,
): Promise<{ rows: RawJson[]; to: number; bytes: number }> {
  const rows: RawJson[] = []
  let bytes = 0
  let to = from
  for (;;) {
    const read = await tx.rowsAfter(scope, to, rowsPerRead)
    for (const row of read) {
      const own = created.get(row.brief)
      const text =
        own !== undefined
          ? `{"own":${own}}`
          : sent.has(row.brief)
            ? row.brief
            : shownText(row.json, scope, held)
      sent.add(row.brief)
      rows.push(new RawJson(text))
      bytes += text.length
      to = row.seq
      if (bytes >= room) return { rows, to, bytes }
    }
    if (read.length < rowsPerRead) return { rows, to: await headOf(tx, scope, to), bytes }
  }
}

function shownText(json: string, scope: ScopeId, held: ReadonlySet<ScopeId>): string {
  if (!isShownInPart(scope)) return json
  const row = JSON.parse(json) as Row & { out?: 1 }
  return row.out ? json : JSON.stringify(asShownIn(held, row))
}

/**
 * A row written again gets a new number and leaves a gap at its old one, so the last row's number
 * may be below the head: read to the end, the cursor is the head.
 */
const headOf = async (tx: ReadTx, scope: ScopeId, to: number): Promise<number> =>
  Math.max(to, (await tx.heads([scope])).get(scope) ?? 0)
