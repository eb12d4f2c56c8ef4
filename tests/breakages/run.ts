// `npm run breakages [-- <words of a name>]`: breaks a copy of the tree in one place at a time and
// shows which test noticed. The tree itself is not touched.
import { spawn } from 'node:child_process'
import { cp, mkdtemp, readdir, readFile, rm, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type Breakage, breakages } from './breakages.ts'

const notCopied = new Set(['node_modules', 'dist', '.git', 'data'])

interface TestReport {
  testResults: {
    name: string
    status: string
    message: string
    assertionResults: { status: string; title: string }[]
  }[]
}

async function copyTree(): Promise<string> {
  const copy = await mkdtemp(join(tmpdir(), 'gridwalk-breakages-'))
  for (const name of await readdir('.'))
    if (!notCopied.has(name)) await cp(name, join(copy, name), { recursive: true })
  await symlink(join(process.cwd(), 'node_modules'), join(copy, 'node_modules'))
  return copy
}

/** Titles of the tests that failed; a file that does not even load counts with its message. */
async function failingTests(copy: string, tests: readonly string[]): Promise<string[]> {
  const output = join(copy, 'breakage.json')
  await rm(output, { force: true })
  const options = [
    'run',
    '--config',
    'tests/architecture/vitest.config.ts',
    '--project',
    'unit*',
    '--project',
    'server*',
    '--project',
    'fuzz',
    '--testTimeout',
    '20000',
    '--reporter',
    'json',
    '--outputFile',
    output,
  ]
  const child = spawn(process.execPath, ['node_modules/vitest/vitest.mjs', ...options, ...tests], {
    cwd: copy,
    stdio: 'ignore',
  })
  await new Promise((resolve) => child.once('close', resolve))
  const { testResults } = JSON.parse(await readFile(output, 'utf8')) as TestReport
  if (testResults.length === 0) throw new Error(`no test ran in ${tests.join(', ')}`)
  return testResults.flatMap((file) => {
    const titles = file.assertionResults
      .filter((test) => test.status === 'failed')
      .map((test) => test.title)
    return titles.length > 0 || file.status !== 'failed'
      ? titles
      : [`${file.name}: ${file.message.split('\n')[0]}`]
  })
}

async function withBreakage<T>(
  copy: string,
  { file, patch }: Breakage,
  work: () => Promise<T>,
): Promise<T> {
  const path = join(copy, file)
  const sound = await readFile(path, 'utf8')
  const broken = patch.reduce((text, [find, replace]) => {
    if (text.split(find).length !== 2) throw new Error(`${file} does not hold this once: ${find}`)
    return text.replace(find, () => replace)
  }, sound)
  await writeFile(path, broken)
  try {
    return await work()
  } finally {
    await writeFile(path, sound)
  }
}

const wanted = breakages.filter((each) => each.name.includes(process.argv.slice(2).join(' ')))
const copy = await copyTree()
try {
  const unsound = await failingTests(copy, [...new Set(wanted.flatMap((each) => each.tests))])
  if (unsound.length > 0)
    console.log(
      `These fail without any breakage, so they count for nothing:\n${unsound.join('\n')}\n`,
    )
  let unnoticed = 0
  for (const breakage of wanted) {
    const failing = await withBreakage(copy, breakage, () => failingTests(copy, breakage.tests))
    const noticed = failing.filter((title) => !unsound.includes(title))
    if (noticed.length === 0) unnoticed++
    const others = noticed.length > 1 ? ` (and ${noticed.length - 1} more)` : ''
    console.log(
      `${noticed.length > 0 ? 'noticed    ' : 'NOT NOTICED'}  ${breakage.name}\n             ${noticed[0] ?? breakage.tests.join(', ')}${others}`,
    )
  }
  console.log(`\n${wanted.length - unnoticed} of ${wanted.length} breakages noticed`)
  process.exitCode = unnoticed > 0 ? 1 : 0
} finally {
  await rm(copy, { recursive: true, force: true })
}
