// What the app costs, as ratios to the physical limit measured beside it. `npm run bench -- capture
// photo push pull server` picks parts.
import { cpus, loadavg } from 'node:os'
import { isMainThread, parentPort, workerData } from 'node:worker_threads'
import { type BenchSite, openBenchSite } from './benchSite.ts'
import { serverPart } from './serverPart.ts'
import { type Figure, tableOf } from './figures.ts'
import { growthPart } from './growthPart.ts'
import { mapPart, mapParts } from './mapPart.ts'
import { mixedPushesPart } from './mixedPushesPart.ts'
import { capturePart, lossPart, memoryPart, photoPart, pullPart, pushPart } from './pageParts.ts'
import { pushAtOnce, type Pushing } from './pushers.ts'

const inPage: Record<string, (site: BenchSite) => Promise<Figure[]>> = {
  capture: capturePart,
  photo: photoPart,
  push: pushPart,
  pull: pullPart,
  loss: lossPart,
  memory: memoryPart,
}
const inProcess: Record<string, () => Promise<Figure[]>> = {
  server: serverPart,
  growth: growthPart,
  pushes: mixedPushesPart,
  map: mapPart,
}
const names = [...Object.keys(inPage), ...Object.keys(inProcess)]
/** Run where they are asked for alone: they are parts of the one named before the colon. */
const within: typeof inProcess = Object.fromEntries(
  Object.entries(mapParts).map(([name, part]) => [
    `map:${name}`,
    () => Promise.resolve().then(part),
  ]),
)

async function run(asked: readonly string[]): Promise<void> {
  const all = [...names, ...Object.keys(within)]
  const unknown = asked.filter((name) => !all.includes(name))
  if (unknown.length > 0) {
    console.error(`No part is called ${unknown.join(', ')}. Parts: ${all.join(' ')}`)
    process.exitCode = 2
    return
  }
  const wanted = asked.length > 0 ? asked : names
  console.log(
    `Node ${process.version}, ${cpus().length} cores, load ${loadavg()[0]!.toFixed(1)}. Medians (least–most); ratio to the limit of the same run.\n`,
  )
  for (const name of all.filter((each) => wanted.includes(each))) {
    const part = inPage[name]
    console.log(
      `${tableOf(name, part ? await inSite(part) : await (inProcess[name] ?? within[name])!())}\n`,
    )
  }
}

async function inSite(part: (site: BenchSite) => Promise<Figure[]>): Promise<Figure[]> {
  const site = await openBenchSite()
  try {
    return await part(site)
  } finally {
    await site.close()
  }
}

if (isMainThread) await run(process.argv.slice(2))
else parentPort!.postMessage(await pushAtOnce(workerData as Pushing))
