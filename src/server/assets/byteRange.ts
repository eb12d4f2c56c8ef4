// Which bytes of a file a request asks for (RFC 9110, 14.2): one range, from the start, from
// somewhere on or from the end; several at once, or words that are none, mean the whole.

export interface Span {
  from: number
  length: number
}

/** Null for the whole file; `none` where nothing of it lies in the range asked for. */
export function spanAsked(header: string | null, size: number): Span | 'none' | null {
  const [, first, last] = /^bytes=(\d{0,15})-(\d{0,15})$/.exec(header?.trim() ?? '') ?? []
  if (first === undefined || last === undefined || (first === '' && last === '')) return null
  if (first === '') {
    const length = Math.min(Number(last), size)
    return length > 0 ? { from: size - length, length } : 'none'
  }
  const from = Number(first)
  if (last !== '' && Number(last) < from) return null
  if (from >= size) return 'none'
  const to = last === '' ? size - 1 : Math.min(Number(last), size - 1)
  return { from, length: to - from + 1 }
}
