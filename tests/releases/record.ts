// Records a release: `npm run record` once per version, before it is given out. What stands in a
// folder is never recorded again.
import { existsSync } from 'node:fs'
import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { version } from '../../package.json'
import { aWorld } from '../world.ts'
import { walkShift } from './aShift.ts'

const file = join('tests/releases', version, 'shift.json')
if (existsSync(file)) {
  console.error(
    `${version} is recorded already. A release is recorded once; raise the version in package.json first.`,
  )
  process.exit(1)
}
const world = await aWorld()
await mkdir(join('tests/releases', version), { recursive: true })
await writeFile(file, `${JSON.stringify(await walkShift(world, version))}\n`)
await world.close()
console.log(`recorded ${file}`)
process.exit(0)
