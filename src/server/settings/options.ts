// What the operator asked for, from flags and environment. A wrong option is refused with a
// sentence, never guessed at.
import { readFileSync } from 'node:fs'
import { basename, join, resolve } from 'node:path'
import { parseArgs } from 'node:util'
import type { OnlineMap } from '#domain/onlineMap.ts'
import { type BucketAddress, readBucketAddress } from '../objectStore/bucketAddress.ts'
import { isLoopback } from './loopback.ts'
import { readOnlineMaps } from './onlineMaps.ts'

export interface MetricsAddress {
  host: string
  port: number
}

export interface Options {
  port: number
  host: string
  /** Without a trailing slash. */
  publicUrl: string
  dataFolder: string
  databaseFile: string
  /** Where the database is PostgreSQL; then the file is not used. */
  postgresUrl?: string
  /** Connections of this node to PostgreSQL. */
  poolSize?: number
  /** A copy of it that pulls may be read from. */
  replicaUrl?: string
  /** Where the photos are not kept in the data folder. */
  photoBucket?: BucketAddress
  /** Signs the cookies of sessions. */
  secret?: string
  /**
   * An invented community on the first run, and links for its members; without it a first run makes
   * one admin and nothing else.
   */
  isDemo: boolean
  /** The backup: a folder or s3://…; null for none. */
  backupAddress: string | null
  /** Archives of maps on this machine, to cut base maps from: whole paths. */
  mapArchives?: string[]
  /** Maps of other providers that the app may draw while there is a network. */
  onlineMaps?: OnlineMap[]
  /** A watermark on another disk, besides the one in the backup. */
  watermarkFile: string | null
  /** Where Prometheus metrics are served; null for nowhere. */
  metrics: MetricsAddress | null
}

export type ReadOptions =
  | { state: 'run'; options: Options }
  | { state: 'help'; text: string }
  | { state: 'wrong'; sentence: string }

export const helpText = `Gridwalk 网格行: the server that phones and desks sync with.

  --port <number>        port to listen on (8787; or PORT)
  --host <address>       network address to listen on (127.0.0.1: this machine only; or GRIDWALK_HOST)
  --public-url <url>     address people use, e.g. https://walk.example.org (or GRIDWALK_PUBLIC_URL)
  --data <folder>        database, photos and keys (./data; or GRIDWALK_DATA)
  --storage sqlite:<file>  another place for the database (or GRIDWALK_STORAGE)
  --storage postgres://<user>@<host>/<database>
                         PostgreSQL, for more than one node; a password belongs in GRIDWALK_STORAGE or PGPASSWORD
  --second-place <where>  a folder on another disk, or s3://bucket/prefix?endpoint=…&region=…: everything received is copied there
                         at once, and only then called backed up (or GRIDWALK_SECOND_PLACE)
  --witness <file>       the watermark: a file on another disk that records how far the database has come (or GRIDWALK_WITNESS); a
                         backup keeps one itself
  --pool <number>        connections of this node to PostgreSQL (10; or GRIDWALK_POOL)
  --replica postgres://… a replica of that database, to read pulls from (or GRIDWALK_REPLICA)
  --photos s3://<bucket>/<prefix>?endpoint=https://…&region=…
                         photos in a bucket instead of the data folder (or GRIDWALK_PHOTOS); keys from
                         AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY
  --map-archive <file>   an archive of maps (PMTiles) on this machine that base maps are cut from at the desk, for one too large
                         to upload; may be said again (or GRIDWALK_MAP_ARCHIVES, with : between)
  --map-tiles <file>     maps of other providers that may be drawn while there is a network: a file of JSON, see deploy/README.md
                         (or GRIDWALK_MAP_TILES); without it nothing is fetched from another host
  --metrics <address>:<port>  Prometheus metrics under /metrics, on a port of their own, e.g. 127.0.0.1:9464 (or GRIDWALK_METRICS)
  --demo                 on the first run: draw an invented community; print links to sign in as its members, on this machine
                         only (or GRIDWALK_DEMO=1). Never with a public https address
  --empty                on the first run: one community and one admin, as without --demo, which it overrules (or GRIDWALK_EMPTY=1)
  GRIDWALK_SECRET        no flag, so that no list of processes shows it: signs the cookies of sessions, at least 32
                         random characters, the same on every node; without it the server makes one and keeps it
  --help                 this text
`

