// What no compiler sees: documents that name files, languages that must be equal, a lock that every
// platform can install from.
import { readdirSync, readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { describe, expect, it } from 'vitest'
import { limits } from '#geo/planFiles/limits.ts'
import { planLimits } from '#domain/plan/planProblem.ts'
import { allowances, callRates, photoBytesOfAllInADay } from '#server/ledger/limits.ts'
import { en, wordOf, zh } from '../everyWord.ts'

const root = fileURLToPath(new URL('../..', import.meta.url))
const read = (path: string): string => readFileSync(join(root, path), 'utf8')

function filesBelow(folder: string): string[] {
  return readdirSync(join(root, folder), { withFileTypes: true }).flatMap((entry) =>
    entry.isDirectory() ? filesBelow(join(folder, entry.name)) : [join(folder, entry.name)],
  )
}
const sources = filesBelow('src').filter((path) => /\.(ts|vue|css)$/.test(path))

describe('the documents', () => {
  it.each([
    'README.md',
    'src/README.md',
    'src/protocol/SPEC.md',
    'deploy/README.md',
    'tests/README.md',
  ])('%s names only files that are there', (document) => {
    const text = read(document)
    const isThere = (path: string): boolean =>
      statSync(join(root, path), { throwIfNoEntry: false }) !== undefined
    // Links stand relative to their document; other paths start at the root or in src.
    const linked = [...text.matchAll(/\]\(([^)\s#]+)/g)]
      .map((match) => match[1]!)
      .filter((path) => !/^\w+:/.test(path))
    const rooms = readdirSync(join(root, 'src')).filter((room) => !room.includes('.'))
    const pathLike = new RegExp(
      `(?<![\\w/.-])(?:\\.github|src|tests|public|deploy|${rooms.join('|')})/[\\w./-]*\\w`,
      'g',
    )
    const missing = [
      ...linked.filter((path) => !isThere(join(document, '..', path))),
      ...[...text.replace(/\]\([^)]*\)/g, ']').matchAll(pathLike)]
        .map((match) => match[0])
        .filter((path) => !['', 'src'].some((above) => isThere(join(above, path)))),
    ]
    expect([...new Set(missing)]).toEqual([])
  })

  it('deploy/README.md repeats the ledger’s limits and the rates of calls', () => {
    const figure = (n: number): string => String(n).replace(/\B(?=(\d{3})+$)/g, ' ')
    const size = (bytes: number): string =>
      bytes < 1e9 ? `${bytes / 1e6} MB` : `${bytes / 1e9} GB`
    const { devices, bindings, ...stored } = allowances
    const told = [
      ...Object.values(stored).map(({ items, bytes, refillMs }) => {
        const days = (refillMs ?? 0) / 86_400_000
        return new RegExp(
          `\\| ${figure(items)} and ${size(bytes)}${days === 0 ? ' \\|' : days === 1 ? '; all comes back in a day' : `.* in ${days} days`}`,
        )
      }),
      new RegExp(
        `\\| ${devices.items} not revoked; ${bindings.items} bound from a session, all comes back in an hour`,
      ),
      ...[callRates.syncOfDevice, callRates.syncOfMember].map(
        ({ burst, perHour }) =>
          new RegExp(`\\| ${figure(burst)} calls at once, ${figure(perHour)} an hour`),
      ),
      new RegExp(`\\| photos of all members together \\| ${size(photoBytesOfAllInADay)} a day`),
    ]
    expect(told.filter((line) => !line.test(read('deploy/README.md')))).toEqual([])
  })

  it('deploy/README.md repeats the limits of plans and their files', () => {
    const figure = (n: number): string => String(n).replace(/\B(?=(\d{3})+$)/g, ' ')
    const size = (bytes: number): string => `${bytes / 1e6} MB`
    const { places, grids, requestBytes, outsideMetres, sameMetres } = planLimits
    const told = [
      `| a file | ${size(limits.fileBytes)}, ${figure(limits.features)} rows, ${figure(limits.columns)} columns; one feature ${size(limits.featureBytes)} |`,
      `| ${figure(limits.zipEntries)} entries; unpacked ${size(limits.inflatedBytes)}, and a hundred times its size where that is over ${size(limits.inflatedAnyway)} |`,
      `| ${figure(places + grids)} rows that are new or changed (${figure(places)} places and ${figure(grids)} grids); from the desk ${size(requestBytes)}, unpacked |`,
      `| ${planLimits.codeCharacters} / ${planLimits.nameCharacters} characters |`,
      `| ${figure(planLimits.corners)} corners |`,
      `| a warning beyond ${outsideMetres} m |`,
      `| same type and name within ${sameMetres} m |`,
      `| free for another after ${planLimits.codeRestDays} days;`,
      `| undoing an import | ${planLimits.undoDays} days |`,
    ]
    const text = read('deploy/README.md')
    expect(limits.inflatedTimes).toBe(100)
    expect(told.filter((line) => !text.includes(line))).toEqual([])
  })

  it('README says the two commands', () => {
    expect(read('README.md')).toContain('npm ci && npm start')
    expect(read('README.md')).toContain('npm ci && npm test')
  })
})

describe('the words', () => {
  const keysOf = (words: object, prefix = ''): string[] =>
    Object.entries(words).flatMap(([key, value]) =>
      typeof value === 'object' && value !== null
        ? keysOf(value as object, `${prefix}${key}.`)
        : [prefix + key],
    )
  const placeholders = (words: object, prefix = ''): [string, string][] =>
    Object.entries(words).flatMap(([key, value]): [string, string][] =>
      typeof value === 'object' && value !== null
        ? placeholders(value as object, `${prefix}${key}.`)
        : [[prefix + key, [...new Set(String(value).match(/\{\w+\}/g) ?? [])].sort().join()]],
    )

  it('are the same in both languages', () => {
    expect(keysOf(en).sort()).toEqual(keysOf(zh).sort())
  })

  it('are there wherever a source asks for one by its whole name', () => {
    const asked = sources.flatMap((path) =>
      [...read(path).matchAll(/(?<![\w.])te?\(\s*'([\w.-]+)'/g)].map(([, key]) => [path, key!]),
    )
    expect(asked.length).toBeGreaterThan(500)
    expect(asked.filter(([, key]) => wordOf(zh, key!) === undefined)).toEqual([])
  })

  it('take the same figures and names in both languages', () => {
    const chinese = new Map(placeholders(zh))
    const different = placeholders(en).filter(([key, names]) => {
      // English may say "1 record" without the figure.
      const there = chinese.get(key) ?? ''
      return names.split(',').some((name) => name && !there.includes(name))
    })
    expect(different).toEqual([])
  })

  it('with figures stand whole in their files: the build compiles what it reads there', () => {
    const textsOf = (words: object): string[] =>
      Object.values(words).flatMap((value: unknown) =>
        typeof value === 'object' && value !== null ? textsOf(value) : [String(value)],
      )
    const lost = Object.entries({ en, 'zh-CN': zh }).flatMap(([locale, words]) => {
      const source = [...filesBelow('src/ui/locales'), ...filesBelow('src/kinds')]
        .filter((path) => path.includes(`/${locale}/`) || path.endsWith(`/words/${locale}.ts`))
        .map(read)
        .join('')
        .replaceAll('\\', '')
      return textsOf(words).filter((text) => /[{}|@]/.test(text) && !source.includes(text))
    })
    expect(lost).toEqual([])
  })
})

describe('the code', () => {
  it('makes no requests to third-party hosts', () => {
    const allowed =
      /https?:\/\/(localhost|127\.0\.0\.1|\$\{|www\.w3\.org|[\w.]*example\.(org|com)|[\w.-]+\.invalid)/
    const foreign = sources.flatMap((path) =>
      read(path)
        .split('\n')
        .filter(
          (line) =>
            /https?:\/\/\w/.test(line.replaceAll(new RegExp(allowed, 'g'), '')) &&
            !/^\s*(\/\/|\*|\/\*)/.test(line),
        )
        .map((line) => `${path}: ${line.trim()}`),
    )
    expect(foreign).toEqual([])
  })

  it('lets nothing lie on top of a screen that Back does not close', () => {
    const onTop =
      /<(DialogRoot|DropdownMenuRoot|PopoverRoot|SelectRoot|ComboboxRoot|dialog)\b|role="(alert)?dialog"|aria-expanded/
    const open = sources.filter(
      (path) => path.endsWith('.vue') && onTop.test(read(path)) && !/useOverlay\(/.test(read(path)),
    )
    expect(open).toEqual([])
  })

  it('hides no table by itself: its caption stays in sight in Firefox', () => {
    expect(sources.filter((path) => /<table[^>]*visually-hidden/.test(read(path)))).toEqual([])
  })

  it('keeps the keys of an input method from everybody, before anybody listens', () => {
    const main = read('src/main.ts')
    expect(main.indexOf('keepComposition(window)')).toBeGreaterThan(-1)
    expect(main.indexOf('keepComposition(window)')).toBeLessThan(main.indexOf('createApp(App)'))
    // A second guard elsewhere would say that the first is not trusted.
    expect(sources.filter((path) => /isComposing|keyCode/.test(read(path)))).toEqual([
      'src/ui/shell/keepComposition.ts',
    ])
  })

  it('asks only an open connection whether it is within a transaction', () => {
    const asking = sources.filter((path) => /\.inTransaction\b/.test(read(path)))
    expect(asking).toEqual(['src/server/storage/sql/rollBack.ts'])
  })

  it('has no file whose name says nothing', () => {
    expect(
      sources.filter((path) =>
        /\/(index|utils?|helpers?|common|misc|service|manager|lib|shared)\.(ts|vue)$/.test(path),
      ),
    ).toEqual([])
  })
})

it('the lock holds every platform’s optional package, so that npm ci works elsewhere too', () => {
  const { packages } = JSON.parse(read('package-lock.json')) as {
    packages: Record<string, { optionalDependencies?: Record<string, string> }>
  }
  const isThere = (from: string, name: string): boolean => {
    for (let at = from; ; at = at.slice(0, at.lastIndexOf('/node_modules/'))) {
      if (packages[`${at ? `${at}/` : ''}node_modules/${name}`]) return true
      if (!at.includes('/node_modules/'))
        return at !== '' && Boolean(packages[`node_modules/${name}`])
    }
  }
  const missing = Object.entries(packages).flatMap(([from, { optionalDependencies = {} }]) =>
    Object.keys(optionalDependencies)
      .filter((name) => !isThere(from, name))
      .map((name) => `${from} → ${name}`),
  )
  expect(missing).toEqual([])
})
