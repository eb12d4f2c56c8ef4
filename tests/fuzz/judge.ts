// What must hold (I1–I15): hears every tick, and compares it with the journal, the rows, the photos
// and the phones. It trusts none of them.
import type { Change } from '#domain/change.ts'
import { applyChange } from '#domain/applyChange.ts'
import type { HistoryEntry } from '#domain/history.ts'
import type { MemberId, PhotoHash, ScopeId } from '#domain/ids.ts'
import type { Member } from '#domain/member.ts'
import type { Conflict } from '#domain/conflict.ts'
import { blobsOf, type PhotoRef } from '#domain/photo.ts'
import type { Report } from '#domain/report.ts'
import { currentSyncVersion, type Row } from '#domain/row.ts'
import type { Step } from '#domain/step.ts'
import { statusAfter } from '#domain/workflow.ts'
import { sha256 } from '#client/photos/savePhoto.ts'
import { readLosses } from '#client/outbox/losses.ts'
import { isBodyWithheld } from '#client/sync/applyPush.ts'
import { cachedRows, onPhone, localReports } from '#client/queries/localReports.ts'
import { createdRow } from '#kinds/createdRow.ts'
import { kindOf } from '#kinds/kinds.ts'
import type { ChangeEnvelope, ChangeResult, SyncResponse } from '#protocol/messages.ts'
import { asShownIn } from '#records/readRights.ts'
import { memberOf, scopesOfMember } from '#server/access/memberOf.ts'
import { isBare } from '#server/changes/readChange.ts'
import type { FuzzServer } from './fuzzServer.ts'
import type { FuzzPhone } from './fuzzPhone.ts'
import { holdsPhoto, journalIn } from './memoryStore.ts'

/** Errors that acts put there (mortalDriver.ts). */
const madeByUs = new Set(['NodeDied', 'DiskFull'])

interface Line {
  install: string
  n: number
  changeId: string
  change: Change
  result: ChangeResult
  receivedAt: number
  memberId: string
}

interface JournalRecord {
  install: string
  n: number
  change_id: string
  body: string
  result: string
  received_at: number
  member_id: string
}

export class Broken extends Error {}

function hold(isSo: boolean, invariant: string, what: () => unknown): asserts isSo {
  if (!isSo) throw new Broken(`${invariant}: ${JSON.stringify(what())}`)
}

export class Judge {
  readonly #server: FuzzServer
  /** Change id → what a person was told is saved. */
  readonly #ticked = new Map<string, Change>()
  readonly #takenBack = new Set<string>()
  /** What lay on a phone that was put back from a copy. */
  readonly #broughtBack = new Set<string>()
  /** Which change lay on a phone under a number of an install. */
  readonly #seen = new Map<string, { id: string; row: string }>()
  readonly #tickedPhotos = new Set<PhotoHash>()
  /** Row id → the change that made it, as a person was told. */
  readonly #createdAs = new Map<string, Change>()
  /** Where every copy was destroyed by a backup put back, nothing can bring it again. */
  readonly #destroyed = new Set<string>()

  constructor(server: FuzzServer) {
    this.#server = server
  }

