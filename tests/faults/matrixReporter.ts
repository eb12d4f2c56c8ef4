// Prints the fault matrix at the end of `npm run faults`: every row with its result, rows without a
// test in red, and the sums.
import type { Reporter, TestModule } from 'vitest/node'
import { notHere, rowIds, testedRows } from './matrix.ts'

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
    const sentences = testedRows()
    const lines = rowIds.map((id) => {
      const impossible = notHere.find((each) => each.id === id)
      const passed = results.get(id)
      const state: State = passed
        ? passed.every(Boolean)
          ? 'pass'
          : 'FAIL'
        : impossible
          ? 'not here'
          : 'NO TEST'
      const row = impossible ?? sentences.find((each) => each.id === id)
      return { id, fault: row?.fault ?? '', notHere: impossible?.notHere, state }
    })
    console.log('\nThe fault matrix\n')
    for (const { id, fault, notHere: reason, state } of lines) {
      console.log(
        `  ${id.padEnd(4)} \x1b[${colours[state]}m${state.padEnd(8)}\x1b[39m ${fault}${state === 'not here' ? ` (${reason})` : ''}`,
      )
    }
    const sum = (state: State): number => lines.filter((line) => line.state === state).length
    console.log(
      `\n  ${lines.length} rows: ${sum('pass')} pass, ${sum('FAIL')} fail, ${sum('not here')} cannot be made here, ${sum('NO TEST')} without a test`,
    )
  }
}
