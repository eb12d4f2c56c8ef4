// The witness outside the app. It writes down every receipt a person was shown and judges, at the
// end and from the server's own tables, files and the phones' databases, whether each was true:
// nothing lost, nothing doubled, nothing out of order, nothing shown too early.
import { createHash } from 'node:crypto'
import type { CachedRow } from '#client/db/cacheDb.ts'
import type { ScopeId } from '#domain/ids.ts'
import type { Member } from '#domain/member.ts'
import { blobsOf, type PhotoRef } from '#domain/photo.ts'
import type { Row } from '#domain/row.ts'
import { asShownIn } from '#records/readRights.ts'
import { scopesOfMember } from '#server/access/memberOf.ts'
import type { SqlDriver } from '#server/storage/sql/sqlDriver.ts'
import type { Storage } from '#server/storage/port/storage.ts'
import { verifyAudit } from '#server/audit/verifyAudit.ts'
import { canonicalJson } from '#protocol/canonicalJson.ts'
import type { Phone } from '../../world.ts'

/** Where the truth lies: the server's tables and files, read past the server. */
export interface Truth {
  storage: Storage
  driver: SqlDriver
  /** The bytes as they lie there; null when they do not. */
  photoBytes(hash: string): Promise<Uint8Array | null>
}

/** As Jepsen does: an act whose end nobody saw may have happened. */
type Outcome = 'ok' | 'failed' | 'unknown'

interface Act {
  phone: string
  changeId: string
  row: string
  isCreate: boolean
  photos: string[]
  /** What was called saved, without its number. */
  content?: string
  /** The number and stream it was given, as far as anybody saw. */
  install?: string
  n?: number
  outcome: Outcome
}

interface JournalLine {
  install: string
  n: number
  change_id: string
  body: string
  result: string
  received_at: number
}

export interface Watched extends Phone {
  name: string
}

export interface Oracle {
  /** From now on every act and every round of this phone is written down. */
  watch(phone: Phone, name: string): Watched
  acts: readonly Act[]
  /** Everything that was not as promised; empty is the only good answer. */
  judge(phones: readonly Watched[], expectation?: { isQuiet?: boolean }): Promise<string[]>
}

const all = <R>(truth: Truth, sql: string): Promise<R[]> =>
  truth.driver.read((session) => session.all<R>(sql))

/** What a change says, whatever its number and the app that wrote it. */
const contentOf = ({ t, row, op, set, add, remove, step }: Record<string, unknown>): string =>
  canonicalJson({ t, row, op, set, add, remove, step })

const isFirst = (line: JournalLine): boolean =>
  (JSON.parse(line.result) as { again?: 1 }).again !== 1

export function anOracle(truth: () => Truth): Oracle {
  const acts: Act[] = []
  const tooEarly: string[] = []

  /**
   * I7, at the moment it can be checked: what the phone calls received is in the server's journal
   * now.
   */
  async function checkReceipts(phone: Phone, name: string): Promise<void> {
    const claimed = (await phone.session.capture.outbox.toArray()).filter(
      (entry) => entry.fate !== 'waiting',
    )
    if (claimed.length === 0) return
    const there = new Set(
      (await all<{ change_id: string }>(truth(), 'SELECT change_id FROM journal')).map(
        (line) => line.change_id,
      ),
    )
    for (const entry of claimed)
      if (!there.has(entry.id))
        tooEarly.push(`I7 ${name} calls ${entry.id} ${entry.fate}, the server does not know it`)
  }

  return {
    acts,
    watch: (phone, name) => {
      const { capture, sync } = phone
      const watched = Object.assign(phone, { name })
      phone.capture = async (change, photos: PhotoRef[] = []) => {
        const id = (change as { id?: string }).id ?? crypto.randomUUID()
        const act: Act = {
          phone: name,
          changeId: id,
          row: change.row,
          isCreate: change.op === 'create',
          photos: photos.flatMap(blobsOf).map((blob) => blob.hash),
          outcome: 'unknown',
        }
        acts.push(act)
        try {
          const n = await capture({ ...change, id: id as never }, photos)
          const install = (await phone.session.capture.meta.get('install'))?.value as string
          const stored = (await phone.session.capture.outbox.where('id').equals(id).first())?.change
          const isWhole =
            stored &&
            Object.entries(change).every(
              ([key, value]) =>
                canonicalJson(value) ===
                canonicalJson((stored as unknown as Record<string, unknown>)[key]),
            )
          if (!isWhole)
            tooEarly.push(`I13 ${name} called ${id} saved, and what is stored is not what it said`)
          Object.assign(act, {
            outcome: 'ok',
            n,
            install,
            content: stored && contentOf({ ...stored }),
          })
          return n
        } catch (error) {
          // A refusal was told to the person; anything else ended who knows where.
          act.outcome = (error as Error).message.startsWith('refused') ? 'failed' : 'unknown'
          throw error
        }
      }
      phone.sync = async () => {
        const done = await sync()
        await checkReceipts(phone, name)
        return done
      }
      return watched
    },
    judge: async (phones, { isQuiet = true } = {}) => {
      for (const phone of phones) await checkReceipts(phone, phone.name)
      return [
        ...tooEarly,
        ...(await judgeWork(truth(), acts, phones)),
        ...(await judgePhotos(truth(), acts, phones)),
        ...(await judgeAudit(truth())),
        ...(isQuiet
          ? (await Promise.all(phones.map((phone) => judgePhone(truth(), phone, acts)))).flat()
          : []),
      ]
    },
  }
}