  /**
   * A tick is a promise about this content: it lies in the outbox as it was said, and its ids have
   * never named anything else.
   */
  async ticked({ session }: FuzzPhone, change: Change, photos: readonly PhotoRef[]): Promise<void> {
    const entry = await session.capture.outbox.where('id').equals(change.id).first()
    hold(
      contentOf(entry?.change) === contentOf(change),
      'I13 a tick without a stored change of exactly this content',
      () => ({ change, entry }),
    )
    const before =
      this.#ticked.get(change.id) ??
      (change.op === 'create' ? this.#createdAs.get(change.row) : undefined)
    hold(
      !before || contentOf(before) === contentOf(change),
      'I14 the id of a saved record names another',
      () => ({ before, change }),
    )
    this.#ticked.set(change.id, change)
    if (change.op === 'create') this.#createdAs.set(change.row, change)
    for (const blob of photos.flatMap(blobsOf)) this.#tickedPhotos.add(blob.hash)
  }

  /**
   * Undone before it left: from now on it must not be anywhere, unless a copy of the phone has it
   * still and knows of nothing.
   */
  async takenBack(id: string, others: readonly FuzzPhone[]): Promise<void> {
    this.#ticked.delete(id)
    const held = await Promise.all(
      others.map(({ session }) => session.capture.outbox.where('id').equals(id).count()),
    )
    if (!this.#broughtBack.has(id) && held.every((count) => count === 0)) this.#takenBack.add(id)
  }

  /**
   * A phone put back from a copy of itself knows neither what was undone on it since nor what was
   * sent: an undo holds for that copy alone.
   */
  async broughtBack({ session }: FuzzPhone): Promise<void> {
    for (const { id } of await session.capture.outbox.toArray()) {
      this.#takenBack.delete(id)
      this.#broughtBack.add(id)
    }
  }

  /** I9 on the wire: nothing of a scope that the member is not in at that moment. */
  async heard(member: MemberId, answer: unknown): Promise<void> {
    const { pull } = answer as SyncResponse
    if (!pull) return
    const held = new Set<string>(await this.#scopesOf(member))
    for (const page of pull.pages)
      hold(held.has(page.scope), 'I9 a page of a foreign scope', () => ({
        member,
        scope: page.scope,
      }))
  }

  async afterAct(phones: readonly FuzzPhone[]): Promise<void> {
    const journal = new Set((await this.#lines()).map((line) => line.changeId))
    const epoch = await this.#server.storage.read((tx) => tx.epoch())
    const deposits = await this.#deposits()
    const copied = new Set((await journalIn(this.#server.backupStore)).map((line) => line.changeId))
    for (const { session, member } of phones) {
      const own = await onPhone(session.capture)
      const meta = await session.capture.meta.get('epoch')
      if (meta?.value === epoch) {
        for (const entry of own.entries) {
          hold(
            entry.backedUpAt === undefined || copied.has(entry.id),
            'I7 a change is called backed up',
            () => entry,
          )
          hold(
            entry.fate === 'waiting' || journal.has(entry.id),
            'I7 a receipt ahead of the fact',
            () => entry,
          )
        }
        for (const photo of own.photos.values()) {
          hold(
            photo.backedUpAt === undefined ||
              (await holdsPhoto(this.#server.backupStore, photo.hash)),
            'I7 a photo is called backed up',
            () => photo,
          )
          hold(
            photo.state !== 'received' || deposits.has(`${photo.hash}:${member.id}`),
            'I7 a photo is called received',
            () => photo,
          )
        }
      }
      const numbers = new Set(own.entries.map((entry) => entry.n))
      const nextN = ((await session.capture.meta.get('nextN'))?.value as number | undefined) ?? 1
      const losses = await readLosses(session.capture)
      const install = (await session.capture.meta.get('install'))?.value as string
      for (const entry of own.entries)
        this.#seen.set(`${install}:${entry.n}`, { id: entry.id, row: entry.row })
      const safe = new Set((await session.capture.safe.toArray()).map(({ key }) => key))
      // What a backup has for longer than a month may go from the phone, whole rows at a
      // time.
      const isPruned = (n: number): boolean => {
        const before = this.#seen.get(`${install}:${n}`)
        return before !== undefined && copied.has(before.id) && safe.has(before.row)
      }
      for (let n = 1; n < nextN; n++) {
        hold(
          numbers.has(n) || isPruned(n) || losses.some((loss) => loss.from <= n && n <= loss.to),
          'I10 a number of this phone is missing in silence',
          () => ({ n, nextN, losses }),
        )
      }
      hold(
        own.entries.every((entry) => entry.n < 1 || entry.n === entry.change.n),
        'I3 an entry and its change differ in number',
        () => own.entries,
      )
      if (!own.entries.some((entry) => entry.fate !== 'applied' && entry.change.op === 'create'))
        continue
      const seen = new Set(
        localReports(await cachedRows(session.cache, 'report'), own, member.id).map(
          (view) => view.report.id as string,
        ),
      )
      for (const { fate, change } of own.entries) {
        hold(
          fate === 'applied' || change.op !== 'create' || seen.has(change.row),
          'I5 an own record is not shown',
          () => change,
        )
      }
    }
    this.#checkErrors()
  }

  /** A copy of something has just been thrown away: what was only there cannot come back. */
  async afterLoss(phones: readonly FuzzPhone[]): Promise<void> {
    const lines = await this.#lines()
    const here = new Set(lines.map((line) => line.changeId))
    for (const line of await journalIn(this.#server.backupStore))
      hold(here.has(line.changeId), 'I1 a restore left out what the backup has', () => line)
    // Of a bare envelope the only content was on the phone.
    const left = new Set(
      lines
        .filter(({ change }) => !isBare(change as unknown as ChangeEnvelope))
        .map((line) => line.changeId),
    )
    for (const { session } of phones)
      for (const entry of await session.capture.outbox.toArray()) left.add(entry.id)
    for (const id of this.#ticked.keys()) if (!left.has(id)) this.#destroyed.add(id)
  }

  async isQuiet(phones: readonly FuzzPhone[]): Promise<boolean> {
    for (const phone of phones) {
      if ((await phone.session.capture.outbox.where('fate').equals('waiting').count()) > 0)
        return false
      // Its body is offered again after an hour.
      if (
        (await phone.session.capture.outbox
          .where('fate')
          .equals('parked')
          .and((entry) => isBodyWithheld(entry) && !entry.isAcknowledged)
          .count()) > 0
      )
        return false
      if ((await phone.session.capture.photo.where('state').equals('waiting').count()) > 0)
        return false
      if ((await this.#differences(phone)).length > 0) return false
    }
    return true
  }

  async atTheEnd(phones: readonly FuzzPhone[]): Promise<void> {
    this.#checkErrors()
    const lines = await this.#lines()
    await this.#checkQueues(phones, lines)
    this.#checkOnce(lines)
    await this.#checkRows(lines)
    await this.#checkPhotos(phones)
    await this.#checkGaps(lines)
    for (const phone of phones) {
      const differences = await this.#differences(phone)
      hold(differences.length === 0, 'I4 a phone shows other rows than the server', () => ({
        member: phone.member.id,
        differences,
      }))
    }
  }

  /** I1, I6: everything ticked is in the journal, and no phone holds work back. */
  async #checkQueues(phones: readonly FuzzPhone[], lines: readonly Line[]): Promise<void> {
    const journal = new Set(lines.map((line) => line.changeId))
    for (const { session, member } of phones) {
      for (const entry of await session.capture.outbox.toArray()) {
        hold(entry.fate !== 'waiting', 'I6 work still waits', () => ({ member: member.id, entry }))
        hold(
          journal.has(entry.id),
          'I1 a phone calls received what the journal does not have',
          () => ({ member: member.id, entry }),
        )
      }
      for (const photo of await session.capture.photo.toArray()) {
        hold(
          photo.state === 'draft' || photo.state === 'received',
          'I8 a sound photo did not arrive',
          () => ({ member: member.id, photo }),
        )
      }
    }
    for (const id of this.#takenBack)
      hold(!journal.has(id), 'I2 what was undone was sent all the same', () => id)
    const contents = new Map<string, Set<string>>()
    for (const { changeId, change } of lines)
      contents.set(changeId, (contents.get(changeId) ?? new Set()).add(contentOf(change)))
    for (const [id, change] of this.#ticked) {
      hold(
        this.#destroyed.has(id) || (contents.get(id)?.has(contentOf(change)) ?? false),
        'I1 a change that was ticked is lost',
        () => ({ change, arrived: [...(contents.get(id) ?? [])] }),
      )
    }
  }

  /** I2, I3: one decision for each change, and each install's effects in its order. */
  #checkOnce(lines: readonly Line[]): void {
    const decided = new Map<string, string>()
    const last = new Map<string, number>()
    for (const line of lines) {
      // Of what was held back only the name was decided on; its content may come later.
      if (line.result.again || line.result.fault?.code === 'heldBack') continue
      const [before, content] = [decided.get(line.changeId), contentOf(line.change)]
      // Two copies of a phone have saved the same form with other words: the second is kept and
      // shown, under the fault that says so.
      if (before !== undefined && before !== content && line.result.fault?.code === 'idTaken')
        continue
      hold(before === undefined, 'I2 a change was decided twice', () => line)
      decided.set(line.changeId, content)
      if (line.result.s === 'parked') continue
      const key = `${line.install}:${line.change.row}`
      hold(
        (last.get(key) ?? 0) < line.result.rowV!,
        'I3 effects of an install out of order',
        () => line,
      )
      last.set(key, line.result.rowV!)
    }
  }

  /**
   * I2: each row is what its applied changes make of it, each of them once; photos that arrived are
   * all it may have beside.
   */
  async #checkRows(lines: readonly Line[]): Promise<void> {
    const rows = await this.#server.storage.read((tx) => tx.rows('report'))
    const conflicts = new Map(
      (await this.#server.storage.read((tx) => tx.rows('case'))).map((row) => [
        row.id,
        row.f as unknown as Conflict,
      ]),
    )
    const effects = lines
      .filter((line) => !line.result.again && line.result.s !== 'parked')
      .map((line) => effectOf(line, conflicts))
      .filter((line) => line.change.t === 'report')
    const history = await this.#history()
    for (const row of rows) {
      const own = effects
        .filter((line) => line.change.row === row.id)
        .sort((a, b) => a.result.rowV! - b.result.rowV!)
      let expected: Row | null = null
      for (const line of own) {
        const after = replayed(expected, line)
        for (const gone of goneBetween(expected, after)) {
          hold(
            history.has(`${row.id} ${JSON.stringify(sorted(gone))}`),
            'I15 a value has disappeared without a trace',
            () => ({
              row: row.id,
              gone,
              line,
              history: [...history].filter((each) => each.startsWith(row.id)),
            }),
          )
        }
        expected = after
      }
      const { arrived, ...fields } = row.f as { arrived?: PhotoHash[] }
      const { arrived: _none, ...expectedFields } = expected?.f ?? {}
      hold(
        JSON.stringify(sorted(fields)) === JSON.stringify(sorted(expectedFields)),
        'I2 a row is not what its changes make of it',
        () => ({ fields, expectedFields, own }),
      )
      hold(row.v >= (expected?.v ?? 0), 'I2 a row is older than its last change', () => ({
        row,
        expected,
      }))
      hold(
        JSON.stringify(row.fv) === JSON.stringify(expected?.fv),
        'I2 the versions of fields are not those of their changes',
        () => ({ row, expected }),
      )
      hold(
        JSON.stringify(arrived) === JSON.stringify(await this.#arrivedOf(row)),
        'I8 a record does not say which of its photos are here',
        () => row,
      )
    }
    for (const { change } of effects)
      hold(
        rows.some((row) => row.id === change.row),
        'I1 an applied change has no row',
        () => change,
      )
  }

  /** What people can be shown of values that are no longer there. */
  async #history(): Promise<Set<string>> {
    const rows = await this.#server.storage.read((tx) => tx.rows('history'))
    return new Set(
      rows
        .map(({ f }) => f as unknown as HistoryEntry)
        .map(
          ({ concerns, field, value }) =>
            `${concerns.row} ${JSON.stringify(sorted({ field, value }))}`,
        ),
    )
  }

  /**
   * Of the photos that applied changes name in the row, those whose bytes the naming member has
   * handed in.
   */
  async #arrivedOf(row: Row): Promise<string[]> {
    const records = await this.#server.driver.read((session) =>
      session.all<{ hash: string }>(
        'SELECT DISTINCT r.hash FROM photo_ref r JOIN photo_deposit d ON d.hash = r.hash AND d.member_id = r.member_id WHERE r.t = ? AND r.id = ?',
        [row.t, row.id],
      ),
    )
    return records.map((record) => record.hash).sort()
  }

  async #checkPhotos(phones: readonly FuzzPhone[]): Promise<void> {
    const kept = new Set<PhotoHash>()
    for (const { session } of phones)
      for (const photo of await session.capture.photo.toArray())
        if (photo.state === 'received') kept.add(photo.hash)
    for (const hash of this.#tickedPhotos) {
      const bytes = await this.#server.photos.read(hash)
      hold(bytes !== null || !kept.has(hash), 'I1 a photo is lost', () => hash)
      if (bytes)
        hold(
          (await sha256(bytes.buffer)) === hash,
          'I8 the bytes of a photo are others',
          () => hash,
        )
    }
  }

  /** I10: a number that is passed over is named as lost. */
  async #checkGaps(lines: readonly Line[]): Promise<void> {
    const streams = await this.#server.driver.read((session) =>
      session.all<{ install: string; last_n: number }>('SELECT install, last_n FROM stream'),
    )
    const lost = await this.#server.driver.read((session) =>
      session.all<{ install: string; from_n: number; to_n: number }>(
        'SELECT install, from_n, to_n FROM lost',
      ),
    )
    const here = new Set(lines.map((line) => `${line.install}:${line.n}`))
    for (const { install, last_n: last } of streams) {
      for (let n = 1; n <= last; n++) {
        const isNamed = lost.some(
          (range) => range.install === install && range.from_n <= n && n <= range.to_n,
        )
        hold(
          here.has(`${install}:${n}`) || isNamed,
          'I10 a number is passed over in silence',
          () => ({ install, n, last }),
        )
      }
    }
  }

  /**
   * I4, I9: what the phone's cache holds and should not, and the other way round. A member who has
   * left is shown nothing new.
   */
  async #differences({ member, session }: FuzzPhone): Promise<unknown[]> {
    const current = await this.#server.storage.read((tx) => memberOf(tx, member.id))
    if (!current?.isActive) return []
    const held = new Set(await this.#scopesOf(member.id))
    const expected = await this.#rowsFor(current)
    const differences: unknown[] = []
    for (const row of await session.cache.row.toArray()) {
      const key = `${row.t}:${row.id}`
      // What it was told while it was in more scopes it need not forget.
      const { v, fv, f } = asShownIn(held, row)
      const here = JSON.stringify(sorted({ v, fv, f, scopes: [...row.scopes].sort() }))
      if (expected.get(key) !== here)
        differences.push({ key, phone: here, server: expected.get(key) ?? null })
      expected.delete(key)
    }
    for (const [key, server] of expected) differences.push({ key, phone: null, server })
    return differences
  }

  async #rowsFor(member: Member): Promise<Map<string, string>> {
    return this.#server.storage.read(async (tx) => {
      const rows = new Map<string, Row & { scopes: string[] }>()
      const scopes = await scopesOfMember(tx, member, currentSyncVersion)
      const held = new Set(scopes)
      for (const scope of scopes) {
        for (const { json } of await tx.rowsAfter(scope, 0, 10_000)) {
          const row = JSON.parse(json) as Row & { out?: 1 }
          if (row.out) continue
          const key = `${row.t}:${row.id}`
          rows.set(key, {
            ...asShownIn(held, row),
            scopes: [...(rows.get(key)?.scopes ?? []), scope],
          })
        }
      }
      return new Map(
        [...rows].map(([key, { v, fv, f, scopes }]) => [
          key,
          JSON.stringify(sorted({ v, fv, f, scopes: scopes.sort() })),
        ]),
      )
    })
  }

  async #scopesOf(id: MemberId): Promise<ScopeId[]> {
    return this.#server.storage.read(async (tx) => {
      const member = await memberOf(tx, id)
      return member ? scopesOfMember(tx, member, currentSyncVersion) : []
    })
  }

