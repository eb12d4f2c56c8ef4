// The door: a file with a community's plan goes in, rows come out, or what is wrong with it. What
// kind of file it is, its first bytes say and not its name.
import { readCsv } from './csv.ts'
import { decode } from './encoding.ts'
import { readGeoJson } from './geoJson.ts'
import { readKml } from './kml.ts'
import { inMegabytes, limits } from './limits.ts'
import { allOf, planBytesOf, type PlanBytes } from './planBytes.ts'
import { PlanFault, problemOf } from './planFault.ts'
import type { PlanEncoding, PlanFile, ReadPlan } from './planRows.ts'
import { readShapefile } from './shapefile.ts'
import { sniff } from './sniff.ts'
import { readXlsx } from './xlsx.ts'
import { openZip } from './zip.ts'

export type { Corner } from '../corner.ts'
export type {
  PlanEncoding,
  PlanFile,
  PlanFormat,
  PlanGeometry,
  FileProblem,
  FileProblemCode,
  PlanRow,
  ReadPlan,
} from './planRows.ts'

export interface PlanChoices {
  /** Of the words in a table or a shapefile, where it was guessed wrongly. */
  encoding?: PlanEncoding
  /** 0 to 1, never less than before. */
  onProgress?: (share: number) => void
}

/** Never throws and never rejects; text pasted by hand goes in as UTF-8. */
export async function readPlanFile(
  file: Uint8Array | Blob,
  choices: PlanChoices = {},
): Promise<ReadPlan> {
  try {
    return { ok: true, file: await read(planBytesOf(file), choices) }
  } catch (error) {
    const problem = error instanceof PlanFault ? error.problem : problemOf('fileBroken')
    return { ok: false, problem }
  }
}

async function read(bytes: PlanBytes, choices: PlanChoices): Promise<PlanFile> {
  if (bytes.size > limits.fileBytes)
    throw new PlanFault('tooLarge', {
      megabytes: inMegabytes(bytes.size),
      most: inMegabytes(limits.fileBytes),
    })
  switch (sniff(await bytes.slice(0, 4096))) {
    case 'csv':
      return readCsv(await allOf(bytes), choices.encoding)
    case 'geojson':
      return readGeoJson(bytes, choices.onProgress)
    case 'xml':
      return readKml(await allOf(bytes), 'kml')
    case 'zip':
      return readZip(await allOf(bytes), choices.encoding)
    case 'compound':
      return refuseCompound(await allOf(bytes))
  }
}

async function readZip(bytes: Uint8Array, encoding?: PlanEncoding): Promise<PlanFile> {
  const entries = openZip(bytes)
  if (entries.some(({ name }) => /\.shp$/i.test(name))) return readShapefile(entries, encoding)
  if (entries.some(({ name }) => name === 'xl/workbook.xml')) return readXlsx(entries)
  const kmls = entries.filter(({ name }) => /\.kml$/i.test(name))
  const kml = kmls.find(({ name }) => name === 'doc.kml') ?? kmls[0]
  if (!kml) throw new PlanFault('notAPlanFile')
  return readKml(kml.read(), 'kmz')
}

/** A workbook under a password holds an entry of this name, in UTF-16. */
function refuseCompound(bytes: Uint8Array): never {
  const isLocked = decode(bytes, 'latin1').includes([...'EncryptedPackage'].join('\0'))
  throw new PlanFault(isLocked ? 'zipLocked' : 'isAnOldSheet')
}
