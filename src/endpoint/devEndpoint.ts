// The endpoint inside the development server: the same parts, the demo community, a data folder to
// throw away.
import { join } from 'node:path'
import { pino } from 'pino'
import { openEndpoint } from './openEndpoint.ts'

export interface DevEndpoint {
  fetch(request: Request): Promise<Response>
  /**
   * Fresh links of the demo, by role, each good once; asked for by every browser that nobody is
   * signed in on.
   */
  signInUrls(): Promise<Record<string, string>>
  close(): Promise<void>
}

export async function openDevEndpoint(dataFolder: string, publicUrl: string): Promise<DevEndpoint> {
  const wishes = {
    publicUrl,
    dataFolder,
    databaseFile: join(dataFolder, 'gridwalk.db'),
    isDemo: true,
  }
  const { fetch, freshLinks, close } = await openEndpoint(
    wishes,
    pino({ base: null, level: 'warn' }, pino.destination(2)),
  )
  const signInUrls = async (): Promise<Record<string, string>> =>
    Object.fromEntries(
      (await freshLinks()).links.map(({ member, url }) => [member.roles[0] ?? member.id, url]),
    )
  return { fetch, signInUrls, close }
}
