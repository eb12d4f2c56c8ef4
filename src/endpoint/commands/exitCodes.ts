// How the process ends, for whoever started it: deploy/gridwalk.service does not start it again after a wrong option or a wrong database.
import { WrongDatabase } from '../secondPlace/witness.ts'

export const exitCodes = {
  /** It could not be done, or `verify-audit` found something altered. */
  failed: 1,
  wrongOption: 2,
  /** The database is not the one its witness knows, or older: trying again makes it no newer. */
  wrongDatabase: 3,
} as const

export const exitCodeOf = (error: unknown): number => (error instanceof WrongDatabase ? exitCodes.wrongDatabase : exitCodes.failed)
