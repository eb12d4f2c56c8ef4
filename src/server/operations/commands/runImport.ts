// `import <file>`: what the desk does with a file, without a person who is asked on the way. Whole
// or not at all, in one transaction; safe beside a running server, whose phones have it with their
// next sync.
import { webcrypto } from 'node:crypto'
import { readFile, stat } from 'node:fs/promises'
import { basename } from 'node:path'
import * as v from 'valibot'
import { inMegabytes, limits } from '#geo/planFiles/limits.ts'
import { type PlanFile, readPlanFile } from '#geo/planFiles/planFile.ts'
import type { Fault } from '#domain/fault.ts'
import type { GridId, Instant, PlanImportId } from '#domain/ids.ts'
import { newId } from '#domain/newId.ts'
import type { Plan } from '#domain/plan/plan.ts'
import { type ColumnChoice, guessColumns } from '#domain/plan/planColumns.ts'
import { type Drafts, planDrafts } from '#domain/plan/planDrafts.ts'
import { type PlanPreview, planPreview } from '#domain/plan/planPreview.ts'
import { planLimits } from '#domain/plan/planProblem.ts'
import { usualPointTypes } from '#domain/plan/usualPointTypes.ts'
import { key } from '#domain/plan/previewRow.ts'
import { PlanImporting } from '#protocol/planMessages.ts'
import { openAuditKey, sealWith } from '../../audit/auditKey.ts'
import { openBackupTargets, refuseWrongDatabase } from '../../backup/openBackup.ts'
import { applyPlan } from '../../organisation/applyPlan.ts'
import { planIn } from '../../organisation/planOf.ts'
import type { Log } from '../../settings/log.ts'
import type { Options } from '../../settings/options.ts'
import { isNew, newEpoch } from '../../storage/epoch.ts'
import type { Storage } from '../../storage/port/storage.ts'
import { openSound } from '../../storage/sql/checkDatabase.ts'
import { hasSchema, migrate } from '../../storage/sql/migrate.ts'
import type { SqlDriver } from '../../storage/sql/sqlDriver.ts'
import { openStorage } from '../../storage/sql/sqlStorage.ts'
import { importReport } from './importReport.ts'
import { importSystem } from './importSystem.ts'
import type { ImportRequest } from './importWords.ts'
import { sentenceOf } from './planSentences.ts'

type ImportOptions = Pick<Options, 'dataFolder' | 'databaseFile' | 'postgresUrl'> &
  Partial<Pick<Options, 'secret' | 'backupAddress' | 'watermarkFile'>>

/**
 * True where there is no error in the file; then it is imported, if it is to be.
 * @throws Error with a sentence where nothing could be told of its rows
 */
export async function runImport(
  options: ImportOptions,
  request: ImportRequest,
  log: Log,
  say: (text: string) => void,
  now: () => Instant = Date.now,
): Promise<boolean> {
  const file = await readFileOf(request)
  const driver = await openFilled(options)
  try {
    if (!request.isDryRun) await migrate(driver)
    const storage = await openStorage(
      driver,
      () => newEpoch(now()),
      sealWith(await openAuditKey(driver, options)),
    )
    const { backupAddress = null, watermarkFile = null, dataFolder } = options
    const targets = await openBackupTargets({ backupAddress, watermarkFile, dataFolder }, log)
    await refuseWrongDatabase(storage, targets, log)
    return await importInto(storage, file, request, { say, now: now() })
  } finally {
    await driver.close()
  }
}

async function readFileOf({ file, encoding }: ImportRequest): Promise<PlanFile> {
  const { size } = await stat(file).catch(() =>
    Promise.reject(new Error(`there is no file ${file}`)),
  )
  const tooLarge = {
    code: 'tooLarge',
    detail: { megabytes: inMegabytes(size), most: inMegabytes(limits.fileBytes) },
  } as const
  const read =
    size > limits.fileBytes
      ? { ok: false as const, problem: tooLarge }
      : await readPlanFile(await readFile(file), encoding ? { encoding } : {})
  if (!read.ok) throw new Error(`${file} cannot be imported: ${sentenceOf(read.problem)}.`)
  return read.file
}

const startFirst =
  'there is no community in this database yet. Start the server once with --empty, stop it or leave it running, and import then.'

/** Never begins one: SQLite would make an empty file. */
async function openFilled(options: ImportOptions): Promise<SqlDriver> {
  if (!options.postgresUrl)
    await stat(options.databaseFile).catch(() => Promise.reject(new Error(startFirst)))
  const driver = await openSound(options)
  if ((await hasSchema(driver)) && !(await driver.read(isNew))) return driver
  await driver.close()
  throw new Error(startFirst)
}

