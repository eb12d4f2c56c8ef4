// The words of walking a patrol, loaded when somebody does.
import { patrol } from './patrol.ts'

export const patrolWords = { patrol }
