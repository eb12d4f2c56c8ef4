// Phones that save and sync without pause, whatever becomes of the servers, and remember when each
// promise was made to them.
import { aPhone, type Phone, type World } from '../world.ts'
import { sleep } from './processes.ts'

export interface Walk {
  phones: readonly Phone[]
  /** Change ids the server acknowledged, and when (ms). */
  acknowledged: Map<string, number>
  /** The longest time in which no phone got any acknowledgement, in ms. */
  longestGap(): number
  stopSaving(): void
  /** Rounds of sync, none of them by a person, until nothing waits; how long that took in ms. */
  drain(within: number): Promise<number>
  waiting(): Promise<{ changes: number; photos: number }>
}

const pauseMs = 300

export async function walkWith(
  world: Pick<World, 'fetch' | 'invite'>,
  count: number,
): Promise<Walk> {
  const phones: Phone[] = []
  for (let i = 0; i < count; i++)
    phones.push(await aPhone(world, i % 3 === 0 ? 'neighbour' : 'worker'))
  const acknowledged = new Map<string, number>()
  let isSaving = true
  let isOver = false
  let seed = 0

  const walk = async (phone: Phone): Promise<void> => {
    for (let round = 0; !isOver; round++) {
      if (isSaving) {
        const gridId = phone.session.memberId === 'm-neighbour' ? 'g-2' : 'g-1'
        const photos =
          round % 3 === 0 ? [await phone.photo(++seed, round % 6 === 0 ? 150_000 : 20_000)] : []
        await phone.report({
          note: `${round}`,
          photos,
          gridId: gridId as never,
          placeId: gridId.replace('g', 'p') as never,
        })
      }
      await phone.sync().catch(() => undefined)
      const now = Date.now()
      for (const entry of await phone.session.capture.outbox
        .where('fate')
        .notEqual('waiting')
        .toArray()) {
        if (!acknowledged.has(entry.id)) acknowledged.set(entry.id, now)
      }
      await sleep(pauseMs * (0.5 + Math.random()))
    }
  }
  const walking = Promise.all(phones.map(walk))

  const waiting = async (): Promise<{ changes: number; photos: number }> => {
    const counts = await Promise.all(
      phones.map(async ({ session: { capture } }) => ({
        changes: await capture.outbox.where('fate').equals('waiting').count(),
        photos: await capture.photo.where('state').equals('waiting').count(),
      })),
    )
    return {
      changes: counts.reduce((sum, each) => sum + each.changes, 0),
      photos: counts.reduce((sum, each) => sum + each.photos, 0),
    }
  }

  return {
    phones,
    acknowledged,
    waiting,
    longestGap: () => {
      const times = [...acknowledged.values()].sort((a, b) => a - b)
      return times.reduce(
        (longest, time, i) => (i === 0 ? 0 : Math.max(longest, time - times[i - 1]!)),
        0,
      )
    },
    stopSaving: () => (isSaving = false),
    drain: async (within) => {
      const startedAt = Date.now()
      for (;;) {
        const left = await waiting()
        if (left.changes + left.photos === 0) break
        if (Date.now() - startedAt > within)
          throw new Error(
            `after ${within / 1000} s ${left.changes} changes and ${left.photos} photos still wait`,
          )
        await sleep(500)
      }
      isOver = true
      await walking
      return Date.now() - startedAt
    },
  }
}
