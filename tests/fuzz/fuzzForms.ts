// Forms of a story: two pages of one phone on the same draft, each with the session as it ships,
// and a sensor that writes by itself. Nobody waits politely: a page types, is killed, saves twice,
// and saves what another page is saving.
import type { NewChange } from '#domain/change.ts'
import { currentSchema } from '#domain/change.ts'
import type { PhotoRef } from '#domain/photo.ts'
import type { Result } from '#domain/result.ts'
import type { Draft, DraftPurpose, DraftWords } from '#client/db/tables.ts'
import type { Aside } from '#client/drafts/draftCore.ts'
import { type DraftSession, openDraftSession } from '#client/drafts/draftSession.ts'
import { saveChange } from '#client/outbox/saveChange.ts'
import { mirrorLastSaved } from '#client/session/localSession.ts'
import { alterations, baseOf, lookAt } from '#client/drafts/seen.ts'
import type { FuzzPhone } from './fuzzPhone.ts'

/** What happens to a page while it saves. */
export const meanwhiles = ['nothing', 'sensor', 'key', 'again', 'otherPage'] as const
export type Meanwhile = (typeof meanwhiles)[number]

interface Page {
  session: DraftSession
  words: DraftWords
}

type Ticked = (change: NewChange & { n: number }, photos: readonly PhotoRef[]) => Promise<void>

export class FuzzForms {
  readonly #ticked: (phone: FuzzPhone) => Ticked
  readonly #pages = new Map<FuzzPhone, Map<number, Page>>()
  /** What nobody waited for. */
  readonly #loose: Promise<unknown>[] = []
  #sensed = 0

  constructor(ticked: (phone: FuzzPhone) => Ticked) {
    this.#ticked = ticked
  }

  /** Leaves the page as it is where it is open already. */
  async open(phone: FuzzPhone, at: number, purpose: DraftPurpose): Promise<void> {
    const pages = this.#of(phone)
    if (pages.has(at)) return
    const amended = purpose.amends
    const look = amended && (() => lookAt(phone.session.capture, phone.session.cache, amended))
    const seen = look && (await look())
    if (look && !seen) return
    const page = { words: seen ? wordsIn(seen) : emptyWords() } as Page
    page.session = openDraftSession({
      purpose,
      capture: () => phone.session.capture,
      aside: asideOf(phone),
      now: phone.environment.now,
      form: {
        words: () => structuredClone(page.words),
        show: (words) => void (page.words = structuredClone(words)),
      },
      ...(look ? { look: async () => (await look()) ?? seen! } : {}),
    })
    pages.set(at, page)
    await this.#unlessDead(phone, page.session.restore())
  }

  /**
   * A person writes into what is open to them. @param isAwaited whether they leave the phone time
   * to keep it.
   */
  async type(
    phone: FuzzPhone,
    at: number,
    alter: (words: DraftWords) => void,
    isAwaited: boolean,
  ): Promise<void> {
    const page = this.#of(phone).get(at)
    if (page?.session.state.is !== 'editing') return
    alter(page.words)
    await this.#written(phone, page, isAwaited)
  }

  /** Whatever the form is doing. */
  sense(phone: FuzzPhone, at: number): void {
    const page = this.#of(phone).get(at)
    if (!page) return
    page.words.position = {
      lat: 28,
      lon: 124 + ++this.#sensed / 1e6,
      accuracyMetres: 8,
      source: 'gps',
      at: phone.environment.now(),
    }
    void this.#written(phone, page, false)
  }

  async choose(phone: FuzzPhone, at: number, isMine: boolean): Promise<void> {
    const page = this.#of(phone).get(at)
    if (!page) return
    if (isMine) await this.#unlessDead(phone, page.session.keepMine())
    else page.session.takeTheirs()
    if (page.session.state.is === 'editing') await this.#unlessDead(phone, page.session.moveOnNow())
  }

