// Work that is done now and once a day from then on, for as long as the server runs.

const dayMs = 24 * 3_600_000

/**
 * @param work catches its own failures: the next day it is tried again. Returns, once it is done
 *   for the first time, the way to stop it.
 */
export async function everyDay(work: () => Promise<void>): Promise<() => void> {
  const timer = setInterval(() => void work(), dayMs).unref()
  await work()
  return () => clearInterval(timer)
}
