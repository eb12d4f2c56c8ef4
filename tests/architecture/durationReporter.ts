// Prints how long each file took, longest first, and the sum of each folder: `npm run durations`,
// and with `-- --project browser` another project as well. Of a file: its tests, and what it took
// to load. Two files run at once, so that the sums are longer than the run.
import { dirname } from 'node:path'
import type { Reporter, TestModule } from 'vitest/node'

interface Line {
  name: string
  tests: number
  load: number
}

const sumOf = (name: string, lines: readonly Line[]): Line => ({
  name,
  tests: lines.reduce((sum, line) => sum + line.tests, 0),
  load: lines.reduce((sum, line) => sum + line.load, 0),
})

const print = (title: string, lines: readonly Line[]): void => {
  console.log(`\n${title}\n\n   tests    load`)
  for (const { name, tests, load } of [...lines].sort(
    (a, b) => b.tests + b.load - a.tests - a.load,
  ))
    console.log(`${inSeconds(tests)}${inSeconds(load)}  ${name}`)
}

const inSeconds = (ms: number): string => `${(ms / 1000).toFixed(1)} s`.padStart(8)

export default class DurationReporter implements Reporter {
  onTestRunEnd(modules: readonly TestModule[]): void {
    const files = modules.map((module): Line & { folder: string } => {
      const { duration, collectDuration, setupDuration } = module.diagnostic()
      const name = `${module.project.name} ${module.relativeModuleId}`
      return { name, folder: dirname(name), tests: duration, load: collectDuration + setupDuration }
    })
    const folders = [...new Set(files.map(({ folder }) => folder))].map((folder) =>
      sumOf(
        folder,
        files.filter((file) => file.folder === folder),
      ),
    )
    print('By file', files)
    print('By folder', folders)
    print('Together', [sumOf(`${files.length} files`, files)])
  }
}
