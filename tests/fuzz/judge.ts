// What must hold (I1–I15): hears every tick, and compares it with the journal, the rows, the photos
// and the phones. It trusts none of them. What holds whoever was told what: ../judge.
import type { Change } from '#domain/change.ts'
import type { MemberId, PhotoHash, ScopeId } from '#domain/ids.ts'
import { blobsOf } from '#domain/attachment.ts'
import type { PhotoRef } from '#domain/photo.ts'
import { onPhone } from '#client/queries/onPhone.ts'
import { isBodyWithheld } from '#client/sync/applyPush.ts'
import type { ChangeEnvelope, SyncResponse } from '#protocol/messages.ts'
import { memberOf, scopesOfMember } from '#server/access/memberOf.ts'
import { isBare } from '#server/changes/readChange.ts'
import { judgeAudit } from '../judge/audit.ts'
import { judgeDecisions, judgeNumbers } from '../judge/decisions.ts'
import { PhoneNumbers } from '../judge/phoneNumbers.ts'
import { judgeReceivedPhotos, judgeStoredPhotos } from '../judge/photos.ts'
import { judgeQueue, judgeReceipts } from '../judge/receipts.ts'
import { judgeRows } from '../judge/rows.ts'
import { contentOf, type Line, readLines, type Truth } from '../judge/truth.ts'
import { judgeCache, judgeOwnRecords } from '../judge/views.ts'
import type { FuzzPhone } from './fuzzPhone.ts'
import type { FuzzServer } from './fuzzServer.ts'
import { holdsPhoto, journalIn } from './memoryStore.ts'

/** Errors that acts put there (mortalDriver.ts). */
const madeByUs = new Set(['NodeDied', 'DiskFull'])

export class Broken extends Error {}

function hold(isSo: boolean, invariant: string, what: () => unknown): asserts isSo {
  if (!isSo) throw new Broken(`${invariant}: ${JSON.stringify(what())}`)
}

/** What the modules of tests/judge found. */
function clear(wrong: readonly string[]): void {
  if (wrong.length > 0) throw new Broken(wrong.join('\n'))
}

export class Judge {
  readonly #server: FuzzServer
  readonly #truth: Truth
  /** What people were told is saved, by its content (its ids are part of it). */
  readonly #ticked = new Map<string, Change>()
  /** What one phone said of an id, a change's or a created row's. */
  readonly #shownOn = new WeakMap<FuzzPhone, Map<string, string>>()
  readonly #takenBack = new Set<string>()
  /** What lay on a phone that was put back from a copy. */
  readonly #broughtBack = new Set<string>()
  readonly #numbers = new PhoneNumbers()
  readonly #tickedPhotos = new Set<PhotoHash>()
  /** Content of which every copy was destroyed by a backup put back: nothing can bring it again. */
  readonly #destroyed = new Set<string>()