/** Each stands in the help text, as does each name that is read from the environment. */
export const flags = {
  port: { type: 'string' },
  host: { type: 'string' },
  'public-url': { type: 'string' },
  data: { type: 'string' },
  storage: { type: 'string' },
  photos: { type: 'string' },
  replica: { type: 'string' },
  pool: { type: 'string' },
  'second-place': { type: 'string' },
  witness: { type: 'string' },
  'map-archive': { type: 'string', multiple: true },
  'map-tiles': { type: 'string' },
  metrics: { type: 'string' },
  demo: { type: 'boolean' },
  empty: { type: 'boolean' },
  help: { type: 'boolean', short: 'h' },
} as const

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
  if (port < 1 || port > 65_535)
    return wrong(`The port must be a number from 1 to 65535, not "${portText}".`)

  const host = given.host ?? (env.GRIDWALK_HOST || '127.0.0.1')
  if (host === '' || /[\s/]/.test(host))
    return wrong(`--host must be a network address such as 127.0.0.1 or 0.0.0.0, not "${host}".`)

  const urlText = given['public-url'] ?? (env.GRIDWALK_PUBLIC_URL || null)
  if (urlText === null && !isLoopback(host)) {
    return wrong(
      'With --host other machines can reach it: say with --public-url which address people will use.',
    )
  }
  const publicUrl = urlText === null ? `http://localhost:${port}` : originOf(urlText)
  if (publicUrl === null)
    return wrong(
      `--public-url must be an address such as https://walk.example.org, without a path, not "${urlText}".`,
    )

  if (given.data?.trim() === '') return wrong('--data must be a folder, not "".')
  const dataFolder = resolve(given.data ?? (env.GRIDWALK_DATA || 'data'))
  const storage =
    given.storage ?? (env.GRIDWALK_STORAGE || `sqlite:${join(dataFolder, 'gridwalk.db')}`)
  const database = readDatabase(storage)
  if (!database)
    return wrong(
      `--storage must be sqlite:<file> or postgres://<user>@<host>/<database>, not "${withoutSecrets(storage)}".`,
    )

  const poolText = given.pool ?? (env.GRIDWALK_POOL || null)
  const poolSize = poolText === null ? null : Number(poolText)
  if (poolSize !== null && !(Number.isInteger(poolSize) && poolSize >= 2 && poolSize <= 500))
    return wrong(`--pool must be a number from 2 to 500, not "${poolText}".`)

  if (poolSize !== null && !database.postgresUrl)
    return wrong('--pool goes with --storage postgres://… only.')

  const replicaUrl = given.replica ?? (env.GRIDWALK_REPLICA || undefined)
  if (replicaUrl !== undefined && !readDatabase(replicaUrl)?.postgresUrl) {
    return wrong(
      `--replica must be postgres://<user>@<host>/<database>, not "${withoutSecrets(replicaUrl)}".`,
    )
  }
  if (replicaUrl !== undefined && !database.postgresUrl)
    return wrong('--replica goes with --storage postgres://… only.')

  const photos = given.photos ?? (env.GRIDWALK_PHOTOS || null)
  const photoBucket = photos === null ? null : readBucketAddress(photos)
  if (photos !== null && !photoBucket)
    return wrong(
      `--photos must be s3://bucket/prefix?endpoint=https://…&region=…, not "${withoutSecrets(photos)}".`,
    )

  const secret = env.GRIDWALK_SECRET || undefined
  if (secret !== undefined && secret.length < 32)
    return wrong(
      'GRIDWALK_SECRET must be at least 32 random characters, and the same on every node.',
    )
  const backupAddress = given['second-place'] ?? (env.GRIDWALK_SECOND_PLACE || null)
  if (backupAddress !== null && !isPlace(backupAddress)) {
    return wrong(
      `--second-place must be a folder or s3://bucket/prefix?endpoint=https://…&region=…, not "${withoutSecrets(backupAddress)}".`,
    )
  }
  const watermarkFile = given.witness ?? (env.GRIDWALK_WITNESS || null)
  if (watermarkFile !== null && (watermarkFile === '' || watermarkFile.includes('://')))
    return wrong(`--witness must be a file, not "${withoutSecrets(watermarkFile)}".`)
  const metricsText = given.metrics ?? (env.GRIDWALK_METRICS || null)
  const metrics = metricsText === null ? null : readMetricsAddress(metricsText)
  if (metricsText !== null && !metrics)
    return wrong(
      `--metrics must be an address and a port such as 127.0.0.1:9464, not "${metricsText}".`,
    )
  const mapArchives = given['map-archive'] ?? (env.GRIDWALK_MAP_ARCHIVES || '').split(':')
  const archiveFiles = mapArchives.filter((file) => file !== '').map((file) => resolve(file))
  const archiveNames = archiveFiles.map((file) => basename(file))
  const twice = archiveNames.find((name, i) => archiveNames.indexOf(name) < i)
  if (mapArchives.some((file) => file.includes('://')))
    return wrong('--map-archive must be a file on this machine.')
  if (twice !== undefined)
    return wrong(`--map-archive: two files are called "${twice}"; rename one.`)
  const tilesFile = given['map-tiles'] ?? (env.GRIDWALK_MAP_TILES || null)
  const tiles = tilesFile === null ? { maps: [] } : readTilesFile(resolve(tilesFile), publicUrl)
  if ('wrong' in tiles) return wrong(`--map-tiles ${tilesFile}: ${tiles.wrong}.`)
  const isEmpty = given.empty ?? isSet(env.GRIDWALK_EMPTY)
  const isDemo = (given.demo ?? isSet(env.GRIDWALK_DEMO)) && !isEmpty
  if (isDemo && publicUrl.startsWith('https:') && !isLoopback(new URL(publicUrl).hostname)) {
    return wrong(
      `The demo lets anybody in as its invented members, so it is not for ${publicUrl}: leave --demo out, or say --empty.`,
    )
  }
  return {
    state: 'run',
    options: {
      port,
      host,
      publicUrl,
      dataFolder,
      ...database,
      ...(poolSize ? { poolSize } : {}),
      ...(replicaUrl ? { replicaUrl } : {}),
      ...(photoBucket ? { photoBucket } : {}),
      ...(secret ? { secret } : {}),
      ...(archiveFiles.length > 0 ? { mapArchives: archiveFiles } : {}),
      ...(tiles.maps.length > 0 ? { onlineMaps: tiles.maps } : {}),
      isDemo,
      backupAddress,
      watermarkFile,
      metrics,
    },
  }
}