/**
 * I1, I2, I3, I10, I13, I14: every change that was called saved, with that content, once, in order,
 * or lost by name.
 */
async function judgeWork(
  truth: Truth,
  acts: readonly Act[],
  phones: readonly Watched[],
): Promise<string[]> {
  const wrong: string[] = []
  const journal = await all<JournalLine>(
    truth,
    'SELECT install, n, change_id, body, result, received_at FROM journal ORDER BY install, n',
  )
  const lost = await all<{ install: string; from_n: number; to_n: number }>(
    truth,
    'SELECT install, from_n, to_n FROM lost',
  )
  const entries = (
    await Promise.all(phones.map((phone) => phone.session.capture.outbox.toArray()))
  ).flat()
  const waiting = new Set(
    entries.filter((entry) => entry.fate === 'waiting').map((entry) => entry.id as string),
  )
  const firsts = new Map<string, JournalLine[]>()
  for (const line of journal.filter(isFirst))
    firsts.set(line.change_id, [...(firsts.get(line.change_id) ?? []), line])

  for (const act of acts) {
    const times = firsts.get(act.changeId)?.length ?? 0
    const isNamedLost = lost.some(
      (range) => range.install === act.install && act.n! >= range.from_n && act.n! <= range.to_n,
    )
    if (act.outcome === 'ok' && times === 0 && !waiting.has(act.changeId) && !isNamedLost)
      wrong.push(`I1 ${act.phone}: ${act.changeId} was called saved and is nowhere`)
    if (act.outcome === 'failed' && (times > 0 || waiting.has(act.changeId)))
      wrong.push(`I7 ${act.phone}: ${act.changeId} was called not saved and is there`)
    // Of what a proxy held back only the name came; the phone keeps what it says.
    const arrived = (firsts.get(act.changeId) ?? [])
      .map((line) => JSON.parse(line.body) as Record<string, unknown>)
      .filter((body) => body.op !== undefined)
      .map(contentOf)
    if (act.content && arrived.length > 0 && !arrived.includes(act.content))
      wrong.push(
        `I13 ${act.phone}: ${act.changeId} reached the server as ${arrived[0]!.slice(0, 200)}`,
      )
    if (times > 1) wrong.push(`I2 ${act.changeId} was decided ${times} times`)
  }
  for (const [i, act] of acts.entries()) {
    const same = acts
      .slice(0, i)
      .find(
        (other) =>
          (other.changeId === act.changeId ||
            (other.isCreate && act.isCreate && other.row === act.row)) &&
          other.outcome === 'ok' &&
          act.outcome === 'ok',
      )
    if (same && same.content !== act.content)
      wrong.push(`I14 ${act.row} named a saved record already`)
  }
  const known = new Set(acts.map((act) => act.changeId))
  if (acts.length > 0)
    for (const [id] of firsts)
      if (!known.has(id)) wrong.push(`I2 ${id} was decided and nobody did it`)

  for (const install of new Set(journal.map((line) => line.install))) {
    const numbers = journal.filter((line) => line.install === install).map((line) => Number(line.n))
    const isLost = (n: number): boolean =>
      lost.some((range) => range.install === install && n >= range.from_n && n <= range.to_n)
    for (let n = 1; n <= Math.max(...numbers); n++)
      if (!numbers.includes(n) && !isLost(n)) wrong.push(`I3 ${install} has a gap at ${n}`)
  }
  for (const name of new Set(acts.map((act) => act.phone))) {
    const decided = acts
      .filter((act) => act.phone === name)
      .flatMap((act) => firsts.get(act.changeId)?.[0] ?? [])
    decided.forEach((line, i) => {
      const before = decided[i - 1]
      const isOutOfOrder =
        before &&
        (before.install === line.install
          ? Number(before.n) > Number(line.n)
          : Number(before.received_at) > Number(line.received_at))
      if (isOutOfOrder)
        wrong.push(
          `I3 ${name}: ${line.change_id} was decided before ${before.change_id}, which was saved first`,
        )
    })
  }
  for (const { id, f } of await all<{ id: string; f: string }>(
    truth,
    "SELECT id, f FROM row_state WHERE t = 'report'",
  )) {
    const { steps = [], photos = [] } = JSON.parse(f) as {
      steps?: { id: string }[]
      photos?: { hash: string }[]
    }
    if (new Set(steps.map((step) => step.id)).size < steps.length)
      wrong.push(`I2 ${id} has a step twice`)
    if (new Set(photos.map((photo) => photo.hash)).size < photos.length)
      wrong.push(`I2 ${id} has a photo twice`)
  }
  return wrong
}

