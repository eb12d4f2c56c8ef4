// Plays a story: people work, everything that can go wrong goes wrong, then all is repaired, and
// what they were told is compared with what is.
import type { NewChange } from '#domain/change.ts'
import { currentSchema } from '#domain/change.ts'
import { treeOf } from '#domain/grid.ts'
import type { ChangeId, ReportId } from '#domain/ids.ts'
import { newId } from '#domain/newId.ts'
import type { PhotoRef } from '#domain/photo.ts'
import type { Report } from '#domain/report.ts'
import type { Fields } from '#domain/row.ts'
import { type Step, stepTypes, type StepType } from '#domain/step.ts'
import { openSteps, statusAfter } from '#domain/workflow.ts'
import type { DraftWords } from '#client/db/tables.ts'
import { baseOf, lookAt } from '#client/drafts/seen.ts'
import { saveChange } from '#client/outbox/saveChange.ts'
import { savePhoto } from '#client/photos/savePhoto.ts'
import { mirrorLastSaved } from '#client/session/localSession.ts'
import { localReports } from '#client/queries/localReports.ts'
import { cachedRows } from '#client/db/cacheDb.ts'
import { onPhone } from '#client/queries/onPhone.ts'
import { takeBack } from '#client/outbox/recall.ts'
import type { SyncDone } from '#client/sync/syncContext.ts'
import { syncOnce } from '#client/sync/syncOnce.ts'
import type { Result } from '#domain/result.ts'
import { kindOf } from '#kinds/kinds.ts'
import { cast, type Cast } from '../world.ts'
import { type Act, casts, type Story } from './acts.ts'
import { type FuzzServer, gridChoices } from './fuzzServer.ts'
import { FuzzForms } from './fuzzForms.ts'
import { calm, deliver, type LinkPlan, openLink, type SentRequest } from './fuzzLink.ts'
import {
  closePhone,
  copyPhone,
  enrolPhone,
  type FuzzPhone,
  phoneFrom,
  startAgain,
} from './fuzzPhone.ts'
import { Judge } from './judge.ts'
import { aPreparedPhoto } from './photoPool.ts'
import { withSeededBytes } from './randomness.ts'
import type { TableCopy } from './copyTables.ts'

const hourMs = 3_600_000
/** What a person does takes a while; the server counts calls by the hour. */
const actMs = 180_000
const mostPhones = 6
/** Syncs of every phone within which all must have arrived everywhere (I6). */
const roundsOfPeace = 6

export const play = (server: FuzzServer, story: Story): Promise<void> =>
  withSeededBytes(1, async () => {
    await server.reset()
    const stage = new Stage(server)
    try {
      await stage.enrol(casts[story.cast % casts.length]!)
      for (const [i, act] of story.acts.entries()) {
        try {
          await stage.act(act)
        } catch (error) {
          throw new Error(`at act ${i + 1}, ${JSON.stringify(act)}: ${(error as Error).message}`, {
            cause: error,
          })
        }
      }
      await stage.makePeace()
    } finally {
      stage.close()
    }
  })

