// Whether words are UTF-8 or GB18030 (which holds GBK and GB2312). A short text in GBK can be valid
// UTF-8, so this is asked of a whole file, and whoever reads its names may say otherwise.
import { piecesOf, type PlanBytes } from './planBytes.ts'
import type { PlanEncoding } from './planRows.ts'

export function encodingOf(bytes: Uint8Array): PlanEncoding {
  try {
    new TextDecoder('utf-8', { fatal: true }).decode(bytes)
    return 'utf-8'
  } catch {
    return 'gb18030'
  }
}

/** The same of a file that is not held in memory; one that breaks off in a letter is UTF-8 too. */
export async function encodingOfFile(bytes: PlanBytes): Promise<PlanEncoding> {
  const decoder = new TextDecoder('utf-8', { fatal: true })
  try {
    for await (const piece of piecesOf(bytes)) decoder.decode(piece, { stream: true })
    return 'utf-8'
  } catch {
    return 'gb18030'
  }
}

/** Without its byte order mark; what does not belong to the encoding becomes U+FFFD. */
export const decode = (bytes: Uint8Array, encoding: string): string =>
  new TextDecoder(encoding).decode(bytes)

/** Of a byte order mark; null without one. */
export function markedEncoding(bytes: Uint8Array): 'utf-8' | 'utf-16le' | 'utf-16be' | null {
  const [a, b, c] = bytes
  if (a === 0xef && b === 0xbb && c === 0xbf) return 'utf-8'
  if (a === 0xff && b === 0xfe) return 'utf-16le'
  if (a === 0xfe && b === 0xff) return 'utf-16be'
  return null
}
