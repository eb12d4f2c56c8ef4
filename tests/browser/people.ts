// Whoever stands on the stage in this test file.
import type { Person } from './stage.ts'

export const people = new Set<Pick<Person, 'page'>>()