  async #deposits(): Promise<Set<string>> {
    const records = await this.#server.driver.read((session) =>
      session.all<{ hash: string; member_id: string }>(
        'SELECT d.hash, d.member_id FROM photo_deposit d JOIN photo p ON p.hash = d.hash',
      ),
    )
    return new Set(records.map((record) => `${record.hash}:${record.member_id}`))
  }

  async #lines(): Promise<Line[]> {
    const records = await this.#server.driver.read((session) =>
      session.all<JournalRecord>(
        'SELECT install, n, change_id, body, result, received_at, member_id FROM journal ORDER BY install, n',
      ),
    )
    return records.map((record) => ({
      install: record.install,
      n: Number(record.n),
      changeId: record.change_id,
      change: JSON.parse(record.body) as Change,
      result: JSON.parse(record.result) as ChangeResult,
      receivedAt: Number(record.received_at),
      memberId: record.member_id,
    }))
  }

  #checkErrors(): void {
    const unexpected = this.#server.errors.filter(
      (what) => !madeByUs.has((what as [{ error?: string }])[0]?.error ?? ''),
    )
    hold(unexpected.length === 0, 'the server met what it did not expect', () => unexpected)
  }
}

/** A decision to apply parked work has the effect of that work, as of when it came (C4). */
function effectOf(line: Line, conflicts: ReadonlyMap<string, Conflict>): Line {
  const conflict = line.change.t === 'case' ? conflicts.get(line.change.row) : undefined
  if (conflict?.standing !== 'applied' || line.change.set?.decision !== 'apply') return line
  return {
    ...line,
    change: conflict.content as unknown as Change,
    result: { ...line.result, rowV: conflict.rowV },
    receivedAt: conflict.receivedAt,
  }
}

