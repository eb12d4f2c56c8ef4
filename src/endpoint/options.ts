// What the operator asked for, from flags and environment. A wrong wish is refused with a sentence, never guessed at.
import { join, resolve } from 'node:path'
import { parseArgs } from 'node:util'

export interface Options {
  port: number
  host: string
  /** Without a trailing slash. */
  publicUrl: string
  dataFolder: string
  databaseFile: string
  /** Begin with one admin and nothing else, instead of the demo community. */
  isEmpty: boolean
}

export type ReadOptions = { state: 'run'; options: Options } | { state: 'help'; text: string } | { state: 'wrong'; sentence: string }

export const helpText = `Gridwalk 网格行: the endpoint that phones and desks sync with.

  --port <number>        where it listens (8787; or PORT)
  --host <address>       on which network address (127.0.0.1: this machine only)
  --public-url <url>     how people reach it, e.g. https://walk.example.org (or GRIDWALK_PUBLIC_URL)
  --data <folder>        database, photos and keys (./data; or GRIDWALK_DATA)
  --storage sqlite:<file>  another place for the database (or GRIDWALK_STORAGE)
  --empty                on the first run: begin with one admin instead of the demo community
  --help                 this text
`

const flags = {
  port: { type: 'string' },
  host: { type: 'string' },
  'public-url': { type: 'string' },
  data: { type: 'string' },
  storage: { type: 'string' },
  empty: { type: 'boolean' },
  help: { type: 'boolean', short: 'h' },
} as const

const isLoopback = (host: string): boolean => host === 'localhost' || host === '::1' || /^127(\.\d{1,3}){3}$/.test(host)

export function readOptions(args: string[], env: Record<string, string | undefined>): ReadOptions {
  const wrong = (sentence: string): ReadOptions => ({ state: 'wrong', sentence })
  let given
  try {
    given = parseArgs({ args, options: flags, allowPositionals: false, strict: true }).values
  } catch (error) {
    return wrong(`${(error as Error).message.split('. ')[0]!.replace(/\.$/, '')}. See --help.`)
  }
  if (given.help) return { state: 'help', text: helpText }

  const portText = given.port ?? (env.PORT || '8787')
  const port = /^\d{1,5}$/.test(portText) ? Number(portText) : 0
  if (port < 1 || port > 65_535) return wrong(`The port must be a number from 1 to 65535, not "${portText}".`)

  const host = given.host ?? '127.0.0.1'
  if (host === '' || /[\s/]/.test(host)) return wrong(`--host must be a network address such as 127.0.0.1 or 0.0.0.0, not "${host}".`)

  const urlText = given['public-url'] ?? (env.GRIDWALK_PUBLIC_URL || null)
  if (urlText === null && !isLoopback(host)) {
    return wrong('With --host other machines can reach it: say with --public-url which address people will use.')
  }
  const publicUrl = urlText === null ? `http://localhost:${port}` : originOf(urlText)
  if (publicUrl === null) return wrong(`--public-url must be an address such as https://walk.example.org, without a path, not "${urlText}".`)

  const dataFolder = resolve(given.data ?? (env.GRIDWALK_DATA || 'data'))
  const storage = given.storage ?? (env.GRIDWALK_STORAGE || null)
  const database = storage === null ? 'gridwalk.db' : /^sqlite:(.+)$/.exec(storage)?.[1]
  if (!database || database === ':memory:') return wrong(`--storage must be sqlite:<file>, not "${storage}".`)
  const databaseFile = storage === null ? join(dataFolder, database) : resolve(database)
  return { state: 'run', options: { port, host, publicUrl, dataFolder, databaseFile, isEmpty: given.empty ?? false } }
}

function originOf(text: string): string | null {
  if (!URL.canParse(text)) return null
  const { protocol, origin, pathname, search, hash, username } = new URL(text)
  const isPlain = pathname === '/' && search === '' && hash === '' && username === ''
  return isPlain && (protocol === 'https:' || protocol === 'http:') ? origin : null
}
