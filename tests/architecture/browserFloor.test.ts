import { readdirSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { expect, it } from 'vitest'
import { tooNewInCode, tooNewInStyle, type TooNew } from './aboveTheFloor.ts'

const root = fileURLToPath(new URL('../..', import.meta.url))
const read = (path: string): string => readFileSync(`${root}${path}`, 'utf8')
const files = (readdirSync(`${root}src`, { recursive: true }) as string[])
  .map((name) => `src/${name}`)
  .filter(
    (name) =>
      /\.(ts|vue|css)$/.test(name) &&
      !name.startsWith('src/server/') &&
      !name.startsWith('src/ui/dev/'),
  )

const asksFirst = /\?\.|\bin (window|globalThis|navigator|document)\b|typeof |@supports/

function found(table: readonly TooNew[], name: string, text: string): string[] {
  return text
    .split('\n')
    .flatMap((line, i) =>
      asksFirst.test(line) || /^\s*(\/\/|\*|\/\*)/.test(line)
        ? []
        : table.flatMap(({ what, since }) =>
            what.test(line) ? [`${name}:${i + 1} ${line.trim()} (${since})`] : [],
          ),
    )
}

function styleOf(name: string, text: string): string {
  if (name.endsWith('.css')) return text
  return name.endsWith('.vue') ? (/<style[^>]*>([\s\S]*)<\/style>/.exec(text)?.[1] ?? '') : ''
}
const codeOf = (name: string, text: string): string =>
  name.endsWith('.css') ? '' : text.replace(/<style[\s\S]*$/, '')

it('the app uses nothing that a promised browser does not have', () => {
  expect(files.length).toBeGreaterThan(100)
  expect(files.flatMap((name) => found(tooNewInCode, name, codeOf(name, read(name))))).toEqual([])
  expect(files.flatMap((name) => found(tooNewInStyle, name, styleOf(name, read(name))))).toEqual([])
})

it('a newer function or property is noticed, unless the line asks first', () => {
  expect(found(tooNewInCode, 'a', 'const all = new Set(a).union(new Set(b))')).toHaveLength(1)
  expect(found(tooNewInCode, 'a', 'const names = await indexedDB.databases()')).toHaveLength(1)
  expect(found(tooNewInCode, 'a', 'const names = await indexedDB.databases?.()')).toEqual([])
  expect(found(tooNewInStyle, 'a', '  color: light-dark(black, white);')).toHaveLength(1)
  expect(found(tooNewInStyle, 'a', '  &:hover { color: red; }')).toHaveLength(1)
})

it('no module of the app waits at its top: WebKit may run without end where the page is left meanwhile', () => {
  const waitsAtTop = (text: string): string[] =>
    text
      .split('\n')
      .filter((line) => /^[^\s/*].*\bawait\b|^await\b/.test(line) && !/\basync\b/.test(line))
  expect(
    waitsAtTop(
      'const words = await load()\nasync function start() {\n  await load()\n}\nconst later = async () => await load()\nawait start()',
    ),
  ).toEqual(['const words = await load()', 'await start()'])
  expect(files.filter((name) => name.endsWith('.ts') && waitsAtTop(read(name)).length > 0)).toEqual(
    [],
  )
})

it('the build and the README name the same floor', () => {
  expect(read('vite.config.ts')).toContain(
    "target: ['chrome111', 'edge111', 'firefox121', 'safari16.4']",
  )
  expect(read('README.md')).toContain('Chrome and Edge 111, Firefox 121, Safari 16.4')
})
