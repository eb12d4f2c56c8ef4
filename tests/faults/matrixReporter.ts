// Prints the fault matrix at the end of `npm run faults`: every row with its result, rows without a
// test in red, and the sums.
import type { Reporter, TestModule } from 'vitest/node'
import { matrix } from './matrix.ts'

type State = 'pass' | 'FAIL' | 'not here' | 'NO TEST'

const colours: Record<State, string> = { pass: '32', FAIL: '31', 'not here': '33', 'NO TEST': '31' }

export default class MatrixReporter implements Reporter {
  onTestRunEnd(modules: readonly TestModule[]): void {
    const results = new Map<string, boolean[]>()
    for (const module of modules) {
      for (const test of module.children.allTests()) {
        const [id = ''] = test.name.split(' ')
        if (test.result().state !== 'skipped')
          results.set(id, [...(results.get(id) ?? []), test.result().state === 'passed'])
      }
    }
    const stateOf = (id: string, notHere?: string): State => {
      const passed = results.get(id)
      if (!passed) return notHere ? 'not here' : 'NO TEST'
      return passed.every(Boolean) ? 'pass' : 'FAIL'
    }
    const lines = matrix.map(({ id, fault, notHere }) => ({
      id,
      fault,
      notHere,
      state: stateOf(id, notHere),
    }))
    console.log('\nThe fault matrix\n')
    for (const { id, fault, notHere, state } of lines) {
      console.log(
        `  ${id.padEnd(4)} \x1b[${colours[state]}m${state.padEnd(8)}\x1b[39m ${fault}${state === 'not here' ? ` (${notHere})` : ''}`,
      )
    }
    const sum = (state: State): number => lines.filter((line) => line.state === state).length
    console.log(
      `\n  ${matrix.length} rows: ${sum('pass')} pass, ${sum('FAIL')} fail, ${sum('not here')} cannot be made here, ${sum('NO TEST')} without a test`,
    )
  }
}
