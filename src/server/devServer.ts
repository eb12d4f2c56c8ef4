// The Gridwalk server inside Vite's development server: the same parts, the demo community, a data
// folder to throw away.
import { join } from 'node:path'
import { pino } from 'pino'
import { openServer } from './openServer.ts'

export interface DevServer {
  fetch(request: Request): Promise<Response>
  /**
   * Fresh links of the demo, by role, each good once; asked for by every browser that nobody is
   * signed in on.
   */
  signInUrls(): Promise<Record<string, string>>
  close(): Promise<void>
}

export async function openDevServer(dataFolder: string, publicUrl: string): Promise<DevServer> {
  const options = {
    publicUrl,
    dataFolder,
    databaseFile: join(dataFolder, 'gridwalk.db'),
    isDemo: true,
  }
  const { fetch, freshLinks, close } = await openServer(
    options,
    pino({ base: null, level: 'warn' }, pino.destination(2)),
  )
  const signInUrls = async (): Promise<Record<string, string>> =>
    Object.fromEntries(
      (await freshLinks()).links.map(({ member, url }) => [member.roles[0] ?? member.id, url]),
    )
  return { fetch, signInUrls, close }
}
