// Parts a to d: what a person feels on the phone, measured in Chromium.
import { rowOf } from '#domain/row.ts'
import { gzipSync } from 'node:zlib'
import type { MemberId, ScopeId } from '#domain/ids.ts'
import type { BenchSite } from './benchSite.ts'
import type { Figure } from './figures.ts'
import { sampleReport } from './sampleReport.ts'
import { type LinkShape, slowMobile } from './slowLink.ts'

export async function capturePart({ page }: BenchSite): Promise<Figure[]> {
  const { ours, sameWork, sameAndBack, onePut } = await page.evaluate(() =>
    window.bench.captureRounds(200),
  )
  return [
    {
      what: 'one record, tap to tick; same work, raw',
      unit: 'ms',
      ours,
      limit: sameWork,
      aim: 1.4,
    },
    { what: '  same work, raw, and read back', unit: 'ms', ours, limit: sameAndBack },
    { what: '  one strict put, raw', unit: 'ms', ours, limit: onePut },
  ]
}

export async function photoPart({ page }: BenchSite): Promise<Figure[]> {
  const { fileBytes, ours, limit } = await page.evaluate(() => window.bench.photoRounds(12))
  const both = (pick: (time: (typeof ours)[number]) => number) => ({
    ours: ours.map(pick),
    limit: limit.map(pick),
  })
  return [
    {
      what: `12 MP photo (${(fileBytes / 1e6).toFixed(1)} MB), file to kept`,
      unit: 'ms',
      ...both((time) => time.ms),
    },
    {
      what: 'longest gap between frames meanwhile',
      unit: 'ms',
      ...both((time) => time.frameGapMs),
    },
    {
      what: 'longest task of the page of 50 ms or more',
      unit: 'ms',
      ...both((time) => time.longTaskMs),
    },
  ]
}

const links: [name: string, shape: LinkShape | null, rounds: number][] = [
  ['loopback', null, 7],
  ['300 ms, 400 kbit/s', slowMobile, 3],
]

async function onLink<T>(
  { link }: BenchSite,
  shape: LinkShape | null,
  work: () => Promise<T>,
): Promise<{ value: T; kB: number; upKB: number }> {
  link.become(shape)
  const before = { ...link.bytes }
  try {
    const value = await work()
    const upKB = (link.bytes.up - before.up) / 1000
    return { value, upKB, kB: upKB + (link.bytes.down - before.down) / 1000 }
  } finally {
    link.become(null)
  }
}

export async function pushPart(site: BenchSite): Promise<Figure[]> {
  const figures: Figure[] = []
  for (const [name, shape, rounds] of links) {
    const [ms, kB, upKB, requests] = [[], [], [], []] as number[][] as [
      number[],
      number[],
      number[],
      number[],
    ]
    const raw: [number[], number[], number[]] = [[], [], []]
    for (let i = 0; i < rounds; i++) {
      // The phone has synced before it went out; what it met there is not part of the round.
      await site.openPhone('worker')
      await site.page.evaluate(() => window.bench.pullAll())
      await site.page.evaluate(() => window.bench.saveReports(200))
      const least = await onLink(site, shape, () =>
        site.page.evaluate(() => window.bench.rawPush()),
      )
      const real = await onLink(site, shape, () => site.page.evaluate(() => window.bench.pushAll()))
      if (real.value.pushed !== 200) throw new Error(`${real.value.pushed} of 200 records arrived`)
      ms.push(real.value.ms)
      requests.push(real.value.requests)
      kB.push(real.kB)
      upKB.push(real.upKB)
      raw[0].push(least.value)
      raw[1].push(least.kB)
      raw[2].push(least.upKB)
    }
    figures.push(
      {
        what: `push of 200 records, ${name}`,
        unit: 'ms',
        ours: ms,
        limit: raw[0],
        ...(shape ? { aim: 1.15 } : {}),
      },
      { what: '  on the wire', unit: 'kB', ours: kB, limit: raw[1] },
      { what: '  of it upwards', unit: 'kB', ours: upKB, limit: raw[2] },
      { what: '  requests', unit: 'requests', ours: requests, limit: [1] },
    )
  }
  return figures
}

const manyRows = 10_000

export async function pullPart(site: BenchSite): Promise<Figure[]> {
  await putManyReports(site)
  const figures: Figure[] = []
  for (const [name, shape, rounds] of links) {
    const [s, first, kB, requests, rawS, rawKB]: number[][] = [[], [], [], [], [], []]
    for (let i = 0; i < rounds; i++) {
      await site.openPhone('neighbour')
      const least = await onLink(site, shape, () =>
        site.page.evaluate((scope) => window.bench.rawPull(scope), manyScope),
      )
      const real = await onLink(site, shape, () => site.page.evaluate(() => window.bench.pullAll()))
      if (least.value.rows !== manyRows || real.value.pulledRows < manyRows)
        throw new Error(`${real.value.pulledRows} of ${manyRows} rows arrived`)
      s!.push(real.value.ms / 1000)
      first!.push(real.value.firstPageMs / 1000)
      kB!.push(real.kB)
      requests!.push(real.value.requests)
      rawS!.push(least.value.ms / 1000)
      rawKB!.push(least.kB)
    }
    figures.push(
      { what: `pull of 10,000 reports, ${name}`, unit: 's', ours: s!, limit: rawS, aim: 1.7 },
      { what: '  until the first of them show', unit: 's', ours: first! },
      { what: '  on the wire', unit: 'kB', ours: kB!, limit: rawKB },
      { what: '  requests', unit: 'requests', ours: requests!, limit: [1] },
    )
  }
  return figures
}

