// npm run check: whether the house holds together, in the time it takes to read a change once more.
// The compiler needs as long as all the rest together, so the two run side by side.
import { spawn } from 'node:child_process'

/** @returns {Promise<boolean>} whether it passed; what it printed is shown when it has ended. */
const run = (script) =>
  new Promise((resolve) => {
    const began = performance.now()
    const child = spawn('npm', ['run', '--silent', script], { shell: process.platform === 'win32' })
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

const sides = [['check:types'], ['check:layers', 'check:lint', 'check:unit']]
const results = await Promise.all(sides.map(inTurn))
process.exitCode = results.every(Boolean) ? 0 : 1