function readTilesFile(file: string, publicUrl: string): ReturnType<typeof readOnlineMaps> {
  try {
    return readOnlineMaps(readFileSync(file, 'utf8'), publicUrl)
  } catch (error) {
    return { wrong: `it cannot be read (${(error as NodeJS.ErrnoException).code ?? 'unknown'})` }
  }
}

/** Of a flag in the environment. */
const isSet = (value: string | undefined): boolean =>
  value !== undefined && /^(1|true|yes)$/i.test(value)

function readMetricsAddress(text: string): MetricsAddress | null {
  const [, host, port] = /^([\w.-]+|\[[\da-f:]+\]):(\d{1,5})$/i.exec(text) ?? []
  return host && Number(port) >= 1 && Number(port) <= 65_535
    ? { host: host.replace(/[[\]]/g, ''), port: Number(port) }
    : null
}

const isPlace = (text: string): boolean =>
  text.startsWith('s3:')
    ? readBucketAddress(text) !== null
    : text.trim() !== '' && !text.includes('://')

function readDatabase(text: string): Pick<Options, 'databaseFile' | 'postgresUrl'> | null {
  const file = /^sqlite:(.+)$/.exec(text)?.[1]
  if (file) return file === ':memory:' ? null : { databaseFile: resolve(file) }
  if (!/^postgres(ql)?:\/\//.test(text) || !URL.canParse(text)) return null
  const { hostname, pathname } = new URL(text)
  return hostname && pathname.length > 1 ? { databaseFile: '', postgresUrl: text } : null
}

/** What may stand in a sentence of ours, and so in a log. */
const withoutSecrets = (address: string): string =>
  address.replace(/\/\/[^/@]*@/, '//…@').replace(/\?.*$/, '?…')

function originOf(text: string): string | null {
  if (!URL.canParse(text)) return null
  const { protocol, origin, pathname, search, hash, username } = new URL(text)
  const isPlain = pathname === '/' && search === '' && hash === '' && username === ''
  return isPlain && (protocol === 'https:' || protocol === 'http:') ? origin : null
}