/** A grid the push part does not write to. */
const manyScope = 'work:g-2'

async function putManyReports({ world, setRawRows }: BenchSite): Promise<void> {
  const { storage } = world.deps
  const author = 'm-author' as MemberId
  const scopes = [manyScope, `me:${author}`] as ScopeId[]
  for (let at = 0; at < manyRows; at += 1000) {
    await storage.write(async (tx) => {
      await tx.lockScopes(scopes)
      for (let i = at; i < at + 1000; i++) {
        const report = {
          ...sampleReport(author, i),
          gridId: 'g-2',
          receivedAt: Date.now(),
          arrived: [],
        }
        await tx.putRow(rowOf({ t: 'report', id: report.id, v: 1, fv: {} }, report), scopes)
      }
    })
  }
  const rows = await storage.read((tx) => tx.rowsAfter(manyScope as ScopeId, 0, manyRows))
  setRawRows(gzipSync(`[${rows.map((row) => row.json).join(',')}]`))
}

const resetBytes = 300_000

/** Twenty photos over a link that dies every 300 kB: what is sent, to what had to be sent. */
export async function lossPart(site: BenchSite): Promise<Figure[]> {
  const [sent, needed, s, resets, rounds]: number[][] = [[], [], [], [], []]
  for (let i = 0; i < 3; i++) {
    await site.openPhone('worker')
    await site.page.evaluate(() => window.bench.pullAll())
    const bytes = await site.page.evaluate(
      (seed) => window.bench.savePhotos(20, 1300, seed),
      1000 * (i + 1),
    )
    const before = site.link.resets
    site.link.resetEvery(resetBytes)
    const startedAt = performance.now()
    const real = await onLink(site, null, () => site.page.evaluate(() => window.bench.sendAll(200)))
    site.link.resetEvery(null)
    if (real.value.left > 0) throw new Error(`${real.value.left} photos and records did not arrive`)
    sent!.push(real.upKB)
    needed!.push(bytes / 1000)
    s!.push((performance.now() - startedAt) / 1000)
    resets!.push(site.link.resets - before)
    rounds!.push(real.value.rounds)
  }
  return [
    {
      what: '20 photos, link reset every 300 kB: sent',
      unit: 'kB',
      ours: sent!,
      limit: needed!,
      aim: 1.15,
    },
    { what: '  until all have arrived', unit: 's', ours: s! },
    { what: '  connections lost', unit: 'resets', ours: resets! },
    { what: '  rounds of sync', unit: 'rounds', ours: rounds! },
  ]
}

const manyPhotos = 1000

/**
 * What a thousand waiting photos cost in memory while they wait, while the app counts them and
 * while they are sent.
 */
export async function memoryPart(site: BenchSite): Promise<Figure[]> {
  await site.openPhone('worker')
  await site.page.evaluate(() => window.bench.pullAll())
  const empty = await site.memory()
  const bytes = await site.page.evaluate(
    (count) => window.bench.savePhotos(count, 700, 500_000),
    manyPhotos,
  )
  await site.page.reload()
  await site.page.waitForFunction(() => 'bench' in window)
  await site.page.evaluate(() => window.bench.reopenPhone())
  const waiting = await site.memory()
  const watch = site.watchMemory()
  const startedAt = performance.now()
  const sent = await site.page.evaluate(() => window.bench.sendAll(3))
  const seconds = (performance.now() - startedAt) / 1000
  const most = await watch.stop()
  if (sent.left > 0) throw new Error(`${sent.left} photos and records did not arrive`)
  return [
    {
      what: `${manyPhotos} photos wait: bytes of photos and thumbnails`,
      unit: 'MB',
      ours: [bytes / 1e6],
    },
    { what: '  page, an empty phone', unit: 'MB', ours: [empty.page] },
    { what: '  page, started with them waiting', unit: 'MB', ours: [waiting.page] },
    { what: '  page, at most while they are sent', unit: 'MB', ours: [most.page] },
    { what: '  server and bench in one process, before', unit: 'MB', ours: [waiting.server] },
    { what: '  server and bench, at most meanwhile', unit: 'MB', ours: [most.server] },
    { what: '  until all have arrived, loopback', unit: 's', ours: [seconds] },
  ]
}