  constructor(server: FuzzServer) {
    this.#server = server
    this.#truth = {
      storage: server.storage,
      driver: server.driver,
      photoBytes: (hash) => server.photos.read(hash as PhotoHash),
    }
  }

  /**
   * A tick is a promise about this content: it lies in the outbox as it was said, and on this phone
   * its ids have never named anything else. Two copies of a phone may fill in one form in two ways:
   * both are kept then, the later as a conflict.
   */
  async ticked(phone: FuzzPhone, change: Change, photos: readonly PhotoRef[]): Promise<void> {
    const entry = await phone.session.capture.outbox.where('id').equals(change.id).first()
    const content = contentOf(change)
    hold(
      contentOf(entry?.change) === content,
      'I13 a tick without a stored change of exactly this content',
      () => ({ change, entry }),
    )
    const said = this.#shownOn.get(phone) ?? new Map<string, string>()
    this.#shownOn.set(phone, said)
    for (const id of change.op === 'create' ? [change.id, change.row] : [change.id]) {
      const before = said.get(id)
      hold(
        before === undefined || before === content,
        'I14 the id of a saved record names another',
        () => ({ before, change }),
      )
      said.set(id, content)
    }
    this.#ticked.set(content, change)
    for (const blob of photos.flatMap(blobsOf)) this.#tickedPhotos.add(blob.hash)
  }

  /**
   * Undone before it left: from now on it must not be anywhere, unless a copy of the phone has it
   * still and knows of nothing.
   */
  async takenBack(change: Change, others: readonly FuzzPhone[]): Promise<void> {
    const { id } = change
    this.#ticked.delete(contentOf(change))
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
    const epoch = await this.#server.storage.read((tx) => tx.epoch())
    const copied = new Set((await journalIn(this.#server.backupStore)).map((line) => line.changeId))
    for (const { session, member } of phones) {
      const own = await onPhone(session.capture)
      const meta = await session.capture.meta.get('epoch')
      if (meta?.value === epoch) {
        clear(await judgeReceipts(this.#truth, session, member.id))
        for (const entry of own.entries) {
          hold(
            entry.backedUpAt === undefined || copied.has(entry.id),
            'I7 a change is called backed up',
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
        }
      }
      clear(await this.#numbers.judge(session, member.id, copied))
      clear(await judgeOwnRecords(session, member.id, ({ fate }) => fate !== 'applied'))
    }
    this.#checkErrors()
  }

  /** A copy of something has just been thrown away: what was only there cannot come back. */
  async afterLoss(phones: readonly FuzzPhone[]): Promise<void> {
    const lines = await readLines(this.#truth)
    const here = new Set(lines.map((line) => line.changeId))
    for (const line of await journalIn(this.#server.backupStore))
      hold(here.has(line.changeId), 'I1 a restore left out what the backup has', () => line)
    // Of a bare envelope the only content was on the phone.
    const left = new Set(
      lines
        .filter(({ change }) => !isBare(change as unknown as ChangeEnvelope))
        .map((line) => contentOf(line.change)),
    )
    for (const { session } of phones)
      for (const entry of await session.capture.outbox.toArray()) left.add(contentOf(entry.change))
    for (const content of this.#ticked.keys()) if (!left.has(content)) this.#destroyed.add(content)
  }

  async isQuiet(phones: readonly FuzzPhone[]): Promise<boolean> {
    for (const phone of phones) {
      if ((await judgeQueue(phone.session, phone.member.id)).length > 0) return false
      // Its body is offered again after an hour.
      if (
        (await phone.session.capture.outbox
          .where('fate')
          .equals('parked')
          .and((entry) => isBodyWithheld(entry) && !entry.isAcknowledged)
          .count()) > 0
      )
        return false
      if ((await this.#differences(phone)).length > 0) return false
    }
    return true
  }

  async atTheEnd(phones: readonly FuzzPhone[]): Promise<void> {
    this.#checkErrors()
    const lines = await readLines(this.#truth)
    await this.#checkQueues(phones, lines)
    clear(judgeDecisions(lines))
    clear(await judgeRows(this.#truth, lines))
    clear(await judgeStoredPhotos(this.#truth))
    clear(await judgeReceivedPhotos(this.#truth, phones, this.#tickedPhotos))
    clear(await judgeNumbers(this.#truth, lines))
    clear(await judgeAudit(this.#truth, lines))
    for (const phone of phones) clear(await this.#differences(phone))
  }

  /** I1, I6: everything ticked is in the journal, and no phone holds work back. */
  async #checkQueues(phones: readonly FuzzPhone[], lines: readonly Line[]): Promise<void> {
    const journal = new Set(lines.map((line) => line.changeId))
    for (const { session, member } of phones) {
      clear(await judgeQueue(session, member.id))
      for (const entry of await session.capture.outbox.toArray()) {
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
    const arrived = new Set(lines.map(({ change }) => contentOf(change)))
    for (const [content, change] of this.#ticked) {
      hold(
        this.#destroyed.has(content) || arrived.has(content),
        'I1 a change that was ticked is lost',
        () => ({
          change,
          arrived: lines.filter((line) => line.changeId === change.id).map((line) => line.change),
        }),
      )
    }
  }

  /** A member who has left is shown nothing new. */
  async #differences({ member, session }: FuzzPhone): Promise<string[]> {
    const current = await this.#server.storage.read((tx) => memberOf(tx, member.id))
    return current?.isActive ? judgeCache(this.#truth, session, member.id) : []
  }

  async #scopesOf(id: MemberId): Promise<ScopeId[]> {
    return this.#server.storage.read(async (tx) => {
      const member = await memberOf(tx, id)
      return member ? scopesOfMember(tx, member) : []
    })
  }

  #checkErrors(): void {
    const unexpected = this.#server.errors.filter(
      (what) => !madeByUs.has((what as [{ error?: string }])[0]?.error ?? ''),
    )
    hold(unexpected.length === 0, 'the server met what it did not expect', () => unexpected)
  }
}
