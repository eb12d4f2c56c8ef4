import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, it, onTestFinished } from 'vitest'
import { readOnlineMaps } from '#server/settings/onlineMaps.ts'
import { readOptions } from '#server/settings/options.ts'

const ours = 'https://walk.example.org'
const layer = 'https://tiles.example.org/vec/{z}/{x}/{y}.png?tk=secret'
const aMap = {
  name: '街道图',
  layers: [layer],
  system: 'wgs84',
  minZoom: 3,
  maxZoom: 18,
  attribution: '© 天地图',
}
const read = (...maps: unknown[]) => readOnlineMaps(JSON.stringify(maps), ours)

describe('maps of other providers', () => {
  it('are read as they are written, an approval number left out being none', () => {
    const two = { ...aMap, name: 'Two', layers: [layer, layer], approvalNumber: 'GS(2024)1号' }
    expect(read(aMap, two)).toEqual({ maps: [{ ...aMap, approvalNumber: '' }, two] })
    expect(read()).toEqual({ maps: [] })
  })

  it.each([
    ['http://tiles.example.org/{z}/{x}/{y}', 'it must begin with https://'],
    ['https://walk.example.org/{z}/{x}/{y}', 'it must be another host than this server’s'],
    ['https://{s}.example.org/{z}/{x}/{y}', '{s} is none of {z}, {x} and {y}'],
    ['https://tiles.example.org/{z}/{x}/{y}{r}.png', '{r} is none of {z}, {x} and {y}'],
    ['https://tiles.example.org/{z}/{x}', '{z}, {x} and {y} must each stand in it'],
    ['https://{x}.example.org/{z}/{x}/{y}', 'it must be an address such as'],
    ['//tiles.example.org/{z}/{x}/{y}', 'it must be an address such as'],
    ['https://me:word@tiles.example.org/{z}/{x}/{y}', 'it must hold no user and no password'],
    ['javascript:{z}{x}{y}', 'it must begin with https://'],
  ])('do not come from %s', (template, why) => {
    const said = read(aMap, { ...aMap, name: '2', layers: [layer, template] })
    expect(said).toEqual({ wrong: expect.stringContaining(why) })
    expect(said).toEqual({ wrong: expect.stringMatching(/^1\.layers\.1: /) })
  })

  it('may come over plain http from this machine, where somebody tries it', () => {
    const local = 'http://localhost:9000/{z}/{x}/{y}.png'
    expect(read({ ...aMap, layers: [local] })).toMatchObject({ maps: [{ layers: [local] }] })
  })

  it.each([
    [{ layers: [] }, '0.layers'],
    [{ layers: [layer, layer, layer] }, '0.layers'],
    [{ system: 'bd09' }, '0.system'],
    [{ minZoom: -1 }, '0.minZoom'],
    [{ minZoom: 12, maxZoom: 11 }, 'minZoom must not be above maxZoom'],
    [{ maxZoom: 18.5 }, '0.maxZoom'],
    [{ attribution: ' ' }, '0.attribution'],
    [{ name: 'x'.repeat(41) }, '0.name'],
    [{ key: 'secret' }, '0.key'],
  ])('are refused with %j', (more, why) => {
    const said = read({ ...aMap, ...more })
    expect(said).toEqual({ wrong: expect.stringContaining(why) })
    expect(JSON.stringify(said)).not.toContain('tk=secret')
  })

  it('are four at most, each with a name of its own, in a list', () => {
    const many = [1, 2, 3, 4, 5].map((n) => ({ ...aMap, name: String(n) }))
    expect(read(...many.slice(1))).toHaveProperty('maps.length', 4)
    expect(read(...many)).toEqual({ wrong: 'at most 4 maps' })
    expect(read(aMap, aMap)).toEqual({ wrong: 'two maps have the same name' })
    expect(readOnlineMaps('{', ours)).toEqual({ wrong: 'it is not JSON' })
    expect(readOnlineMaps('{}', ours)).toHaveProperty('wrong')
  })
})

describe('the option --map-tiles', () => {
  function aFile(text: string): string {
    const folder = mkdtempSync(join(tmpdir(), 'gridwalk-tiles-'))
    onTestFinished(() => rmSync(folder, { recursive: true }))
    writeFileSync(join(folder, 'tiles.json'), text)
    return join(folder, 'tiles.json')
  }

  it('names a file, by flag or environment', () => {
    const file = aFile(JSON.stringify([aMap]))
    for (const said of [
      readOptions(['--map-tiles', file], {}),
      readOptions([], { GRIDWALK_MAP_TILES: file }),
    ])
      expect(said).toMatchObject({ options: { onlineMaps: [{ name: '街道图' }] } })
    expect(readOptions([], {})).not.toHaveProperty('options.onlineMaps')
  })

  it('is refused with a sentence where the file is wrong or not there', () => {
    const file = aFile('[1]')
    for (const [wrong, why] of [
      [file, file],
      ['/nowhere/tiles.json', 'ENOENT'],
    ] as const)
      expect(readOptions(['--map-tiles', wrong], {})).toEqual({
        state: 'wrong',
        sentence: expect.stringContaining(why),
      })
  })
})
