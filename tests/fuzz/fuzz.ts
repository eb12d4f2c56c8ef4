// `npm run fuzz -- --runs 200000 [--seed n] [--path …] [--acts n]`: long runs, with the seed told
// first and a failure made as short as it gets.
import { parseArgs } from 'node:util'
import { openFuzzServer } from './fuzzServer.ts'
import { fuzz } from './runFuzz.ts'

const { values } = parseArgs({
  options: {
    runs: { type: 'string', default: '2000' },
    seed: { type: 'string' },
    path: { type: 'string' },
    acts: { type: 'string', default: '40' },
  },
})
const server = await openFuzzServer()
const began = Date.now()
let played = 0
try {
  const seed = values.seed === undefined ? Date.now() & 0x7fffffff : Number(values.seed)
  const runs = Number(values.runs)
  console.log(`seed ${seed}, ${runs} stories of at most ${values.acts} acts`)
  const report = await fuzz(server, {
    runs,
    seed,
    path: values.path,
    mostActs: Number(values.acts),
    onStory: () => {
      if (++played % 500 === 0)
        console.log(`${played} stories, ${Math.round((Date.now() - began) / played)} ms each`)
    },
  })
  console.log(
    report ??
      `${played} stories in ${((Date.now() - began) / 1000).toFixed(1)} s: nothing lost, nothing doubled`,
  )
  process.exitCode = report ? 1 : 0
} finally {
  await server.close()
}
