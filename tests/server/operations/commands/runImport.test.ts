// `import <file>` on a database of its own: what is in it afterwards, and what is said.
import { mkdtemp, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { Place } from '#domain/place.ts'
import { readImportWords } from '#server/operations/commands/importWords.ts'
import { runImport } from '#server/operations/commands/runImport.ts'
import { openServer } from '#server/openServer.ts'
import { openSqlite } from '#server/storage/sql/sqliteDriver.ts'
import { openReadOnly } from '#server/storage/sql/sqlStorage.ts'
import { adminChain } from '#server/storage/port/audit.ts'
import { toGcj02 } from '#geo/systems/chineseShift.ts'

const noLog = { info: () => undefined, warn: () => undefined, error: () => undefined } as never
let folder: string
let file: string
let databaseFile: string
const serve = () =>
  openServer(
    { publicUrl: 'http://localhost:8787', dataFolder: folder, databaseFile, isDemo: false },
    noLog,
  )
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'gridwalk-import-'))
  databaseFile = join(folder, 'gridwalk.db')
  file = join(folder, '楼栋表.csv')
  await (await serve()).close()
}, 30_000)
afterEach(() => rm(folder, { recursive: true, force: true }))

const doors = `楼栋,单元,房号,经度,纬度
3,1,101,114.3100,30.5900
3,1,102,114.3100,30.5900
3,2,201,114.3102,30.5901
5,,,114.3110,30.5910
`

async function importing(
  text: string,
  ...words: string[]
): Promise<{ isGood: boolean; said: string }> {
  await writeFile(file, text)
  const read = readImportWords([file, ...words])
  if (read.state !== 'run') throw new Error(JSON.stringify(read))
  let said = ''
  const isGood = await runImport(
    { dataFolder: folder, databaseFile },
    read.request,
    noLog,
    (line) => (said += line),
  )
  return { isGood, said }
}

async function stored() {
  const storage = openReadOnly(openSqlite(databaseFile))
  try {
    return await storage.read(async (tx) => ({
      grids: (await tx.rows('grid')).map(({ f }) => f),
      places: (await tx.rows('place')).map(({ f }) => f),
      imports: (await tx.rows('planImport')).map(({ f }) => f),
      links: await tx.auditLinks(adminChain, 0, 100),
    }))
  } finally {
    await storage.close()
  }
}
const codesOf = (places: readonly Place[]): string[] => places.map(({ code }) => code).sort()

