// What the headers of a shapefile's .shp and .dbf say, held against the bytes that are there.
import { encodingOf } from './encoding.ts'
import { PlanFault } from './planFault.ts'
import type { PlanEncoding } from './planRows.ts'

const viewOf = (bytes: Uint8Array): DataView =>
  new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)

/**
 * How many shapes it holds. Throws a `PlanFault`: `fileCut` where it ends before its header says,
 * `notAPlanFile`.
 */
export function checkShapes(shp: Uint8Array): number {
  const view = viewOf(shp)
  if (shp.length < 100) throw new PlanFault('fileCut', { feature: 0 })
  if (view.getInt32(0) !== 9994) throw new PlanFault('notAPlanFile')
  // Lengths are in words of 16 bits.
  const length = 2 * view.getInt32(24)
  let shapes = 0
  let at = 100
  while (at + 8 <= shp.length) {
    const next = at + 8 + Math.max(0, 2 * view.getInt32(at + 4))
    if (next > shp.length) break
    shapes++
    at = next
  }
  if (at < shp.length || length > shp.length) throw new PlanFault('fileCut', { feature: shapes })
  return shapes
}

/** How many rows it holds. Throws a `PlanFault`: `fileCut`. */
export function checkTable(dbf: Uint8Array): number {
  if (dbf.length < 33) throw new PlanFault('fileCut', { feature: 0 })
  const view = viewOf(dbf)
  const [rows, header, width] = [
    view.getUint32(4, true),
    view.getUint16(8, true),
    view.getUint16(10, true),
  ]
  const complete = Math.max(0, Math.floor((dbf.length - header) / Math.max(1, width)))
  if (complete < rows) throw new PlanFault('fileCut', { feature: complete })
  return rows
}

/** What .cpg says, else the byte for the language in its header, else what its bytes are. */
export function tableEncoding(dbf: Uint8Array, cpg: string): PlanEncoding {
  if (/^(utf-?8|65001)$/i.test(cpg)) return 'utf-8'
  if (/^(cp|ms|ansi ?)?936$|^(gbk|gb-?2312|gb-?18030|euc-?cn)$/i.test(cpg)) return 'gb18030'
  const language = dbf[29]
  if (language === 0x4d || language === 0x7a) return 'gb18030'
  return encodingOf(dbf)
}
