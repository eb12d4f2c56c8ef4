// Closes a run with one plain line that scripts can read.
import type { Reporter, TestCase, TestModule } from 'vitest/node'

const testsOf = (
  modules: readonly TestModule[],
  state: 'passed' | 'failed' | 'skipped',
): TestCase[] => modules.flatMap((module) => [...module.children.allTests(state)])

/** Left to a run of its own (vitest.config.ts), not left out. */
const isLong = ({ tags }: TestCase): boolean => tags.includes('long')

export default class CountReporter implements Reporter {
  onTestRunEnd(modules: readonly TestModule[]): void {
    const broken = modules.filter(
      (module) =>
        module.state() === 'failed' && [...module.children.allTests('failed')].length === 0,
    ).length
    const skipped = testsOf(modules, 'skipped').filter((test) => !isLong(test)).length
    setImmediate(() =>
      console.log(
        `\n${testsOf(modules, 'passed').length} passed, ${testsOf(modules, 'failed').length + broken} failed${skipped ? `, ${skipped} skipped` : ''}`,
      ),
    )
  }
}
