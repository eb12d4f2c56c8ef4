// Closes a run with one plain line that scripts can read.
import type { Reporter, TestCase, TestModule, Vitest } from 'vitest/node'

const testsOf = (
  modules: readonly TestModule[],
  state: 'passed' | 'failed' | 'skipped',
): TestCase[] => modules.flatMap((module) => [...module.children.allTests(state)])

/** Long ones have a run of their own (vitest.config.ts): in the other they are not left out. */
const isOf = (longRun: boolean, { tags }: TestCase): boolean => tags.includes('long') === longRun

export default class CountReporter implements Reporter {
  private isLongRun = false

  onInit({ config }: Vitest): void {
    this.isLongRun = config.tagsFilter?.join() === 'long'
  }

  onTestRunEnd(modules: readonly TestModule[]): void {
    const broken = modules.filter(
      (module) =>
        module.state() === 'failed' && [...module.children.allTests('failed')].length === 0,
    ).length
    const skipped = testsOf(modules, 'skipped').filter((test) => isOf(this.isLongRun, test)).length
    setImmediate(() =>
      console.log(
        `\n${testsOf(modules, 'passed').length} passed, ${testsOf(modules, 'failed').length + broken} failed${skipped ? `, ${skipped} skipped` : ''}`,
      ),
    )
  }
}
