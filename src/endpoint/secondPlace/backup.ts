// Keeps the second place up to date for as long as the endpoint runs: soon after each push, at
// least every minute, and after a failure with growing patience. Pushes never wait for it. Its
// state is what /api/ready and the metrics tell.
import { randomUUID } from 'node:crypto'
import type { Instant } from '#domain/ids.ts'
import type { EndpointDeps } from '../deps.ts'
import type { Storage } from '../storage/storage.ts'
import { type CopyMemory, copyWork } from './copyWork.ts'
import type { SecondPlace } from './secondPlace.ts'
import { folders, snapshotTime } from './segment.ts'
import { takeSnapshot } from './snapshot.ts'
import { sentenceFor, testify, verdictOf, type WitnessStand, WrongDatabase } from './witness.ts'

export interface BackupStatus {
  /** Null where only a witness is kept. */
  address: string | null
  entriesBehind: number
  photosBehind: number
  /** Age of the oldest that is not yet copied. */
  lagSeconds: number
  /** When a round last reached its end. */
  copiedAt: Instant | null
  snapshotAt: Instant | null
  /** Code of what stops it at present; null when all is well. */
  trouble: string | null
}

export interface Backup {
  readonly hasPlace: boolean
  /** There is something new to copy. */
  wake(): void
  status(): Promise<BackupStatus>
  /** One whole round now; throws what stops it. */
  round(): Promise<{ entries: number; photos: number }>
  /** A whole copy of the database now; null where the engine is not a file of ours. */
  snapshot(): Promise<string | null>
  close(): Promise<void>
}

export interface Backing extends Pick<EndpointDeps, 'storage' | 'photos' | 'now' | 'log'> {
  place: SecondPlace | null
  witnesses: readonly WitnessStand[]
  /** Where the database is a file of ours. */
  databaseFile?: string
  /** The database turned out to be another than the witness knows: whoever serves it stops. */
  onWrongDatabase?: (sentence: string) => void
  /** Milliseconds; tests are less patient. */
  pace?: { soon: number; often: number; longest: number }
}

const usualPace = { soon: 1000, often: 60_000, longest: 300_000 }
const snapshotEveryMs = 86_400_000
const snapshotRetryMs = 3_600_000

export function startBackup(backing: Backing): Backup {
  const { storage, place, witnesses, now, log, databaseFile, pace = usualPace } = backing
  const memory: CopyMemory = {}
  const state = {
    copiedAt: null as Instant | null,
    snapshotAt: null as Instant | null,
    snapshotTriedAt: 0,
    witnessedAt: 0,
    trouble: null as string | null,
    snapshotTrouble: null as string | null,
    failures: 0,
  }
  let timer: NodeJS.Timeout | undefined
  let dueAt = Infinity
  const rounds = oneAtATime()
  /** A whole copy may take minutes; the journal does not wait for it. */
  const snapshots = oneAtATime()
  let isClosed = false

  const due = (inMs: number): void => {
    if (isClosed || Date.now() + inMs >= dueAt) return
    clearTimeout(timer)
    dueAt = Date.now() + inMs
    timer = setTimeout(() => {
      dueAt = Infinity
      void rounds.add(attempt)
    }, inMs)
    timer.unref()
  }

  const attempt = async (): Promise<void> => {
    if (isClosed) return
    try {
      const { troubles } = await wholeRound()
      if (state.failures > 0) log.info({}, 'the second place is up to date again')
      state.failures = 0
      // A photo that cannot be read holds up nothing else; it is tried again with the next round.
      state.trouble = troubles[0] ?? null
      void snapshots.add(snapshotIfDue)
      due(pace.often)
    } catch (error) {
      if (error instanceof WrongDatabase) {
        isClosed = true
        state.trouble = 'wrongDatabase'
        return backing.onWrongDatabase?.(error.message)
      }
      state.trouble = troubleIn(error)
      if (state.failures++ === 0)
        log.warn(
          { trouble: state.trouble },
          'the second place cannot be reached or written; work goes on and waits for its copy',
        )
      due(Math.min(pace.longest, pace.soon * 2 ** Math.min(state.failures, 16)))
    }
  }

  const wholeRound = async (): Promise<Awaited<ReturnType<typeof copyWork>>> => {
    const isWitnessDue = state.witnessedAt === 0 || now() - state.witnessedAt >= pace.often
    // Before anything is written: a database that is not the one must leave no trace.
    if (isWitnessDue) await compareWitnesses(storage, witnesses)
    if (place) await recognise(storage, place, memory)
    const copied = place
      ? await copyWork({ ...backing, place }, memory)
      : { entries: 0, photos: 0, troubles: [] }
    if (isWitnessDue) {
      await writeWitnesses(storage, witnesses)
      state.witnessedAt = now()
    }
    if (place) state.copiedAt = now()
    return copied
  }

  /**
   * Its own trouble, for instance no room for a draft beside the database, slows nothing else down.
   */
  const snapshotIfDue = async (): Promise<void> => {
    if (isClosed || !databaseFile || !place || now() - state.snapshotTriedAt < snapshotRetryMs)
      return
    state.snapshotTriedAt = now()
    try {
      if (now() - (state.snapshotAt ??= await newestSnapshot(place)) >= snapshotEveryMs)
        await snapshot()
      state.snapshotTrouble = null
    } catch (error) {
      state.snapshotTrouble = troubleIn(error)
      log.warn(
        { trouble: state.snapshotTrouble },
        'a whole copy of the database could not be made; the journal is copied all the same',
      )
    }
  }

  const snapshot = async (): Promise<string | null> => {
    if (!databaseFile || !place) return null
    const at = now()
    const name = await takeSnapshot(databaseFile, place, at)
    state.snapshotAt = at
    return name
  }

  due(pace.soon)
  return {
    hasPlace: place !== null,
    wake: () => {
      // While it fails it keeps its own time: a busy endpoint would otherwise try at every push.
      if (state.failures === 0) due(pace.soon)
    },
    status: async () => {
      const lag = place
        ? await storage.read((tx) => tx.lag())
        : { entries: 0, photos: 0, since: null }
      return {
        address: place?.address ?? null,
        entriesBehind: lag.entries,
        photosBehind: lag.photos,
        lagSeconds: lag.since === null ? 0 : Math.max(0, Math.round((now() - lag.since) / 1000)),
        copiedAt: state.copiedAt,
        snapshotAt: state.snapshotAt || null,
        trouble: state.trouble ?? state.snapshotTrouble,
      }
    },
    round: () => rounds.add(wholeRound),
    snapshot: () => snapshots.add(snapshot),
    close: async () => {
      isClosed = true
      clearTimeout(timer)
      await Promise.all([rounds.ended(), snapshots.ended()])
    },
  }
}

