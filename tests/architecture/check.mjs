// npm run check: whether the house holds together, in the time it takes to read a change once more.
// The compiler needs as long as all the rest together, so the two run side by side. Of the unit
// tests, those run that a change which is not committed reaches, and all where there is none.
import { execFileSync, spawn } from 'node:child_process'
import { readdirSync } from 'node:fs'

/** @returns {Promise<boolean>} whether it passed; what it printed is shown when it has ended. */
const run = ([script, ...words]) =>
  new Promise((resolve) => {
    const began = performance.now()
    const child = spawn('npm', ['run', '--silent', script, ...words], {
      shell: process.platform === 'win32',
    })
    const said = []
    child.stdout.on('data', (bytes) => said.push(bytes))
    child.stderr.on('data', (bytes) => said.push(bytes))
    child.on('close', (code) => {
      const seconds = ((performance.now() - began) / 1000).toFixed(1)
      process.stdout.write(Buffer.concat(said))
      console.log(`${code === 0 ? 'holds ' : 'BROKEN'} ${script} (${seconds} s)`)
      resolve(code === 0)
    })
  })

const inTurn = async (scripts) => {
  let isWhole = true
  for (const script of scripts) isWhole = (await run(script)) && isWhole
  return isWhole
}

const lines = (...git) => execFileSync('git', git, { encoding: 'utf8' }).split('\n').filter(Boolean)

/** What asks for no more than the tests it reaches; the rest may reach every test. */
const isOfTheHouse = (path) => /^(src|tests)\/.*\.(ts|vue|css)$/.test(path)

const here = 'tests/architecture'
/** Those that read the files themselves are reached by every change. */
const readers = () => readdirSync(here).filter((name) => name.endsWith('.test.ts'))

function unitTests() {
  const changed = [
    ...lines('diff', '--name-only', '--diff-filter=d', 'HEAD'),
    ...lines('ls-files', '--others', '--exclude-standard'),
  ]
  return changed.length > 0 && changed.every(isOfTheHouse)
    ? ['check:related', '--', ...changed, ...readers().map((name) => `${here}/${name}`)]
    : ['check:unit']
}

const sides = [[['check:types']], [['check:layers'], ['check:lint'], unitTests()]]
const results = await Promise.all(sides.map(inTurn))
process.exitCode = results.every(Boolean) ? 0 : 1
