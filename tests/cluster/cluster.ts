// `npm run test:cluster`: three PostgreSQL under Patroni, an S3 server, two nodes, a dozen phones.
// The leader is killed three times in the middle of pushes and uploads, and each node once. Then:
// nothing acknowledged is missing, nothing is there twice, every phone is empty. Needs Debian's
// packages (see tests/README.md); brings everything up itself and takes it down again.
import { chmodSync, existsSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { CreateBucketCommand, S3Client } from '@aws-sdk/client-s3'
import type { PhotoHash } from '#domain/ids.ts'
import { makeInvite } from '#server/auth/invites.ts'
import { readBucketAddress } from '#server/objectStore/bucketAddress.ts'
import { openPhotoStore } from '#server/photos/openPhotoStore.ts'
import { upsertReference } from '#server/organisation/upsertReference.ts'
import { openPostgres } from '#server/storage/sql/postgresDriver.ts'
import { openStorage } from '#server/storage/sql/sqlStorage.ts'
import { cast, origin, referenceOfTheCast } from '../world.ts'
import { startApiNodes } from './apiNodes.ts'
import { walkWith } from './clusterPhones.ts'
import { startDatabaseCluster } from './databaseCluster.ts'
import { startPhotoCluster } from './photoCluster.ts'
import { killAll, sleep, until } from './processes.ts'

const kills = 3
const phoneCount = 12
const programs = [
  '/usr/bin/patroni',
  '/usr/bin/etcd',
  '/usr/sbin/haproxy',
  '/usr/bin/swift-proxy-server',
  '/usr/bin/swift-ring-builder',
  '/usr/bin/memcached',
  '/usr/bin/psql',
]

const missing = programs.filter((program) => !existsSync(program))
if (missing.length > 0) {
  console.error(
    `Missing here: ${missing.join(', ')}. On Debian:\n  apt-get install patroni etcd-server python3-etcd3 haproxy postgresql swift-proxy swift-account swift-container swift-object memcached`,
  )
  process.exit(2)
}

const folder = mkdtempSync(join(tmpdir(), 'gridwalk-cluster-'))
chmodSync(folder, 0o755)
mkdirSync(join(folder, 'log'))
mkdirSync(join(folder, 'second-place'))
let isWell = false
try {
  await run()
  isWell = true
} catch (error) {
  console.error(error)
  console.error(`The logs are in ${join(folder, 'log')}`)
} finally {
  killAll(folder)
  if (isWell) rmSync(folder, { recursive: true, force: true })
  process.exit(isWell ? 0 : 1)
}

async function run(): Promise<void> {
  const say = (sentence: string): void =>
    console.log(`${new Date().toISOString().slice(11, 19)}  ${sentence}`)
  const photoCluster = await startPhotoCluster(folder)
  const bucket = readBucketAddress(photoCluster.url)
  if (!bucket) throw new Error('the bucket has no readable address')
  Object.assign(process.env, photoCluster.env)
  const s3 = new S3Client({
    endpoint: bucket.endpoint,
    region: bucket.region,
    forcePathStyle: true,
    requestChecksumCalculation: 'WHEN_REQUIRED',
    responseChecksumValidation: 'WHEN_REQUIRED',
  })
  await s3.send(new CreateBucketCommand({ Bucket: bucket.bucket }))
  say('the photo store is up')
  const database = await startDatabaseCluster(folder)
  say('three databases are up, one of them leads')
  const nodes = await startApiNodes({
    publicUrl: origin,
    folder,
    env: photoCluster.env,
    flags: [
      '--storage',
      database.url,
      '--photos',
      photoCluster.url,
      '--second-place',
      join(folder, 'second-place'),
    ],
  })
  say('two nodes are up')

  const storage = await openStorage(openPostgres({ url: database.url }), () => 'never')
  await upsertReference(storage, referenceOfTheCast())
  const invite = async (member: { id: (typeof cast)['worker']['id'] }): Promise<string> =>
    (await storage.write((tx) => makeInvite(tx, member.id, 'tests', 'screen', Date.now()))).secret
  const walk = await walkWith({ fetch: nodes.fetch, invite }, phoneCount)
  say(`${phoneCount} phones save and sync`)

  await until('the first acknowledgements', 120_000, () =>
    Promise.resolve(walk.acknowledged.size > 100),
  )
  for (let i = 1; i <= kills; i++) {
    const before = walk.acknowledged.size
    const killedAt = Date.now()
    const dead = await database.killLeader()
    say(`leader ${dead} is killed (${before} changes acknowledged so far)`)
    const next = await until('another leader', 180_000, async () => {
      const name = await database.leader()
      return name === dead ? null : name
    })
    await until('acknowledgements after the change', 180_000, () =>
      Promise.resolve([...walk.acknowledged.values()].some((at) => at > killedAt + 1000)),
    )
    say(
      `  ${next} leads; acknowledgements again after ${((Date.now() - killedAt) / 1000).toFixed(1)} s`,
    )
    database.revive(dead)
    await until('two standbys', 180_000, async () => (await database.standbys()) === 2)
    if (i < kills) {
      await nodes.killAndRestart((i % 2) as 0 | 1)
      say(`  node ${(i % 2) + 1} was killed and is back`)
    }
    await sleep(8_000)
  }
  walk.stopSaving()
  const drained = await walk.drain(180_000)
  say(
    `every phone drained by itself ${(drained / 1000).toFixed(1)} s after the last record was saved`,
  )

  const photos = await openPhotoStore({ photoBucket: bucket, dataFolder: folder }, storage)
  const found = await storage.read(async (tx) => {
    const saved = (
      await Promise.all(walk.phones.map(({ session }) => session.capture.outbox.toArray()))
    ).flat()
    const outcomes = new Map(
      (
        await Promise.all(
          chunks(
            saved.map((entry) => entry.id),
            400,
          ).map((ids) => tx.outcomesOf(ids)),
        )
      ).flatMap((part) => [...part]),
    )
    const rows = new Set((await tx.rows('report')).map((row) => row.id))
    return { saved, outcomes, rows }
  })
  const lost = found.saved.filter(
    (entry) => !found.outcomes.has(entry.id) || !found.rows.has(entry.row),
  )
  const unkept = [...walk.acknowledged.keys()].filter((id) => !found.outcomes.has(id))
  const hashes = [
    ...new Set(
      (
        await Promise.all(
          walk.phones.map(({ session }) => session.capture.photo.toCollection().primaryKeys()),
        )
      ).flat(),
    ),
  ]
  const badPhotos: PhotoHash[] = []
  for (const hash of hashes)
    if (!(await isWhole(await photos.read(hash), hash))) badPhotos.push(hash)
  const parked = found.saved.filter((entry) => entry.fate === 'parked').length
  console.log(`
changes saved                 ${found.saved.length}
  acknowledged                ${walk.acknowledged.size}
  acknowledged and missing    ${unkept.length}
  saved and missing           ${lost.length}
  parked                      ${parked}
reports in the database       ${found.rows.size} (one for each change saved: ${found.rows.size === found.saved.length ? 'yes' : 'NO'})
photos and thumbnails         ${hashes.length}
  missing or altered          ${badPhotos.length}
longest time without an acknowledgement  ${(walk.longestGap() / 1000).toFixed(1)} s
answers by node               ${nodes.answers.join(' and ')}
`)
  await storage.close()
  if (
    lost.length + unkept.length + badPhotos.length + parked > 0 ||
    found.rows.size !== found.saved.length
  )
    throw new Error('something is missing or doubled')
}

async function isWhole(bytes: Uint8Array<ArrayBuffer> | null, hash: PhotoHash): Promise<boolean> {
  return (
    bytes !== null &&
    Buffer.from(await crypto.subtle.digest('SHA-256', bytes)).toString('hex') === hash
  )
}

function chunks<T>(all: readonly T[], size: number): T[][] {
  return Array.from({ length: Math.ceil(all.length / size) }, (_, i) =>
    all.slice(i * size, (i + 1) * size),
  )
}