  async discard(phone: FuzzPhone, at: number): Promise<void> {
    const page = this.#of(phone).get(at)
    if (page && (await this.#unlessDead(phone, page.session.discard()))) this.#of(phone).delete(at)
  }

  /** The tab is killed: nothing is said, nothing more is written by a person. */
  close(phone: FuzzPhone, at?: number): void {
    if (at === undefined) this.#pages.delete(phone)
    else this.#of(phone).delete(at)
  }

  async save(phone: FuzzPhone, at: number, meanwhile: Meanwhile): Promise<void> {
    const page = this.#of(phone).get(at)
    if (!page) return
    const saving = [this.#saveOne(phone, page)]
    if (meanwhile === 'sensor') this.sense(phone, at)
    if (meanwhile === 'key') await this.type(phone, at, (words) => void (words.note += '!'), false)
    if (meanwhile === 'again') saving.push(this.#saveOne(phone, page))
    const other = this.#of(phone).get(1 - at)
    if (meanwhile === 'otherPage' && other) saving.push(this.#saveOne(phone, other))
    await Promise.all(saving)
    for (const [each, { session }] of this.#of(phone))
      if (session.state.is === 'saved' || session.state.is === 'discarded')
        this.#of(phone).delete(each)
  }

  async settled(): Promise<void> {
    while (this.#loose.length > 0) await this.#loose.pop()
  }

  async #saveOne(phone: FuzzPhone, { session, words }: Page): Promise<void> {
    const tapped = structuredClone(words)
    await this.#unlessDead(
      phone,
      session.save(async (draft, version): Promise<Result<number>> => {
        const now = phone.environment.now()
        const change = this.#changeOf(phone, draft, now)
        if (!change) return { ok: true, value: 0 }
        const kept = await saveChange(
          phone.session.capture,
          { change, photos: draft.photos, draft: version, now },
          mirrorLastSaved(phone.session, phone.environment),
        )
        if (kept.ok) {
          if (draft.note !== tapped.note)
            throw new Error(`I13 the form said ${tapped.note}, what was saved says ${draft.note}`)
          await this.#ticked(phone)({ ...change, n: kept.value }, draft.photos)
        }
        return kept
      }),
    )
  }

  /** As state/useDraft.ts makes it. Null where nothing was altered. */
  #changeOf(phone: FuzzPhone, draft: Draft, at: number): NewChange | null {
    const head = {
      id: draft.change,
      by: phone.member.id,
      at,
      schema: currentSchema,
      t: 'report',
      row: draft.record,
    } as const
    if (!draft.amends) {
      const { kind, note, placeId, position, photos, body, startedAt } = draft
      const set = {
        kind,
        by: phone.member.id,
        capturedAt: startedAt,
        gridId: 'g-1',
        placeId,
        position,
        note,
        photos,
        body,
        steps: [],
        standing: 'reported',
      }
      return JSON.parse(JSON.stringify({ ...head, op: 'create', set })) as NewChange
    }
    const { set, put, taken } = alterations(draft, draft.seen!)
    const fields = Object.keys(set)
    if (fields.length === 0 && !put && !taken) return null
    const base = baseOf(draft.seen!, fields)
    return JSON.parse(
      JSON.stringify({
        ...head,
        op: 'patch',
        ...(fields.length > 0 ? { set } : {}),
        ...(base ? { base } : {}),
        ...(put ? { add: put } : {}),
        ...(taken ? { remove: taken } : {}),
      }),
    ) as NewChange
  }

  async #written(phone: FuzzPhone, { session }: Page, isAwaited: boolean): Promise<void> {
    const written = this.#unlessDead(phone, session.write())
    if (isAwaited) await written
    else this.#loose.push(written)
  }

  async #unlessDead<T>(phone: FuzzPhone, work: Promise<T>): Promise<T | undefined> {
    try {
      return await work
    } catch (error) {
      if (!phone.factory.isDead) throw error
      return undefined
    }
  }

  #of(phone: FuzzPhone): Map<number, Page> {
    const known = this.#pages.get(phone) ?? new Map<number, Page>()
    this.#pages.set(phone, known)
    return known
  }
}

const emptyWords = (): DraftWords => ({
  note: '',
  placeId: 'p-1' as never,
  photos: [],
  body: { type: 'light_out', severity: 'minor', tier: 2 },
  intent: null,
})
const wordsIn = ({
  note,
  placeId,
  position,
  photos,
  body,
}: Omit<DraftWords, 'intent'>): DraftWords =>
  structuredClone({ note, placeId, position, photos, body, intent: null })

const asideKey = 'fuzz.aside'
function asideOf({ local }: FuzzPhone): Aside {
  const all = (): Record<string, Draft> =>
    JSON.parse(local.get(asideKey) ?? '{}') as Record<string, Draft>
  return {
    all,
    keep: (draft) => void local.set(asideKey, JSON.stringify({ ...all(), [draft.id]: draft })),
    drop: (id) =>
      void local.set(
        asideKey,
        JSON.stringify(Object.fromEntries(Object.entries(all()).filter(([key]) => key !== id))),
      ),
  }
}
