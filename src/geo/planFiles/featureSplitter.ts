// Cuts the text of a feature collection into its features while it comes, byte by byte, so that no
// more of it than one feature is held. It looks at brackets and quotes only: JSON itself is parsed
// by whoever gets the pieces.
import { inMegabytes, limits } from './limits.ts'
import { PlanFault } from './planFault.ts'
import type { PlanEncoding } from './planRows.ts'

const quote = 0x22
const comma = 0x2c
const openList = 0x5b
const backslash = 0x5c
const closeList = 0x5d
const openObject = 0x7b
const closeObject = 0x7d

export class FeatureSplitter {
  private readonly onFeature: (text: Uint8Array) => void
  /** Of GB18030, the byte after one of these may look like a bracket or a backslash. */
  private readonly leadsFrom: number
  private depth = 0
  private isInString = false
  private isNextPlain = false
  /** The last string directly in the outermost object: its keys, and such values as are words. */
  private word = ''
  /** Depth inside the list of features; 0 before and after it. */
  private listDepth = 0
  private isInFeature = false
  private features = 0
  private readonly around = new Pieces()
  private readonly feature = new Pieces()

  constructor(encoding: PlanEncoding, onFeature: (text: Uint8Array) => void) {
    this.leadsFrom = encoding === 'gb18030' ? 0x81 : 0x100
    this.onFeature = onFeature
  }

  /** Throws a `PlanFault`: `featureTooLarge`, and whatever `onFeature` throws. */
  push(piece: Uint8Array): void {
    let from = 0
    for (let at = 0; at < piece.length; at++) {
      const byte = piece[at]!
      if (this.isNextPlain) this.isNextPlain = false
      else if (byte >= this.leadsFrom) this.isNextPlain = true
      else if (this.isInString) this.readString(byte)
      else if (byte === quote) {
        this.isInString = true
        if (this.depth === 1) this.word = ''
      } else if (byte === openObject || byte === openList) {
        this.depth++
        if (this.opensList(byte)) {
          this.listDepth = this.depth
          this.around.add(piece.subarray(from, at + 1))
          from = at + 1
        } else if (this.depth === this.listDepth + 1 && this.listDepth > 0) {
          this.isInFeature = true
          from = at
        }
      } else if (byte === closeObject || byte === closeList) {
        this.depth--
        if (this.isInFeature && this.depth === this.listDepth) {
          this.feature.add(piece.subarray(from, at + 1))
          this.finish()
          from = at + 1
        } else if (this.listDepth > 0 && this.depth < this.listDepth) {
          this.listDepth = 0
          from = at
        }
      } else if (byte === comma && this.depth === 1) this.word = ''
    }
    this.hold(piece.subarray(from))
  }

  /** What stood around the features. Throws a `PlanFault`: `fileCut`. */
  end(): Uint8Array {
    if (this.depth > 0 || this.isInString)
      throw new PlanFault('fileCut', { feature: this.features })
    return this.around.take()
  }

  private readString(byte: number): void {
    if (byte === backslash) this.isNextPlain = true
    else if (byte === quote) this.isInString = false
    else if (this.depth === 1 && this.word.length < 10) this.word += String.fromCharCode(byte)
  }

  /** `{"features": [`, or a file that begins with the list. */
  private opensList(byte: number): boolean {
    if (byte !== openList || this.listDepth > 0) return false
    return this.depth === 1 || (this.depth === 2 && this.word === 'features')
  }

  private finish(): void {
    this.checkSize(this.feature.length)
    this.isInFeature = false
    this.features++
    this.onFeature(this.feature.take())
  }

  private hold(rest: Uint8Array): void {
    if (this.isInFeature) this.feature.add(rest)
    else if (this.listDepth === 0) this.around.add(rest)
    this.checkSize(Math.max(this.feature.length, this.around.length))
  }

  private checkSize(bytes: number): void {
    const most = limits.featureBytes
    if (bytes > most)
      throw new PlanFault(
        'featureTooLarge',
        { megabytes: inMegabytes(bytes), most: inMegabytes(most) },
        this.features + 1,
      )
  }
}

/** Bytes that came in pieces. */
class Pieces {
  length = 0
  private pieces: Uint8Array[] = []

  add(piece: Uint8Array): void {
    if (piece.length === 0) return
    this.pieces.push(piece)
    this.length += piece.length
  }

  take(): Uint8Array {
    const [only] = this.pieces
    const joined = this.pieces.length === 1 && only ? only : this.join()
    this.pieces = []
    this.length = 0
    return joined
  }

  private join(): Uint8Array {
    const joined = new Uint8Array(this.length)
    let at = 0
    for (const piece of this.pieces) {
      joined.set(piece, at)
      at += piece.length
    }
    return joined
  }
}