/** I8: what is stored is what was captured, and what was captured is stored or still on a phone. */
async function judgePhotos(
  truth: Truth,
  acts: readonly Act[],
  phones: readonly Watched[],
): Promise<string[]> {
  const wrong: string[] = []
  const stored = new Set(
    (await all<{ hash: string }>(truth, 'SELECT hash FROM photo')).map((photo) => photo.hash),
  )
  const onPhones = new Set(
    (await Promise.all(phones.map((phone) => phone.session.capture.photo.toArray())))
      .flat()
      .filter((photo) => photo.state !== 'received')
      .map((photo) => photo.hash as string),
  )
  for (const hash of stored) {
    const bytes = await truth.photoBytes(hash)
    if (!bytes || createHash('sha256').update(bytes).digest('hex') !== hash)
      wrong.push(
        `I8 the stored photo ${hash.slice(0, 8)} is ${bytes ? 'another one' : 'not there'}`,
      )
  }
  for (const act of acts.filter((each) => each.outcome === 'ok')) {
    for (const hash of act.photos)
      if (!stored.has(hash) && !onPhones.has(hash))
        wrong.push(`I8 ${act.phone}: the photo ${hash.slice(0, 8)} is nowhere`)
  }
  return wrong
}

/** I12: every chain of the audit trail holds, and every decision of the journal is in it. */
async function judgeAudit(truth: Truth): Promise<string[]> {
  const { flaws } = await verifyAudit(truth.storage)
  const told = new Set(
    (
      await all<{ detail: string }>(truth, "SELECT detail FROM audit WHERE action = 'pushed'")
    ).flatMap(({ detail }) =>
      (JSON.parse(detail) as { changes: [number, string, string][] }).changes.map(([, id]) => id),
    ),
  )
  const journal = await all<{ change_id: string }>(truth, 'SELECT change_id FROM journal')
  return [
    ...flaws.map((flaw) => `I12 the audit trail has a flaw: ${JSON.stringify(flaw)}`),
    ...journal
      .filter((line) => !told.has(line.change_id))
      .map((line) => `I12 ${line.change_id} was decided and is not in the audit trail`),
  ]
}

/**
 * I4, I5, I6, I9 of one phone that has come to rest: its queue is empty and it holds exactly what
 * its person may see.
 */
async function judgePhone(truth: Truth, phone: Watched, acts: readonly Act[]): Promise<string[]> {
  const {
    name,
    session: { capture, cache, memberId },
  } = phone
  const wrong: string[] = []
  const left = await capture.outbox.where('fate').equals('waiting').count()
  const photosLeft = await capture.photo.where('state').equals('waiting').count()
  if (left + photosLeft > 0)
    wrong.push(`I6 ${name} still holds ${left} changes and ${photosLeft} photos`)

  let held: ReadonlySet<ScopeId> = new Set()
  const server = await truth.storage.read(async (tx) => {
    const member = (await tx.row('member', memberId))!.f as unknown as Member
    const rows = new Map<string, { v: number; f: unknown }>()
    const known = new Set((await cache.cursor.toArray()).map((cursor) => cursor.scope as string))
    const scopes = await scopesOfMember(tx, member)
    held = new Set(scopes)
    for (const scope of scopes) {
      // A scope nothing was ever written to has no cursor either.
      if (!known.has(scope) && (await tx.heads([scope])).get(scope))
        wrong.push(`I4 ${name} has never read ${scope}`)
      for (const line of await tx.rowsAfter(scope, 0, 1_000_000)) {
        const row = JSON.parse(line.json) as Row & { out?: 1 }
        if (!row.out) rows.set(`${row.t}:${row.id}`, { v: row.v, f: asShownIn(held, row).f })
      }
    }
    return rows
  })
  const own = new Map((await cache.row.toArray()).map((row: CachedRow) => [row.key, row]))
  for (const [key, row] of server) {
    const cached = own.get(key)
    if (!cached) wrong.push(`I4 ${name} lacks ${key}`)
    // What it was told while it was in more scopes it need not forget.
    else if (
      cached.v !== row.v ||
      canonicalJson(asShownIn(held, cached).f) !== canonicalJson(row.f)
    )
      wrong.push(`I4 ${name} has ${key} at ${cached.v}, the server at ${row.v}`)
  }
  for (const key of own.keys())
    if (!server.has(key)) wrong.push(`I9 ${name} holds ${key}, which its person may not see`)

  const shown = new Set((await phone.views()).map((view) => view.report.id as string))
  const isHere = new Set((await capture.outbox.toArray()).map((entry) => entry.id as string))
  for (const act of acts) {
    if (
      act.phone === name &&
      act.isCreate &&
      act.outcome === 'ok' &&
      isHere.has(act.changeId) &&
      act.row &&
      !shown.has(act.row) &&
      !(await isPatrol(phone, act.row))
    ) {
      wrong.push(`I5 ${name} no longer shows ${act.row}`)
    }
  }
  return wrong
}

const isPatrol = async (phone: Phone, row: string): Promise<boolean> =>
  (await phone.session.capture.outbox.where('row').equals(row).toArray()).some(
    (entry) => entry.change.t === 'patrol',
  )