describe('import', () => {
  it('makes buildings, stairwells and dwellings of three columns, by nobody and once', async () => {
    const { isGood, said } = await importing(doors)
    expect([isGood, said]).toEqual([
      true,
      'Read 4 rows (csv, utf-8).\nGrids: 0 new, 0 changed, 0 the same. Places: 7 new, 0 changed, 0 the same.\nImported.\n',
    ])
    const { grids, places, imports, links } = await stored()
    expect(codesOf(places)).toEqual(['3', '3-1', '3-1-101', '3-1-102', '3-2', '3-2-201', '5'])
    const byCode = new Map(places.map((place) => [place.code, place]))
    expect(byCode.get('3-1-102')).toMatchObject({
      type: 'dwelling',
      parentId: byCode.get('3-1')!.id,
      gridId: grids[0]!.id,
      lat: 30.59,
      lon: 114.31,
    })
    expect(byCode.get('3-1')).toMatchObject({ type: 'stairwell', parentId: byCode.get('3')!.id })
    expect(codesOf(places.filter(({ isPatrolPoint }) => isPatrolPoint))).toEqual(['3-1', '3-2'])
    expect(imports).toMatchObject([
      { by: null, fileName: '楼栋表.csv', places: { new: 7, changed: 0, gone: 0 } },
    ])
    expect(links.at(-1)).toMatchObject({ action: 'planImported', actor: null })
  })

  it('finds nothing to do a second time', async () => {
    await importing(doors)
    const { isGood, said } = await importing(doors)
    expect([isGood, said]).toEqual([
      true,
      'Read 4 rows (csv, utf-8).\nGrids: 0 new, 0 changed, 0 the same. Places: 0 new, 0 changed, 7 the same.\nNothing to import: the plan says the same.\n',
    ])
    expect((await stored()).imports).toHaveLength(1)
  })

  it('brings nothing at all where one row is wrong, and names the row', async () => {
    const { isGood, said } = await importing(`${doors}7,,,abc,30.5912\n`)
    expect(isGood).toBe(false)
    expect(said).toContain('Errors: 1. Warnings: 0.\n  error in row 6: "abc" is not a coordinate\n')
    expect(said).toMatch(/Nothing was imported\.\n$/)
    expect(await stored()).toMatchObject({ places: [], imports: [] })
  })

  it('brings nothing where one outline cannot be read, and says so once', async () => {
    const feature = (编码: string, coordinates: unknown[]) => ({
      ...{ type: 'Feature', properties: { 编码 } },
      geometry: { type: 'Point', coordinates },
    })
    const features = [feature('1', [114.31, 30.59]), feature('2', ['x', 30.59])]
    const { isGood, said } = await importing(
      JSON.stringify({ type: 'FeatureCollection', features }),
      '--type=building',
    )
    expect(isGood).toBe(false)
    expect(said).toContain('Errors: 1.')
    expect(said.match(/its position or outline cannot be read/g)).toHaveLength(1)
    expect((await stored()).places).toEqual([])
  })

  it('prints fifty problems and counts the others', async () => {
    const rows = Array.from({ length: 60 }, (_, index) => `${index + 1},,,abc,30.5912`)
    const { said } = await importing(`楼栋,单元,房号,经度,纬度\n${rows.join('\n')}\n`)
    expect(said.match(/error in row/g)).toHaveLength(50)
    expect(said).toContain('Errors: 60. Warnings: 0.')
    expect(said).toContain('  and 10 more\n')
  })

  it('writes nothing with --dry-run', async () => {
    const { isGood, said } = await importing(doors, '--dry-run')
    expect(isGood).toBe(true)
    expect(said).toContain('Places: 7 new')
    expect(said).toMatch(/Nothing was written, as --dry-run asks\.\n$/)
    expect(await stored()).toMatchObject({ places: [], imports: [] })
  })

  it('works beside a running server', async () => {
    const server = await serve()
    try {
      expect((await importing(doors)).isGood).toBe(true)
      expect((await server.fetch(new Request('http://localhost:8787/api/ready'))).status).toBe(200)
    } finally {
      await server.close()
    }
    expect((await stored()).places).toHaveLength(7)
  })

  it('puts rows without a grid where --grid says, and makes grids only when told', async () => {
    const named = '类型,编码,名称,网格\nshop,S-1,粮店,东区\nshop,S-2,书店,\n'
    const refused = await importing(named)
    expect(refused.isGood).toBe(false)
    expect(refused.said).toContain('error in row 2: there is no grid "东区"')
    expect(refused.said).toContain('--make-grids makes the grids that are not here yet: 东区.')
    expect((await importing(named, '--make-grids')).isGood).toBe(true)
    expect((await importing('类型,编码,名称\nshop,S-3,药店\n', '--grid', '东区')).isGood).toBe(true)
    const { grids, places } = await stored()
    const nameOf = new Map(grids.map(({ id, name }) => [id, name]))
    expect(places.map(({ code, gridId }) => [code, nameOf.get(gridId)]).sort()).toEqual([
      ['S-1', '东区'],
      ['S-2', '社区 / Community'],
      ['S-3', '东区'],
    ])
    await expect(importing(doors, '--grid', '西区')).rejects.toThrow('there is no grid "西区"')
  })

  it('does not guess what rows are, and takes --type for it', async () => {
    const untyped = '编码,名称,经度,纬度\nW-1,灯,114.31,30.59\n'
    await expect(importing(untyped)).rejects.toThrow(
      '1 rows do not say what they are, the first of them row 2. Say it with --type.',
    )
    expect((await importing(untyped, '--type', '灯杆')).isGood).toBe(true)
    expect((await stored()).places).toMatchObject([{ type: 'lampPost', code: 'W-1' }])
  })

  it('does not guess the system either: it stops in doubt, and converts when told', async () => {
    const rows = Array.from({ length: 30 }, (_, i) => [
      114.31 + 0.0007 * i,
      30.59 + 0.0005 * ((i * 7) % 11),
    ])
    const table = (move: (at: [number, number]) => [number, number]): string =>
      `楼栋,经度,纬度\n${rows.map(([x, y], i) => `${i + 1},${move([x!, y!]).join(',')}`).join('\n')}\n`
    await importing(table((at) => at))
    const shifted = table(toGcj02)
    await expect(importing(shifted)).rejects.toThrow(
      /about \d{3} m from where the plan is, as if they were in GCJ-02\. Say --system gcj02,/,
    )
    await importing(shifted, '--system', 'gcj02')
    for (const { code, lon, lat } of (await stored()).places) {
      const [x, y] = rows[Number(code) - 1]!
      expect(Math.abs(lon - x!) + Math.abs(lat - y!)).toBeLessThan(1e-6)
    }
    await expect(importing('楼栋,经度,纬度\n90,30.59,114.31\n')).rejects.toThrow(
      'latitude and longitude stand in each other’s place',
    )
    await expect(importing('楼栋,x,y\n90,529700,3385600\n')).rejects.toThrow('in metres')
  })

  it('says to start the server first where there is no database, and makes none', async () => {
    const nowhere = join(folder, 'nowhere', 'gridwalk.db')
    await writeFile(file, doors)
    const read = readImportWords([file])
    const request = read.state === 'run' ? read.request : expect.unreachable()
    await expect(
      runImport({ dataFolder: folder, databaseFile: nowhere }, request, noLog, () => undefined),
    ).rejects.toThrow('Start the server once with --empty')
    await expect(stat(nowhere)).rejects.toThrow('ENOENT')
  })

  it.each([
    ['%PDF-1.7\n', 'it is a PDF'],
    ['编码,名称\n1,"幸福里\n', 'the quotation mark in row 2 is never closed'],
  ])('says why %j is no plan', async (text, sentence) => {
    await expect(importing(text)).rejects.toThrow(sentence)
  })
})
