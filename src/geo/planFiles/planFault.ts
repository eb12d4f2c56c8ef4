// How a reader stops: thrown inside this folder only, caught at its door.
import type { FileProblem, FileProblemCode } from './planRows.ts'

export class PlanFault extends Error {
  readonly problem: FileProblem

  constructor(code: FileProblemCode, detail?: Record<string, string | number>, line?: number) {
    super(code)
    this.problem = problemOf(code, detail, line)
  }
}

export const problemOf = (
  code: FileProblemCode,
  detail?: Record<string, string | number>,
  line?: number,
): FileProblem => ({
  code,
  ...(line === undefined ? {} : { line }),
  ...(detail === undefined ? {} : { detail }),
})
