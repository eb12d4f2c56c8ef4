// A figure that somebody typed: full-width ones are read, and a comma for the point.

/** Null where it is none. */
export function readNumber(typed: string): number | null {
  const text = typed.normalize('NFKC').trim().replace(',', '.')
  return /^[+-]?\d+(\.\d+)?$/.test(text) ? Number(text) : null
}
