// Tells listening phones that scopes have news. Carries no data; the pull does the work (H1).
// Several nodes: sharedHints.ts.
import type { ScopeId } from '#domain/ids.ts'

type Listener = (scopes: readonly ScopeId[]) => void

export interface Hints {
  publish(scopes: readonly ScopeId[]): void
  /** Returns the way to stop listening. */
  listen(listener: Listener): () => void
  close(): Promise<void>
}

export function createHints(): Hints {
  const listeners = new Set<Listener>()
  return {
    publish: (scopes) => {
      if (scopes.length > 0) for (const listener of listeners) listener(scopes)
    },
    listen: (listener) => {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    close: () => Promise.resolve(),
  }
}
