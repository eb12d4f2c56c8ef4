// No table of this phone's databases is seen above src/client: screens and stores ask through the
// named types of src/client/phone.
import { readdirSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { expect, it } from 'vitest'

const root = fileURLToPath(new URL('../..', import.meta.url))
const tables =
  'meta|draft|draftEnd|outbox|photo|photoBytes|safe|rescue|rescueFrame|row|cursor|thumb'
const verbs =
  'get|put|add|delete|clear|where|filter|orderBy|toArray|toCollection|count|update|each|bulk\\w+|hook'
const forbidden = [
  // a database as a member, or taken out of a session
  /[\w)\]?!]\.(capture|cache)\b(?!\.ts|['.\w]*')/,
  /[{,]\s*(capture|cache)\s*(,|\}\s*(=|\)))/,
  // a table asked
  new RegExp(`\\b(db|database)\\.(${tables})\\b`),
  new RegExp(`\\.(outbox|draftEnd|photoBytes|rescueFrame)\\.(${verbs})\\(`),
]
const seenIn = (source: string): string[] =>
  source
    .split('\n')
    .filter((line) => !/^\s*(\/\/|\*|\/\*)/.test(line))
    // How the form of a kind behaves is called so too.
    .filter((line) => !/\bkind(OrPlain\([^)]*\))?\.capture\b|\} = kind$/.test(line))
    .filter((line) => forbidden.some((each) => each.test(line)))

it('finds what it looks for, and nothing in words that only sound like it', () => {
  expect(
    seenIn(
      [
        'session.current.capture.outbox.orderBy("n")',
        '({ capture }) => waitingOf(capture),',
        'const { cache } = session',
        'db.meta.get("install")',
        'phone.outbox.where("row")',
        "t('capture.place.outside')",
        "import { capture } from './capture.ts'",
        'entry.concerns.row',
        'form.draft.photos',
        '// the cache, the capture database',
      ].join('\n'),
    ),
  ).toHaveLength(5)
})

it('no store and no screen sees a table', () => {
  const files = ['src/state', 'src/ui']
    .flatMap((room) =>
      readdirSync(`${root}/${room}`, { recursive: true, encoding: 'utf8' }).map(
        (name) => `${room}/${name}`,
      ),
    )
    .filter((name) => /\.(ts|vue)$/.test(name))
    .concat('src/main.ts')
  expect(files.length).toBeGreaterThan(150)
  expect(
    files.flatMap((file) =>
      seenIn(readFileSync(`${root}/${file}`, 'utf8')).map((line) => `${file}: ${line.trim()}`),
    ),
  ).toEqual([])
})
