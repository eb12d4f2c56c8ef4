// How the process ends, for whoever started it: deploy/gridwalk.service does not start it again
// after a wrong option or a wrong database.
import { RemainsFound } from '../dataFolder.ts'
import { DamagedDatabase } from '../../storage/sql/checkDatabase.ts'
import { WrongDatabase } from '../../backup/watermark.ts'

export const exitCodes = {
  /**
   * It could not be done, `verify-audit` found something altered, or `import` something wrong with
   * the file.
   */
  failed: 1,
  wrongOption: 2,
  /** The database is not the one its watermark knows, or older: trying again makes it no newer. */
  wrongDatabase: 3,
  /** An earlier life lies in the data folder without its database. */
  remainsFound: 4,
  /** The database file is damaged. */
  damaged: 5,
} as const

export function exitCodeOf(error: unknown): number {
  if (error instanceof WrongDatabase) return exitCodes.wrongDatabase
  if (error instanceof DamagedDatabase) return exitCodes.damaged
  return error instanceof RemainsFound ? exitCodes.remainsFound : exitCodes.failed
}
