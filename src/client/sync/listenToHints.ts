// Listens for the server's hints while the page is in view. A hint only says that a pull is worth
// it (H1).

export function listenToHints(
  onHint: () => void,
  environment: { document: Document; EventSource: typeof EventSource | undefined },
): () => void {
  let source: EventSource | null = null
  const follow = (): void => {
    const isWanted = environment.document.visibilityState === 'visible'
    if (isWanted && !source && environment.EventSource) {
      source = new environment.EventSource('/api/hints')
      source.addEventListener('hint', onHint)
    } else if (!isWanted) {
      source?.close()
      source = null
    }
  }
  follow()
  environment.document.addEventListener('visibilitychange', follow)
  return () => {
    environment.document.removeEventListener('visibilitychange', follow)
    source?.close()
  }
}
