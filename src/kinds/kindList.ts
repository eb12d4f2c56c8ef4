// The kinds there are: one line each. Their forms stand in formList.ts.
import { hazard } from './hazard/hazard.ts'
import { visit } from './visit/visit.ts'

export const kindList = [hazard, visit] as const
