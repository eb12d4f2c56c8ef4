// The words of `import <file>`: the file, what is its own, and what it has in common with the
// server (where the database is), which options.ts reads.
import { parseArgs } from 'node:util'
import type { PlanEncoding } from '#geo/planFiles/planFile.ts'
import type { NamedSystem } from '#geo/systems/planSystem.ts'
import type { PlaceType } from '#domain/place.ts'
import { gridLevelOf, placeTypeOf } from '#domain/plan/placeWords.ts'
import { flags } from '../../settings/options.ts'

export interface ImportRequest {
  file: string
  /** Name, code or id; of rows that name no grid and lie in none. Null for the community. */
  grid: string | null
  /** Of rows that say none; null where there should be no such rows. */
  type: PlaceType | 'grid' | null
  /** Null where the file says it, or it is WGS-84. */
  system: ImportSystem | null
  makesGrids: boolean
  encoding: PlanEncoding | null
  isDryRun: boolean
}

export const importSystems = [
  'wgs84',
  'gcj02',
  'bd09',
  'cgcs2000',
] as const satisfies readonly NamedSystem[]
export type ImportSystem = (typeof importSystems)[number]

export type ReadImportWords =
  | { state: 'run'; request: ImportRequest; words: string[] }
  | { state: 'help' }
  | { state: 'wrong'; sentence: string }

const ownFlags = {
  grid: { type: 'string' },
  type: { type: 'string' },
  system: { type: 'string' },
  encoding: { type: 'string' },
  'make-grids': { type: 'boolean' },
  'dry-run': { type: 'boolean' },
} as const

const encodings: Readonly<Record<string, PlanEncoding>> = {
  'utf-8': 'utf-8',
  utf8: 'utf-8',
  gb18030: 'gb18030',
  gbk: 'gb18030',
  gb2312: 'gb18030',
}

/** `words`: what is left for `readOptions`. */
export function readImportWords(args: string[]): ReadImportWords {
  const wrong = (sentence: string): ReadImportWords => ({ state: 'wrong', sentence })
  let read
  try {
    const options = { ...flags, ...ownFlags }
    read = parseArgs({ args, options, allowPositionals: true, strict: true, tokens: true })
  } catch (error) {
    return wrong(`${(error as Error).message.split('. ')[0]!.replace(/\.$/, '')}. See --help.`)
  }
  const { values: given, positionals, tokens } = read
  if (given.help) return { state: 'help' }
  const [file, ...more] = positionals
  if (!file || more.length > 0) return wrong('import needs one file: say import <file>.')

  const type = given.type === undefined ? null : typeOf(given.type)
  if (type === undefined)
    return wrong(
      '--type must be a type of places such as building, stairwell, dwelling, shop, lampPost, ' +
        `point, area, path, or grid, not "${given.type}".`,
    )
  const system = importSystems.find((each) => each === given.system?.toLowerCase()) ?? null
  if (given.system !== undefined && system === null)
    return wrong(`--system must be ${importSystems.join(', ')}, not "${given.system}".`)
  const encoding = encodings[given.encoding?.toLowerCase() ?? ''] ?? null
  if (given.encoding !== undefined && encoding === null)
    return wrong(`--encoding must be utf-8 or gb18030, not "${given.encoding}".`)
  const words = tokens.flatMap((token) =>
    token.kind === 'option' && token.name in flags
      ? [token.value === undefined ? `--${token.name}` : `--${token.name}=${token.value}`]
      : [],
  )
  return {
    state: 'run',
    request: {
      file,
      grid: given.grid ?? null,
      type,
      system,
      makesGrids: given['make-grids'] === true,
      encoding,
      isDryRun: given['dry-run'] === true,
    },
    words,
  }
}

const typeOf = (word: string): PlaceType | 'grid' | undefined =>
  placeTypeOf(word) ?? (gridLevelOf(word) === undefined ? undefined : 'grid')
