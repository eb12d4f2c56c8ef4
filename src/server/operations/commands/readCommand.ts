// What the first word asks for: to serve (no word), to restore, to back up now, to check the audit
// trail, or to import a plan. The words after it are options.ts's.
import { helpText, type Options, readOptions } from '../../settings/options.ts'
import { type ImportRequest, readImportWords } from './importWords.ts'

export type Command =
  | { name: 'serve'; options: Options }
  | { name: 'restore'; options: Options; snapshot?: string }
  | { name: 'backup'; options: Options }
  | { name: 'verify-audit'; options: Options }
  | { name: 'import'; options: Options; request: ImportRequest }

export type ReadCommand =
  | { state: 'run'; command: Command }
  | { state: 'help'; text: string }
  | { state: 'wrong'; sentence: string }

const commandHelp = `
Commands:
  restore --new-epoch --second-place <where> [--snapshot <file>]
                         restores what the backup holds and the database lacks, with the server stopped. Every phone then resends
                         what it keeps. Takes the newest whole copy where there is no database, or the one you put there yourself
  backup --now --second-place <where>
                         copies everything that waits, makes a whole copy of the database, and ends
  verify-audit           reads the whole audit trail and every row and says where they are not as they were written; with --second-place
                         also by the notes that lie there. Alters nothing
  import <file> [--dry-run] [--grid <name, code or id>] [--type <type>] [--system wgs84|gcj02|bd09|cgcs2000] [--make-grids]
         [--encoding utf-8|gb18030]
                         grids and places from a CSV, XLSX, GeoJSON, KML, KMZ or zipped shapefile, whole or not at all, with the server
                         stopped or running. --dry-run only tells what it would do; --grid is the grid of rows that name none and lie
                         in none; --type of rows that say none; --make-grids makes grids that the file only names

Exit codes:
  0  done, or stopped when told to
  1  it could not be done, for the reason given; after verify-audit: something was altered; after import: there are errors in the file
  2  a wrong option; starting again does not help
  3  the database is older than its watermark, or another one; starting again does not help, restore does
  4  the data folder holds remains of an earlier life but no database: put it back, restore it, or name another folder
  5  the database file is damaged; restore it
`

const words = ['restore', 'backup', 'verify-audit', 'import'] as const
const isWord = (text: string): text is (typeof words)[number] =>
  (words as readonly string[]).includes(text)

export function readCommand(args: string[], env: Record<string, string | undefined>): ReadCommand {
  // `npm start` says --demo before whatever else is said; it means nothing to a command.
  const [first = '', ...rest] = args[0] === '--demo' && isWord(args[1] ?? '') ? args.slice(1) : args
  const name = isWord(first) ? first : 'serve'
  if (name === 'import') return readImport(rest, env)
  const own =
    name === 'restore' || name === 'backup'
      ? withoutMarks(rest)
      : { words: name === 'serve' ? args : rest, marks: new Set<string>() }
  const read = readOptions(own.words, env)
  if (read.state === 'help') return { state: 'help', text: helpText + commandHelp }
  if (read.state === 'wrong') return read
  const { options } = read
  if (name === 'serve' || name === 'verify-audit')
    return { state: 'run', command: { name, options } }
  if (options.backupAddress === null)
    return {
      state: 'wrong',
      sentence: `${name} needs to know where the backup is: say --second-place <where>.`,
    }
  if (name === 'backup') {
    return own.marks.has('--now')
      ? { state: 'run', command: { name, options } }
      : {
          state: 'wrong',
          sentence: 'Backups run by themselves. For one at once say: backup --now.',
        }
  }
  if (!own.marks.has('--new-epoch')) {
    return {
      state: 'wrong',
      sentence:
        'A restore makes every phone resend what it keeps, so that nothing is lost between the copy and now. ' +
        'Stop the server, then say: restore --new-epoch.',
    }
  }
  return {
    state: 'run',
    command: { name, options, ...(own.snapshot === undefined ? {} : { snapshot: own.snapshot }) },
  }
}

function readImport(args: string[], env: Record<string, string | undefined>): ReadCommand {
  const own = readImportWords(args)
  if (own.state === 'wrong') return own
  if (own.state === 'help') return { state: 'help', text: helpText + commandHelp }
  const read = readOptions(own.words, env)
  return read.state === 'run'
    ? {
        state: 'run',
        command: { name: 'import', options: read.options, request: own.request },
      }
    : read
}

/** Takes out what belongs to a command alone. */
function withoutMarks(args: readonly string[]): {
  words: string[]
  marks: Set<string>
  snapshot?: string
} {
  const words: string[] = []
  const marks = new Set<string>()
  let snapshot: string | undefined
  for (let i = 0; i < args.length; i++) {
    const word = args[i]!
    if (word === '--now' || word === '--new-epoch') marks.add(word)
    else if (word === '--snapshot') snapshot = args[++i] ?? ''
    else if (word.startsWith('--snapshot=')) snapshot = word.slice('--snapshot='.length)
    else words.push(word)
  }
  return { words, marks, ...(snapshot === undefined ? {} : { snapshot }) }
}
