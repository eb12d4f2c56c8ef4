// Acts at the desk that go to the server at once: what was made or altered comes back as a row.
import { type Result, succeed } from '#domain/result.ts'
import { useSync } from './useSync.ts'

export function useThenSync() {
  const sync = useSync()
  return async <T>(asked: Promise<Result<T>>): Promise<Result<null>> => {
    const done = await asked
    if (!done.ok) return done
    sync.syncSoon()
    return succeed(null)
  }
}