class Stage {
  readonly #server: FuzzServer
  readonly #judge: Judge
  readonly #phones: FuzzPhone[] = []
  readonly #sent: SentRequest[] = []
  #backup: TableCopy | null = null
  #schema = new Map<FuzzPhone, number>()
  readonly #forms = new FuzzForms(
    (phone) => (change, photos) => this.#judge.ticked(phone, change, photos),
  )
  #texts = 0

  constructor(server: FuzzServer) {
    this.#server = server
    this.#judge = new Judge(server)
  }

  /** `neighbour@0` shares the phone that was enrolled first. */
  async enrol(carriers: readonly string[]): Promise<void> {
    for (const [slot, carrier] of carriers.entries()) {
      const [who, beside] = carrier.split('@') as [Cast, string | undefined]
      this.#phones.push(
        await enrolPhone(
          this.#server.enrolled(who, slot),
          () => this.#server.clock.now,
          beside === undefined ? undefined : this.#phones[Number(beside)],
        ),
      )
    }
  }

  close(): void {
    for (const phone of this.#phones) closePhone(phone)
  }

  async act(act: Act): Promise<void> {
    this.#server.clock.now += actMs
    const phone = 'phone' in act ? this.#phones[act.phone % this.#phones.length]! : null
    switch (act.do) {
      case 'capture':
        await this.#capture(phone!, act)
        break
      case 'edit':
        await this.#edit(phone!, act.report, act.field)
        break
      case 'step':
        await this.#step(phone!, act.report, (_report, open) => open[act.step % open.length])
        break
      case 'wrongStep':
        await this.#step(phone!, act.report, () => stepTypes[act.step % stepTypes.length])
        break
      case 'decide':
        await this.#decide(phone!, act.parked, act.decision)
        break
      case 'openForm':
        await this.#openForm(phone!, act.page, act.report)
        break
      // Who writes or saves has a form before them.
      case 'type':
        await this.#openForm(phone!, act.page, act.report)
        await this.#forms.type(
          phone!,
          act.page,
          await this.#alteration(phone!, act.field),
          act.isAwaited,
        )
        break
      case 'sense':
        this.#forms.sense(phone!, act.page)
        break
      case 'saveForm':
        await this.#openForm(phone!, act.page, act.report)
        await this.#forms.save(phone!, act.page, act.meanwhile)
        break
      case 'chooseWords':
        await this.#forms.choose(phone!, act.page, act.isMine)
        break
      case 'discardForm':
        await this.#forms.discard(phone!, act.page)
        break
      case 'killPage':
        this.#forms.close(phone!, act.page)
        break
      case 'saveFormAndDie':
        await this.#openForm(phone!, act.page, null).then(() =>
          this.#untilItDies(phone!, act.write, () => this.#forms.save(phone!, act.page, 'nothing')),
        )
        break
      case 'takeBack':
        await this.#takeBack(phone!)
        break
      case 'sendPlainly':
        await this.#sync(phone!, calm)
        break
      case 'sync':
        await this.#sync(phone!, {
          ...act,
          meanwhile: async () => {
            for (const each of act.meanwhile) await this.act(each)
          },
        })
        break
      case 'syncAndDie':
        await this.#untilItDies(phone!, act.write, () => this.#sync(phone!, calm))
        break
      case 'deposit':
        await this.#sync(phone!, calm, true)
        break
      case 'captureAndDie':
        await this.#untilItDies(phone!, act.write, () => this.#capture(phone!, aPlainCapture))
        break
      case 'captureOnFullPhone': {
        phone!.factory.endAt(act.write, 'full')
        await this.#capture(phone!, aPlainCapture)
        phone!.factory.revive()
        break
      }
      case 'together':
        await Promise.all(this.#phones.map((each) => this.#sync(each, calm)))
        break
      case 'lateDuplicate':
        await this.#deliverLate(act.request, act.node)
        break
      case 'copyPhone':
        phone!.copy = await copyPhone(phone!)
        break
      case 'putBackPhone':
        if (phone!.copy) await this.#replace(phone!, await phoneFrom(phone!, phone!.copy))
        break
      case 'clonePhone':
        if (this.#phones.length < mostPhones)
          this.#phones.push(await phoneFrom(phone!, await copyPhone(phone!)))
        break
      case 'copyAway':
        await this.#server.copyAway()
        break
      case 'copyDatabase':
        this.#backup = await this.#server.copy()
        break
      case 'putBackDatabase': {
        await this.#server.restore(this.#backup, act.withPhotos)
        await this.#judge.afterLoss(this.#phones)
        break
      }
      case 'move':
        await this.#server.putMember(this.#memberOf(act.member), {
          gridIds: [...gridChoices[act.grids % gridChoices.length]!] as never,
        })
        break
      case 'setActive':
        await this.#server.putMember(this.#memberOf(act.member), { isActive: act.isActive })
        break
      case 'session':
        phone!.isSignedIn = act.isSignedIn
        break
      case 'newerApp':
        this.#schema.set(phone!, currentSchema + 1)
        break
      case 'phoneClock':
        phone!.clockOffset = act.days * 24 * hourMs
        break
      case 'serverClock':
        this.#server.clock.now += act.hours * hourMs
        break
    }
    // Who shares the phone, or has just been made a copy of it, is looked at when they act.
    await this.#judge.afterAct(
      act.do === 'together' ? this.#phones : phone && this.#phones.includes(phone) ? [phone] : [],
    )
  }

  /**
   * The network is good, everybody is signed in, every phone is on; nobody does anything but wait.
   */
  async makePeace(): Promise<void> {
    await this.#forms.settled()
    for (const phone of this.#phones) phone.isSignedIn = true
    for (let round = 0; round < roundsOfPeace; round++) {
      for (const phone of this.#phones) {
        this.#server.clock.now += hourMs
        await this.#sync(phone, calm)
      }
      if (await this.#judge.isQuiet(this.#phones)) break
    }
    await this.#judge.atTheEnd(this.#phones)
  }

  #memberOf(pick: number) {
    return this.#phones[pick % this.#phones.length]!.member.id
  }

  async #replace(old: FuzzPhone, fresh: FuzzPhone): Promise<void> {
    fresh.copy = old.copy
    await this.#forms.settled()
    this.#forms.close(old)
    closePhone(old)
    this.#phones[this.#phones.indexOf(old)] = fresh
    await this.#judge.afterLoss(this.#phones)
    await this.#judge.broughtBack(fresh)
  }

  async #deliverLate(pick: number, node: number): Promise<void> {
    const request = this.#sent.at(-1 - (pick % Math.max(1, this.#sent.length)))
    if (request) await (await deliver(this.#server.nodes[node]!, request)).arrayBuffer()
  }

  /**
   * @param isDeposit somebody else on this phone sends for them: without their session, and without
   *   reading.
   */
  async #sync(phone: FuzzPhone, plan: LinkPlan, isDeposit = false): Promise<void> {
    const node = this.#server.nodes[this.#phones.indexOf(phone) % this.#server.nodes.length]!
    const transport = openLink(
      {
        node,
        factory: phone.factory,
        session: phone.isSignedIn && !isDeposit ? phone.member.id : null,
        sent: this.#sent,
        heard: (answer) => this.#judge.heard(phone.member.id, answer),
      },
      plan,
    )
    phone.sendWindow.changes = plan.isSlow ? 2 : Math.max(phone.sendWindow.changes, 2)
    let done: Result<SyncDone> | null = null
    try {
      done = await syncOnce({
        ...phone.session,
        ...(isDeposit ? { cache: null } : {}),
        transport,
        app: 'fuzz',
        now: phone.environment.now,
        sendWindow: phone.sendWindow,
      })
    } catch (error) {
      if (!phone.factory.isDead) throw error
    }
    node.restart()
    if (done?.ok === false && plan === calm && !phone.factory.isDead)
      throw new Error(
        `I6 a sync without any trouble fails: ${JSON.stringify([done.fault, this.#server.errors])}`,
      )
  }

  async #untilItDies(phone: FuzzPhone, writes: number, work: () => Promise<void>): Promise<void> {
    phone.factory.endAt(writes, 'dies')
    await work()
    await this.#forms.settled()
    for (const each of this.#phones) {
      if (each.factory !== phone.factory) continue
      this.#forms.close(each)
      await startAgain(each)
    }
  }

  /** What a form does: photos first, then the change; the tick is what the judge hears. */
  async #keep(
    phone: FuzzPhone,
    change: Partial<NewChange> & Pick<NewChange, 'row' | 'op'>,
    photos: readonly PhotoRef[],
    isRecallable = false,
  ): Promise<void> {
    const now = phone.environment.now()
    const whole = {
      id: newId<ChangeId>(now, crypto),
      by: phone.member.id,
      at: now,
      schema: this.#schema.get(phone) ?? currentSchema,
      t: 'report',
      ...change,
    } as NewChange
    try {
      const kept = await saveChange(
        phone.session.capture,
        { change: whole, photos, now, isRecallable },
        mirrorLastSaved(phone.session, phone.environment),
      )
      if (kept.ok) await this.#judge.ticked(phone, { ...whole, n: kept.value }, photos)
    } catch (error) {
      if (!phone.factory.isDead) throw error
    }
  }

  async #photos(phone: FuzzPhone, picks: readonly number[]): Promise<PhotoRef[]> {
    const refs: PhotoRef[] = []
    for (const pick of [...new Set(picks)]) {
      const kept = await savePhoto(
        phone.session.capture,
        await aPreparedPhoto(pick),
        'near',
        phone.environment.now(),
      )
      // A full phone still saves the text.
      if (kept.ok) refs.push(kept.value)
    }
    return refs
  }

  async #capture(
    phone: FuzzPhone,
    act: Omit<Act & { do: 'capture' }, 'do' | 'phone'>,
  ): Promise<void> {
    const photos = await this.#photos(phone, act.photos)
    const now = phone.environment.now()
    const set: Omit<Report, 'id'> = {
      kind: act.kind,
      by: phone.member.id,
      capturedAt: now,
      gridId: `g-${act.grid + 1}` as never,
      placeId: `p-${act.grid + 1}` as never,
      note: this.#text(act.isLong),
      photos,
      steps: [],
      standing: 'reported',
      body:
        act.kind === 'hazard'
          ? { type: 'light_out', severity: 'minor', tier: 2 }
          : { visitKind: 'household', result: 'met', channel: 'door', slot: 'day' },
    }
    await this.#keep(
      phone,
      { row: newId<ReportId>(now, crypto), op: 'create', set: set as unknown as Fields },
      photos,
    )
  }

  #text(isLong = false): string {
    return `text ${++this.#texts}`.padEnd(isLong ? 3900 : 0, '.')
  }

  async #reports(phone: FuzzPhone): Promise<Report[]> {
    const views = localReports(
      await cachedRows(phone.session.cache, 'report'),
      await onPhone(phone.session.capture),
      phone.member.id,
    )
    return views.map((view) => view.report).sort((a, b) => (a.id < b.id ? -1 : 1))
  }

  async #edit(
    phone: FuzzPhone,
    pick: number,
    field: (Act & { do: 'edit' })['field'],
  ): Promise<void> {
    const reports = await this.#reports(phone)
    const report = reports[pick % Math.max(1, reports.length)]
    if (!report) return
    const seen = await lookAt(phone.session.capture, phone.session.cache, report.id)
    const grid = report.gridId === 'g-1' ? 2 : 1
    const photos = field === 'photo' ? await this.#photos(phone, [pick]) : []
    const set: Fields = {
      note: { note: this.#text() },
      severity: { 'body.severity': pick % 2 ? 'critical' : 'minor' },
      grid: { gridId: `g-${grid}`, placeId: `p-${grid}` },
      photo: {},
    }[field]
    const base = (seen && baseOf(seen, Object.keys(set))) ?? {}
    await this.#keep(
      phone,
      { row: report.id, op: 'patch', set, base, ...(photos.length > 0 ? { add: { photos } } : {}) },
      photos,
    )
  }

  async #openForm(phone: FuzzPhone, page: number, pick: number | null): Promise<void> {
    const reports = pick === null ? [] : await this.#reports(phone)
    const report = pick === null ? undefined : reports[pick % Math.max(1, reports.length)]
    if (pick === null || report)
      await this.#forms.open(phone, page, {
        kind: report?.kind ?? 'hazard',
        ...(report ? { amends: report.id } : {}),
      })
  }

  async #alteration(
    phone: FuzzPhone,
    field: (Act & { do: 'type' })['field'],
  ): Promise<(words: DraftWords) => void> {
    if (field === 'photo') {
      const [photo] = await this.#photos(phone, [this.#texts % 8])
      return (words) =>
        void (
          photo &&
          !words.photos.some((each) => each.hash === photo.hash) &&
          words.photos.push(photo)
        )
    }
    if (field === 'takeOut') return (words) => void words.photos.pop()
    const text = this.#text()
    if (field === 'note') return (words) => void (words.note = text)
    return (words) =>
      void (
        'severity' in words.body &&
        (words.body = { ...words.body, severity: this.#texts % 2 ? 'critical' : 'minor' })
      )
  }

  /** The last act, while it may still be. */
  async #takeBack(phone: FuzzPhone): Promise<void> {
    const { capture } = phone.session
    const last = await capture.outbox.orderBy('n').last()
    if (!last) return
    const taken = await takeBack(
      capture,
      last.id,
      mirrorLastSaved(phone.session, phone.environment),
    )
    if (taken.ok)
      await this.#judge.takenBack(
        last.change,
        this.#phones.filter((each) => each !== phone),
      )
  }

  async #decide(phone: FuzzPhone, pick: number, decision: 'apply' | 'decline'): Promise<void> {
    const open = (await cachedRows(phone.session.cache, 'case')).filter(
      (row) => row.f.standing === 'open',
    )
    const row = open[pick % Math.max(1, open.length)]
    if (row)
      await this.#keep(
        phone,
        { t: 'case', row: row.id, op: 'patch', set: { decision, reason: this.#text() } },
        [],
      )
  }

  async #step(
    phone: FuzzPhone,
    pick: number,
    choose: (report: Report, open: StepType[]) => StepType | undefined,
  ): Promise<void> {
    const reports = await this.#reports(phone)
    const report = reports[pick % Math.max(1, reports.length)]
    const kind = report && kindOf(report.kind)
    const tree = treeOf(
      (await cachedRows(phone.session.cache, 'grid')).map((row) => row.f as never),
    )
    const type = kind && choose(report, openSteps(kind.workflow, report, phone.member, tree))
    if (!report || !kind || !type) return
    const photos = type === 'resolve' ? await this.#photos(phone, [pick]) : []
    const now = phone.environment.now()
    const step: Step = {
      id: newId<string>(now, crypto),
      type,
      by: phone.member.id,
      at: now,
      from: report.standing,
      to: statusAfter(kind.workflow, report.standing, type),
      comment: this.#text(),
      ...(type === 'dispatch' ? { handlerId: cast.handler.id } : {}),
      ...(photos.length > 0 ? { photos } : {}),
    }
    await this.#keep(phone, { row: report.id, op: 'patch', step }, photos, true)
  }
}

const aPlainCapture = { kind: 'hazard', grid: 0, photos: [3], isLong: false } as const
