// The words of joining, loaded when somebody does.
import { enrol } from './enrol.ts'

export const enrolWords = { enrol }
