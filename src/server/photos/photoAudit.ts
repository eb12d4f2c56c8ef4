// Re-hashes every stored photo, slowly and at night, and compares it with its name. A corrupt or
// missing one is repaired from the backup or asked for again from the phones, and stays in
// sight as an incident. Where it got to is kept in the database, over restarts and nights.
import type { Instant } from '#domain/ids.ts'
import type { Log } from '../settings/log.ts'
import { repairPhoto, type PhotoRepair } from './repairPhoto.ts'
import { sha256Of } from '../objectStore/objectNames.ts'

interface Progress {
  begunAt: Instant
  /** The last photo that was compared; null once all were. */
  after: string | null
}

export interface AuditOutcome {
  compared: number
  repaired: number
  missing: number
  isDone: boolean
}

const note = 'photoAudit'
const perBatch = 50
/**
 * A walk begins at most so often; a night that was too short for all of them is continued the next.
 */
const betweenWalksMs = 20 * 3_600_000

/**
 * One batch; nothing while the last walk is recent. @param pause waited after each photo, so that
 * phones do not feel it.
 */
export async function auditSome(
  photoRepair: PhotoRepair,
  pause: () => Promise<void>,
): Promise<AuditOutcome> {
  const { storage, photos, now } = photoRepair
  const outcome: AuditOutcome = { compared: 0, repaired: 0, missing: 0, isDone: true }
  const known = await storage.read((tx) => tx.note(note))
  let progress: Progress = known ? (JSON.parse(known) as Progress) : { begunAt: 0, after: null }
  if (progress.after === null) {
    if (now() - progress.begunAt < betweenWalksMs) return outcome
    progress = { begunAt: now(), after: '' }
  }
  const hashes = await storage.read((tx) => tx.photosAfter(progress.after!, perBatch))
  for (const hash of hashes) {
    const bytes = await photos.read(hash)
    outcome.compared++
    if (!bytes || sha256Of(bytes) !== hash) outcome[await repairPhoto(photoRepair, hash)]++
    await pause()
  }
  const isDone = hashes.length < perBatch
  await storage.write((tx) =>
    tx.putNote(
      note,
      JSON.stringify({ ...progress, after: isDone ? null : hashes.at(-1)! } satisfies Progress),
    ),
  )
  return { ...outcome, isDone }
}

const photosPerSecond = 20
const lookEveryMs = 600_000
/** By the clock of the machine. */
const isNight = (at: Instant): boolean =>
  new Date(at).getHours() >= 1 && new Date(at).getHours() < 5

/** Returns the way to stop: the batch in hand is done when that resolves. */
export function startPhotoAudit(photoRepair: PhotoRepair, log: Log): () => Promise<void> {
  let isStopped = false
  let running: Promise<void> | null = null
  const pause = (): Promise<void> =>
    new Promise((resolve) => void setTimeout(resolve, 1000 / photosPerSecond).unref())
  const walk = async (): Promise<void> => {
    try {
      while (!isStopped && isNight(photoRepair.now())) {
        const { repaired, missing, isDone } = await auditSome(photoRepair, pause)
        if (repaired + missing > 0)
          log.warn({ repaired, missing }, 'stored photos were no longer what their names say')
        if (isDone) return
      }
    } catch (error) {
      log.warn(
        { trouble: (error as { code?: string }).code ?? (error as Error).name },
        'the audit of photos stopped and goes on later',
      )
    }
  }
  const look = (): void => {
    running ??= walk().finally(() => (running = null))
  }
  const timer = setInterval(look, lookEveryMs)
  timer.unref()
  return async () => {
    isStopped = true
    clearInterval(timer)
    await running
  }
}