/** The row with one more change in it, as the server must have applied it (decide.ts). */
function replayed(row: Row | null, { change, result, receivedAt }: Line): Row {
  if (change.op === 'create') return createdRow(change, receivedAt)
  const before = { ...row!, v: result.rowV! - 1 }
  if (!change.step) return applyChange(before, change, receivedAt).row
  const { receivedAt: _theirs, ...step } = change.step
  const report = before.f as unknown as Report
  const to: Step['to'] = statusAfter(kindOf(report.kind)!.workflow, report.standing, step.type)
  return applyChange(before, { ...change, step: { ...step, to } }, receivedAt).row
}

interface Gone {
  field: string
  value: unknown
}

/** What stood in a row and does not any more; an empty text is nothing. */
function goneBetween(before: Row | null, after: Row): Gone[] {
  if (!before) return []
  const {
    photos: photosBefore = [],
    body: bodyBefore = {},
    steps: stepsBefore = [],
    ...was
  } = before.f as unknown as Report
  const { photos, body, steps, ...is } = after.f as unknown as Report
  hold(
    stepsBefore.every((step) => steps.some((each) => each.id === step.id)),
    'I15 a step has disappeared',
    () => ({ before, after }),
  )
  const fields = (flat: object, inBody: object): Map<string, unknown> =>
    new Map([
      ...['note', 'placeId', 'position', 'gridId'].map((field): [string, unknown] => [
        field,
        (flat as Record<string, unknown>)[field],
      ]),
      ...Object.entries(inBody).map(([key, value]): [string, unknown] => [`body.${key}`, value]),
    ])
  const now = fields(is, body)
  const differs = ([field, value]: [string, unknown]): boolean =>
    value !== undefined &&
    value !== '' &&
    JSON.stringify(sorted(value)) !== JSON.stringify(sorted(now.get(field)))
  return [
    ...[...fields(was, bodyBefore)].filter(differs).map(([field, value]) => ({ field, value })),
    ...photosBefore
      .filter((photo) => !photos.some((each) => each.hash === photo.hash))
      .map((value) => ({ field: 'photos', value })),
  ]
}

/**
 * What a change says, whatever its number and the moment of the tap: saved again from another page
 * it is the same change.
 */
const contentOf = (change: Change | undefined): string => {
  const step = change?.op === 'patch' && change.step ? { ...change.step, at: 0 } : undefined
  return JSON.stringify(sorted({ ...change, n: undefined, at: undefined, step }))
}

/** Objects with their keys in order, all the way down. */
function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted)
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(
    Object.entries(value)
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([key, inner]) => [key, sorted(inner)]),
  )
}
