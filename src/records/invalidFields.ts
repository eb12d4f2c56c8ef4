// A schema's first issue as the fault that names the field.
import * as v from 'valibot'
import { type Fault, fault } from '#domain/fault.ts'

export const invalidFields = (issue: v.BaseIssue<unknown>, prefix = ''): Fault =>
  fault('invalidFields', { field: (prefix + (v.getDotPath(issue) ?? '')).slice(0, 64) })
