// A database whose pages are damaged is not written to any more: what goes in could be lost with
// it, and phones keep what they have. Every call from then on gets the same trouble at once, until
// somebody restores it and starts again.
import { codeOf, troubleOf } from '../port/engineTrouble.ts'
import type { SqlDriver } from './sqlDriver.ts'

export function guardDriver(driver: SqlDriver): SqlDriver {
  let damage: Error | null = null
  const guarded = async <T>(work: () => Promise<T>): Promise<T> => {
    if (damage)
      throw Object.assign(new Error(damage.message, { cause: damage }), { code: codeOf(damage) })
    try {
      return await work()
    } catch (error) {
      if (troubleOf(error) === 'damaged') damage = error as Error
      throw error
    }
  }
  return {
    ...driver,
    write: (work) => guarded(() => driver.write(work)),
    read: (work) => guarded(() => driver.read(work)),
  }
}
