/** Milliseconds that a work takes. */
export function msOf(work: () => unknown): number {
  const startedAt = performance.now()
  work()
  return performance.now() - startedAt
}

/** The same for work that is waited for, after a collection of what lies about. */
export async function msOfAsync(work: () => Promise<unknown>): Promise<number> {
  globalThis.gc?.()
  const startedAt = performance.now()
  await work()
  return performance.now() - startedAt
}
