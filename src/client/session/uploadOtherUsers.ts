// Other people's unsent work on this phone: deposited with their own device credential while
// somebody else uses the app (second person, signed out). No cookie goes along and nothing comes
// back, so nobody reads for them; all that is told is how much waits. Run by the sync loop after
// its own round.
import type { MemberId } from '#domain/ids.ts'
import { captureName, type CaptureDb, openCaptureDb } from '../db/captureDb.ts'
import { closeForGood } from '../db/connection.ts'
import { readMeta } from '../db/meta.ts'
import { deleteLocalData, isDelivered, isSealed } from './closeSession.ts'
import { type PhoneEnvironment, waitingOf } from './localSession.ts'
import { wipe } from './wipe.ts'
import { syncOnce } from '../sync/syncOnce.ts'
import type { Transport } from '../http/transport.ts'

export interface OtherUsersWaiting {
  changes: number
  photos: number
}

export interface OtherUsersUpload {
  environment: PhoneEnvironment
  transport: Transport
  app: string
  /** Name of the database of whoever uses the app: the loop's own round sees to it. */
  own: string
  onWaiting: (waiting: OtherUsersWaiting) => void
}

interface Other {
  capture: CaptureDb
  device: { id: string; secret: string }
  memberId: MemberId
}

async function countIn(capture: CaptureDb): Promise<OtherUsersWaiting> {
  const { changes, photos, voice } = await waitingOf(capture)
  return { changes, photos: photos + voice }
}

export async function uploadOtherUsers(upload: OtherUsersUpload): Promise<void> {
  const { environment, onWaiting } = upload
  const waiting = new Map<string, OtherUsersWaiting>()
  const tell = (): void =>
    onWaiting(
      [...waiting.values()].reduce(
        (all, each) => ({ changes: all.changes + each.changes, photos: all.photos + each.photos }),
        { changes: 0, photos: 0 },
      ),
    )
  const names = await otherDatabases(upload)
  for (const name of names)
    await look(
      name,
      environment,
      async ({ capture }) => void waiting.set(name, await countIn(capture)),
    )
  tell()
  for (const name of names) {
    await look(name, environment, async (other) => {
      await deposit(upload, other)
      waiting.delete(name)
      if (other.capture.isOpen()) waiting.set(name, await countIn(other.capture))
    })
    tell()
  }
}

async function deposit(
  { environment, transport, app }: OtherUsersUpload,
  { capture, device, memberId }: Other,
): Promise<void> {
  if (!(await isDelivered(capture))) {
    const withoutCookie: Transport = {
      send: (path, init) => transport.send(path, { ...init, credentials: 'omit' }),
    }
    const done = await syncOnce({
      capture,
      cache: null,
      transport: withoutCookie,
      device,
      app,
      now: environment.now,
    })
    if (
      done.ok &&
      done.value.order === 'wipe' &&
      (await wipe({ capture, device, memberId }, { environment, transport: withoutCookie }))
    )
      return
  }
  if ((await isSealed(capture)) && (await isDelivered(capture))) await deleteLocalData(capture)
}

/**
 * Every capture database of this phone but one's own. Where a browser does not list them, nothing
 * is deposited here.
 */
async function otherDatabases({ environment, own }: OtherUsersUpload): Promise<string[]> {
  const databases = await (environment.indexedDB ?? indexedDB).databases?.()
  return (databases ?? []).flatMap(({ name }) =>
    name?.startsWith(captureName('' as MemberId)) && name !== own ? [name] : [],
  )
}

/** One that does not open, or that nobody is bound to, is left as it is. */
async function look(
  name: string,
  environment: PhoneEnvironment,
  work: (other: Other) => Promise<void>,
): Promise<void> {
  const [memberId, generation] = name.slice(captureName('' as MemberId).length).split('~')
  const { indexedDB, IDBKeyRange } = environment
  const capture = openCaptureDb(memberId as MemberId, () => undefined, {
    indexedDB,
    IDBKeyRange,
    generation: Number(generation ?? 0),
  })
  try {
    const grant = await readMeta(capture, 'grant')
    if (grant) await work({ capture, device: grant.device, memberId: memberId as MemberId })
  } catch (error) {
    console.warn('another member’s work', error)
  } finally {
    closeForGood(capture)
  }
}
