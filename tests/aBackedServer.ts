// A server with a backup in a folder beside it, which a test can lose, restore, spoil or
// fill up.
import { mkdir, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { restore, type Restored } from '#server/restore/restore.ts'
import { type Backing, startBackup } from '#server/backup/backup.ts'
import { folderStore } from '#server/objectStore/folderStore.ts'
import type { ObjectStore } from '#server/objectStore/objectStore.ts'
import { watermarkStoreIn } from '#server/backup/watermark.ts'
import { discardEngine, engineOptions } from './anEngine.ts'
import { aWorld, type World } from './world.ts'

/** Rounds run when a test asks for them, and at no other time. */
const atWill = { soon: 3_600_000, often: 3_600_000, longest: 3_600_000 }
const quiet = { info: () => undefined, warn: () => undefined, error: () => undefined } as never

export async function aBackedServer(
  spoil: (backupStore: ObjectStore) => ObjectStore = (backupStore) => backupStore,
  backing: Partial<Backing> = {},
) {
  const around = await mkdtemp(join(tmpdir(), 'gridwalk-second-'))
  const [dataFolder, folder] = [join(around, 'data'), join(around, 'second')]
  for (const each of [dataFolder, folder]) await mkdir(each)
  const file = join(dataFolder, 'gridwalk.db')
  const backupStore = spoil(folderStore(folder))
  const open = async (): Promise<World> => {
    const world = await aWorld({ dataFolder })
    const databaseFile = (await engineOptions(file)).databaseFile || undefined
    world.deps.backup = startBackup({
      ...world.deps,
      backupStore,
      watermarks: [watermarkStoreIn(backupStore)],
      databaseFile,
      intervals: atWill,
      ...backing,
    })
    return world
  }
  let world = await open()
  const close = async (): Promise<void> => {
    await world.deps.backup!.close()
    await world.close()
  }
  return {
    dataFolder,
    folder,
    backupStore,
    file,
    world: () => world,
    /** Phones keep their network; whoever answers it may be another process by now. */
    fetch: (request: Request): Promise<Response> => world.fetch(request),
    invite: (member: Parameters<World['invite']>[0]) => world.invite(member),
    round: () => world.deps.backup!.round(),
    close,
    /** The disk with the data is gone: database and photos. */
    loseEverything: async () => {
      await close()
      await discardEngine(file)
      await rm(dataFolder, { recursive: true })
      await mkdir(dataFolder)
    },
    restore: async (snapshot?: string): Promise<Restored> =>
      restore(
        {
          dataFolder,
          ...(await engineOptions(file)),
          backupAddress: folder,
          watermarkFile: null,
          ...(snapshot === undefined ? {} : { snapshot }),
        },
        quiet,
        Date.now,
      ),
    start: async () => (world = await open()),
    discard: async () => {
      await close().catch(() => undefined)
      await discardEngine(file)
      await rm(around, { recursive: true, force: true })
    },
  }
}

export type BackedServer = Awaited<ReturnType<typeof aBackedServer>>