async function importInto(
  storage: Storage,
  file: PlanFile,
  request: ImportRequest,
  { say, now }: { say: (text: string) => void; now: Instant },
): Promise<boolean> {
  const plan = await storage.read(planIn)
  const importId = newId<PlanImportId>(now, webcrypto)
  const drafts = await draftsOf(file, request, plan)
  const saysPoints = guessColumns(file.columns).isPatrolPoint !== undefined
  const preview = planPreview(plan, drafts, {
    importId,
    now,
    newId: () => newId(now, webcrypto),
    usualGridId: gridNamed(plan, request.grid),
    makesGrids: request.makesGrids,
    goneTypes: [],
    pointTypes: saysPoints || plan.places.size > 0 ? [] : usualPointTypes,
    leftOut: new Set(),
  })
  const { text, errors, rows } = importReport(file, preview)
  say(text)
  if (errors > 0) {
    say('Nothing was imported.\n')
    return false
  }
  if (rows === 0) say('Nothing to import: the plan says the same.\n')
  else if (request.isDryRun) say('Nothing was written, as --dry-run asks.\n')
  else {
    const message = messageOf(importId, basename(request.file), preview)
    const done = await storage.write((tx) => applyPlan(tx, message, null, now))
    if (!done.ok) throw new Error(faultSentence(done.fault))
    say('Imported.\n')
  }
  return true
}

async function draftsOf(file: PlanFile, request: ImportRequest, plan: Plan): Promise<Drafts> {
  const columns = guessColumns(file.columns)
  if (request.type === null) refuseUntyped(file, columns)
  const choices = { columns, usualType: request.type ?? 'building' }
  const asWritten = planDrafts(file, { ...choices, toWgs84: (corner) => corner })
  const points = [
    ...asWritten.places.flatMap(({ at }) => (at ? [at] : [])),
    ...asWritten.grids.flatMap(({ parts }) => parts.flat(2)),
  ]
  const toWgs84 = await importSystem(points, file, request.system, plan)
  return planDrafts(file, { ...choices, toWgs84 })
}

/** A row of three columns for building, stairwell and dwelling says by them what it is. */
function refuseUntyped({ rows }: PlanFile, { type, building }: ColumnChoice): void {
  const says = (values: Record<string, string>, column = ''): boolean =>
    (values[column] ?? '').trim() !== ''
  const untyped = rows.filter(({ values }) => !says(values, type) && !says(values, building))
  if (untyped[0])
    throw new Error(
      `${untyped.length} rows do not say what they are, the first of them row ${untyped[0].line}. Say it with --type.`,
    )
}

function gridNamed({ grids }: Plan, word: string | null): GridId {
  const standing = [...grids.values()].map(({ f }) => f).filter((f) => f.retiredAt === undefined)
  const found =
    word === null
      ? standing.filter(({ parentId }) => parentId === null)
      : standing.filter(
          ({ id, name, code = '' }) =>
            word !== '' &&
            [id as string, key(name), key(code)].some((each) => [word, key(word)].includes(each)),
        )
  const [grid, ...more] = found
  if (!grid) throw new Error(word === null ? startFirst : `there is no grid "${word}".`)
  if (more.length > 0)
    throw new Error(
      `${found.length} grids are called "${word}". Name one by its id: ${found.map(({ id }) => id).join(', ')}.`,
    )
  return grid.id
}

/** As the desk sends it, and held to the same. */
function messageOf(id: PlanImportId, fileName: string, { rows }: PlanPreview): PlanImporting {
  const told = rows.filter(({ state }) => state !== 'same')
  const most = planLimits.places + planLimits.grids
  if (told.length > most)
    throw new Error(`it would alter ${told.length} rows; ${most} at most. Split the file.`)
  const read = v.safeParse(PlanImporting, {
    id,
    fileName: [...fileName.replace(/\p{Cc}/gu, '')].slice(0, 100).join(''),
    rows: told.map(({ change }) => change),
  })
  if (read.success) return read.output
  const [issue] = read.issues
  const path = issue.path?.map(({ key: step }) => step) ?? []
  const line = typeof path[1] === 'number' ? told[path[1]]?.line : null
  const where = line ? `row ${line}: ` : ''
  const what = typeof path[3] === 'string' ? path[3] : 'the row'
  throw new Error(`${where}${what} is not as it may be (${issue.message}). Nothing was imported.`)
}

function faultSentence({ code, detail }: Fault): string {
  return code === 'planChanged'
    ? 'somebody altered the plan meanwhile. Nothing was imported; run it again.'
    : `the plan was refused (${[code, ...Object.values(detail ?? {})].join(', ')}). Nothing was imported.`
}
