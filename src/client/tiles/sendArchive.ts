// An archive goes to the server in chunks: through any number of cut connections it goes on at the
// byte it had come to, which only the server can tell. Stopped, it goes on later from there.
import { type Fault, fault } from '#domain/fault.ts'
import { fail, type Result, succeed } from '#domain/result.ts'
import { beginArchive } from '../http/basemaps.ts'
import type { Transport } from '../http/transport.ts'
import { type ArchiveAnswer, askOffset, sendChunk } from './archiveCalls.ts'
import { newArchiveChunk } from './archiveChunk.ts'

/** An upload that the server knows. */
export interface BegunArchive {
  upload: string
  url: string
}

export interface ArchiveSending {
  transport: Transport
  /** Resolves after so many milliseconds, or sooner: the connection is back, or it is stopped. */
  wait(ms: number): Promise<void>
  /** Bytes that the server has; waiting: it goes on by itself. */
  told(bytes: number, isWaiting: boolean): void
  /** It was begun; with this it can be gone on with. */
  begun(archive: BegunArchive): void
  stop: AbortSignal
  now?(): number
}

const longestWaitMs = 30_000

/** Refusals that say: later. */
const isPassing = ({ code }: Fault): boolean =>
  ['offline', 'notOurAnswer', 'serverBusy', 'internal', 'comeLater', 'tooManyRequests'].includes(
    code,
  )

/** A file may be altered or taken away while it is sent. */
const readFrom = (archive: Blob, at: number, bytes: number): Promise<ArrayBuffer | 'gone'> =>
  archive
    .slice(at, at + bytes)
    .arrayBuffer()
    .catch(() => 'gone' as const)

const isNoFurther = (answer: Fault | { at: number }, at: number | null): boolean =>
  'at' in answer && at !== null && answer.at <= at

/**
 * The upload that holds all of it, or null where it was stopped. Faults: `mapTooLarge`,
 * `serverFull`, `signedOut`, `notAllowed`, and `mapNotPmtiles` for a file that cannot be read any
 * more; what the server has stays there.
 *
 * @param given an upload of the same archive that was begun before.
 */
export async function sendArchive(
  archive: Blob,
  given: BegunArchive | null,
  { transport, wait, told, begun, stop, now = () => performance.now() }: ArchiveSending,
): Promise<Result<BegunArchive | null>> {
  const chunk = newArchiveChunk()
  let known = given
  /** Null where only the server can tell. */
  let at: number | null = null
  let reached = 0
  let failures = 0

  async function later(): Promise<void> {
    at = null
    failures++
    told(reached, true)
    await wait(Math.min(longestWaitMs, 1000 * 2 ** (failures - 1)))
  }

  while (!stop.aborted) {
    if (!known) {
      const offered = await beginArchive(transport, archive.size)
      if (offered.ok) {
        known = { upload: offered.value.upload, url: offered.value.url }
        begun(known)
        at = reached = 0
      } else if (isPassing(offered.fault)) await later()
      else return fail(offered.fault)
      continue
    }
    if (at !== null && at >= archive.size) return succeed(known)
    const isChunk: boolean = at !== null
    const sentAt = now()
    const bytes = at === null ? null : await readFrom(archive, at, chunk.length())
    if (bytes === 'gone') return fail(fault('mapNotPmtiles'))
    const answer: ArchiveAnswer =
      at === null || bytes === null
        ? await askOffset(transport, known.url)
        : await sendChunk(transport, known.url, at, bytes)
    if (answer === 'beginAnew') {
      known = null
      at = null
      if (failures++ > 0) await later()
    } else if (answer === 'askAnew' && at !== null && failures === 0) {
      at = null
      failures++
    } else if (answer === 'later' || answer === 'askAnew' || isNoFurther(answer, at)) {
      if (isChunk) chunk.broke()
      await later()
    } else if ('code' in answer) return fail(answer)
    else {
      if (isChunk) chunk.arrived(now() - sentAt)
      if (answer.at > reached || isChunk) failures = 0
      at = reached = answer.at
      told(reached, false)
    }
  }
  return succeed(null)
}
