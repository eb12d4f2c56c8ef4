// A figure as a thumb types it: full-width, or with the comma that half the keyboards give for the
// decimal point.
export function figureOf(typed: string): number | null {
  const text = typed
    .normalize('NFKC')
    .trim()
    .replace(/[−–]/, '-')
    .replace(/[,。、]/, '.')
  return /^[+-]?(\d+\.?\d*|\.\d+)$/.test(text) ? Number(text) : null
}
