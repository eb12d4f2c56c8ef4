// What a file is, by its first bytes.
import { markedEncoding } from './encoding.ts'
import { PlanFault } from './planFault.ts'

export type Sniffed = 'zip' | 'geojson' | 'xml' | 'csv' | 'compound'

/**
 * `compound`: an old spreadsheet, or a new one under a password. Throws a `PlanFault`: `noRows`,
 * `isAPicture`, `isAPdf`, `notAPlanFile`.
 */
export function sniff(start: Uint8Array): Sniffed {
  const letters = String.fromCharCode(...start)
  if (isPicture(letters)) throw new PlanFault('isAPicture')
  if (letters.slice(0, 1024).includes('%PDF-')) throw new PlanFault('isAPdf')
  if (letters.startsWith('PK\x03\x04') || letters.startsWith('PK\x05\x06')) return 'zip'
  if (letters.startsWith('\xd0\xcf\x11\xe0')) return 'compound'
  const marked = markedEncoding(start)
  if (letters.includes('\0') && (marked === null || marked === 'utf-8'))
    throw new PlanFault('notAPlanFile')
  const words = letters.replace(/^\xef\xbb\xbf/, '').trimStart()
  if (words === '') throw new PlanFault('noRows')
  if (words.startsWith('{') || /^\[\s*\{/.test(words)) return 'geojson'
  return words.startsWith('<') ? 'xml' : 'csv'
}

const isPicture = (letters: string): boolean =>
  letters.startsWith('\x89PNG') ||
  letters.startsWith('\xff\xd8\xff') ||
  letters.startsWith('GIF8') ||
  letters.startsWith('II*\0') ||
  letters.startsWith('MM\0*') ||
  (letters.startsWith('BM') && letters.slice(6, 10) === '\0\0\0\0') ||
  (letters.startsWith('RIFF') && letters.slice(8, 12) === 'WEBP') ||
  /^ftyp(heic|heix|mif1|avif)/.test(letters.slice(4, 12)) ||
  /^\s*(<\?xml[^>]*>\s*)?(<!--[^>]*-->\s*)?(<!DOCTYPE svg[^>]*>\s*)?<svg[\s>]/.test(letters)
