// A data folder as a first run with the demo leaves it. Drawing the demo takes seconds: it is done
// once in a process, and each stage gets a copy.
import { cp, mkdtemp } from 'node:fs/promises'
import { join } from 'node:path'
import { inject } from 'vitest'
import { openServer } from '#server/openServer.ts'

export const databaseIn = (folder: string): string => join(folder, 'gridwalk.db')

let drawn: Promise<string> | undefined

export async function copyDemo(to: string): Promise<void> {
  await cp(await (drawn ??= draw()), to, { recursive: true })
}

async function draw(): Promise<string> {
  const folder = await mkdtemp(join(inject('roomForDemos'), 'demo-'))
  const troubles: unknown[] = []
  const log = {
    info: () => undefined,
    warn: (...what: unknown[]) => void troubles.push(what),
    error: (...what: unknown[]) => void troubles.push(what),
  } as never
  const server = await openServer(
    {
      publicUrl: 'http://localhost',
      dataFolder: folder,
      databaseFile: databaseIn(folder),
      isDemo: true,
    },
    log,
  )
  await server.close()
  if (troubles.length > 0) throw new Error(`The demo: ${JSON.stringify(troubles)}`)
  return folder
}
