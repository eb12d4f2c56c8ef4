// Closes a run with one plain line that scripts can read.
import type { Reporter, TestModule } from 'vitest/node'

function count(modules: readonly TestModule[], state: 'passed' | 'failed' | 'skipped'): number {
  return modules.reduce((sum, module) => sum + [...module.children.allTests(state)].length, 0)
}

export default class CountReporter implements Reporter {
  onTestRunEnd(modules: readonly TestModule[]): void {
    const broken = modules.filter(
      (module) =>
        module.state() === 'failed' && [...module.children.allTests('failed')].length === 0,
    ).length
    const skipped = count(modules, 'skipped')
    setImmediate(() =>
      console.log(
        `\n${count(modules, 'passed')} passed, ${count(modules, 'failed') + broken} failed${skipped ? `, ${skipped} skipped` : ''}`,
      ),
    )
  }
}
