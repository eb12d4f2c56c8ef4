// How a reader stops: thrown inside this folder only, caught at its door.
import type { PlanProblem, PlanProblemCode } from './planRows.ts'

export class PlanFault extends Error {
  readonly problem: PlanProblem

  constructor(code: PlanProblemCode, detail?: Record<string, string | number>, line?: number) {
    super(code)
    this.problem = problemOf(code, detail, line)
  }
}

export const problemOf = (
  code: PlanProblemCode,
  detail?: Record<string, string | number>,
  line?: number,
): PlanProblem => ({
  code,
  ...(line === undefined ? {} : { line }),
  ...(detail === undefined ? {} : { detail }),
})
