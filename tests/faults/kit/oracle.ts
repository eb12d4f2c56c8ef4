// The observer outside the app. It writes down every receipt a person was shown and judges, at the
// end and from the server's own tables, files and the phones' databases, whether each was true:
// nothing lost, nothing doubled, nothing out of order, nothing shown too early. What must hold
// whoever was told what, is judged by ../../judge.
import type { Change } from '#domain/change.ts'
import { blobsOf } from '#domain/attachment.ts'
import type { PhotoRef } from '#domain/photo.ts'
import { canonicalJson } from '#protocol/canonicalJson.ts'
import { judgeAudit } from '../../judge/audit.ts'
import { judgeDecisions, judgeNumbers } from '../../judge/decisions.ts'
import { judgeStoredPhotos } from '../../judge/photos.ts'
import { judgeQueue, judgeReceipts } from '../../judge/receipts.ts'
import { judgeRows } from '../../judge/rows.ts'
import {
  all,
  effectOf,
  isLost,
  type Line,
  readLines,
  readLost,
  type Truth,
} from '../../judge/truth.ts'
import { judgeCache, judgeOwnRecords } from '../../judge/views.ts'
import type { Phone } from '../../world.ts'

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
  /** The number and client log it was given, as far as anybody saw. */
  install?: string
  n?: number
  outcome: Outcome
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

export function anOracle(truth: () => Truth): Oracle {
  const acts: Act[] = []
  const tooEarly: string[] = []

  /** At the moment it can be checked. */
  const checkReceipts = async (phone: Phone, name: string): Promise<unknown> =>
    tooEarly.push(...(await judgeReceipts(truth(), phone.session, name)))

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
            content: stored && effectOf(stored),
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
      const lines = await readLines(truth())
      return [
        ...tooEarly,
        ...(await judgeActs(truth(), acts, lines, phones)),
        ...judgeDecisions(lines),
        ...(await judgeNumbers(truth(), lines)),
        ...(await judgeRows(truth(), lines)),
        ...(await judgeStoredPhotos(truth())),
        ...(await judgeTakenPhotos(truth(), acts, phones)),
        ...(await judgeAudit(truth(), lines)),
        ...(isQuiet
          ? (await Promise.all(phones.map((phone) => judgePhone(truth(), phone, acts)))).flat()
          : []),
      ]
    },
  }
}

/**
 * I1, I2, I3, I7, I13, I14 of what people were told: every change that was called saved, with that
 * content, in the order it was saved, or lost by name.
 */
async function judgeActs(
  truth: Truth,
  acts: readonly Act[],
  lines: readonly Line[],
  phones: readonly Watched[],
): Promise<string[]> {
  const wrong: string[] = []
  const lost = await readLost(truth)
  const entries = (
    await Promise.all(phones.map((phone) => phone.session.capture.outbox.toArray()))
  ).flat()
  const waiting = new Set(
    entries.filter((entry) => entry.fate === 'waiting').map((entry) => entry.id as string),
  )
  const firsts = new Map<string, Line[]>()
  for (const line of lines.filter(({ result }) => result.again !== 1))
    firsts.set(line.changeId, [...(firsts.get(line.changeId) ?? []), line])

  for (const act of acts) {
    const times = firsts.get(act.changeId)?.length ?? 0
    const isNamedLost = act.install !== undefined && isLost(lost, act.install, act.n!)
    if (act.outcome === 'ok' && times === 0 && !waiting.has(act.changeId) && !isNamedLost)
      wrong.push(`I1 ${act.phone}: ${act.changeId} was called saved and is nowhere`)
    if (act.outcome === 'failed' && (times > 0 || waiting.has(act.changeId)))
      wrong.push(`I7 ${act.phone}: ${act.changeId} was called not saved and is there`)
    // Of what a proxy held back only the name came; the phone keeps what it says.
    const arrived = (firsts.get(act.changeId) ?? [])
      .filter(({ change }) => (change as Partial<Change>).op !== undefined)
      .map(({ change }) => effectOf(change))
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

  for (const name of new Set(acts.map((act) => act.phone))) {
    const decided = acts
      .filter((act) => act.phone === name)
      .flatMap((act) => firsts.get(act.changeId)?.[0] ?? [])
    decided.forEach((line, i) => {
      const before = decided[i - 1]
      const isOutOfOrder =
        before &&
        (before.install === line.install ? before.n > line.n : before.receivedAt > line.receivedAt)
      if (isOutOfOrder)
        wrong.push(
          `I3 ${name}: ${line.changeId} was decided before ${before.changeId}, which was saved first`,
        )
    })
  }
  return wrong
}

/** I8: what was captured is stored or still on a phone. */
async function judgeTakenPhotos(
  truth: Truth,
  acts: readonly Act[],
  phones: readonly Watched[],
): Promise<string[]> {
  const stored = new Set(
    (await all<{ hash: string }>(truth, 'SELECT hash FROM photo')).map((photo) => photo.hash),
  )
  const onPhones = new Set(
    (await Promise.all(phones.map((phone) => phone.session.capture.photo.toArray())))
      .flat()
      .filter((photo) => photo.state !== 'received')
      .map((photo) => photo.hash as string),
  )
  return acts
    .filter((each) => each.outcome === 'ok')
    .flatMap((act) =>
      act.photos
        .filter((hash) => !stored.has(hash) && !onPhones.has(hash))
        .map((hash) => `I8 ${act.phone}: the photo ${hash.slice(0, 8)} is nowhere`),
    )
}

/** One phone that has come to rest: its queue is empty, it holds and shows what it should. */
async function judgePhone(
  truth: Truth,
  { name, session }: Watched,
  acts: readonly Act[],
): Promise<string[]> {
  const saved = new Set(
    acts
      .filter((act) => act.phone === name && act.isCreate && act.outcome === 'ok')
      .map((act) => act.changeId),
  )
  return [
    ...(await judgeQueue(session, name)),
    ...(await judgeCache(truth, session, name)),
    ...(await judgeOwnRecords(session, name, ({ id }) => saved.has(id))),
  ]
}