function oneAtATime(): { add<T>(work: () => Promise<T>): Promise<T>; ended(): Promise<unknown> } {
  let last: Promise<unknown> = Promise.resolve()
  return {
    add: (work) => {
      const turn = last.then(work)
      last = turn.catch(() => undefined)
      return turn
    },
    ended: () => last,
  }
}

export async function compareWitnesses(
  storage: Storage,
  witnesses: readonly WitnessStand[],
): Promise<void> {
  for (const stand of witnesses) {
    const witness = await stand.read()
    // Read after the witness: another node may have gone on in between, and this one must not seem
    // behind.
    const [here, former] = await storage.read(
      async (tx) => [await testify(tx), await tx.formerEpochs()] as const,
    )
    const verdict = verdictOf(witness, here, former)
    if (verdict !== 'fine') throw new WrongDatabase(sentenceFor(verdict, stand.address))
  }
}

export async function writeWitnesses(
  storage: Storage,
  witnesses: readonly WitnessStand[],
): Promise<void> {
  const here = await storage.read(testify)
  for (const stand of witnesses) await stand.write(here)
}

const nameTag = 'place.json'

/**
 * What is marked as copied was copied to one particular place. Another one begins with nothing
 * (B2).
 */
async function recognise(storage: Storage, place: SecondPlace, memory: CopyMemory): Promise<void> {
  const tag = await place.get(nameTag)
  const known = await storage.read((tx) => tx.note('secondPlace'))
  const id = tag ? (JSON.parse(Buffer.from(tag).toString('utf8')) as { id: string }).id : null
  if (id !== null && id === known) {
    memory.placeId = id
    return
  }
  // A disk that was taken out leaves an empty folder behind; that is trouble, not a new place,
  // while the endpoint runs.
  if (id === null && memory.placeId !== undefined)
    throw Object.assign(new Error('the second place is not the one it was'), { code: 'otherPlace' })
  const taken = id ?? randomUUID()
  if (id === null) await place.put(nameTag, Buffer.from(JSON.stringify({ id: taken })))
  await storage.write(async (tx) => {
    await tx.forgetCopies()
    await tx.putNote('secondPlace', taken)
  })
  memory.placeId = taken
}

const newestSnapshot = async (place: SecondPlace): Promise<Instant> =>
  snapshotTime((await place.list(folders.snapshots)).at(-1) ?? '')

const troubleIn = (error: unknown): string => {
  const { code, name } = error as { code?: unknown; name?: string }
  return typeof code === 'string' && code !== '' ? code : (name ?? 'Error')
}
