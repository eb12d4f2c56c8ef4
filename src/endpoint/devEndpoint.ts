// The endpoint inside the development server: the same parts, the demo community, a data folder to throw away.
import { join } from 'node:path'
import { pino } from 'pino'
import { openEndpoint } from './openEndpoint.ts'

export interface DevEndpoint {
  fetch(request: Request): Promise<Response>
  /** Signs the browser in as the demo's grid worker; good once. */
  signInUrl: string
  /** All of the demo's links, by role. */
  signInUrls: Record<string, string>
  close(): Promise<void>
}

export async function openDevEndpoint(dataFolder: string, publicUrl = 'http://localhost:5173'): Promise<DevEndpoint> {
  const wishes = { publicUrl, dataFolder, databaseFile: join(dataFolder, 'gridwalk.db'), isEmpty: false }
  const { fetch, signIn, close } = await openEndpoint(wishes, pino({ base: null, level: 'warn' }, pino.destination(2)))
  const signInUrls = Object.fromEntries(signIn.links.map(({ member, url }) => [member.roles[0] ?? member.id, url]))
  return { fetch, signInUrl: signInUrls.gridWorker ?? signIn.links[0]?.url ?? publicUrl, signInUrls, close }
}
