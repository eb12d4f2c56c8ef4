// KML, also out of a KMZ. Of a placemark are read its name, its description, its extended data and
// its geometry; the folder that it lies in becomes a column, since folders are what plans are
// sorted by. Nothing that the file points to is fetched.
import { Parser } from 'saxen'
import { FeatureRows } from './featureRows.ts'
import { PlacemarkReader } from './placemark.ts'
import { PlanFault, problemOf } from './planFault.ts'
import type { PlanFile, PlanFormat } from './planRows.ts'
import { decodeEntities, decodeXml } from './xmlWords.ts'

/** Throws a `PlanFault`: `notAPlanFile`, `noRows`, `fileCut`, `fileBroken`, `tooManyFeatures`. */
export function readKml(bytes: Uint8Array, format: PlanFormat): PlanFile {
  const walk = new KmlWalk()
  const error = walk.walk(decodeXml(bytes))
  const { rows } = walk
  if (error && /unexpected end|unclosed/.test(error.message))
    throw new PlanFault('fileCut', { feature: rows.rows.length })
  if (error) throw new PlanFault('fileBroken', { feature: rows.line })
  if (rows.rows.length === 0) throw new PlanFault('noRows')
  return {
    format,
    encoding: null,
    columns: rows.columns,
    rows: rows.rows,
    system: null,
    notes: [
      ...rows.notes,
      ...(walk.links > 0 ? [problemOf('linksIgnored', { links: walk.links })] : []),
      ...(walk.hasEntities ? [problemOf('entitiesIgnored')] : []),
    ],
  }
}

class KmlWalk {
  readonly rows = new FeatureRows()
  links = 0
  hasEntities = false
  private readonly path: string[] = []
  /** Names of the folders that are open, '' until one has been read. */
  private readonly folders: string[] = []
  private placemark: PlacemarkReader | null = null
  private text = ''

  walk(xml: string): Error | null {
    const parser = new Parser()
    // What is thrown in a listener is not an error of the XML.
    parser.on('openTag', (name, attributes) => this.open(bare(name), attributes))
    parser.on('closeTag', (name) => this.close(bare(name)))
    parser.on('text', (text) => (this.text += decodeEntities(text)))
    parser.on('cdata', (text) => (this.text += text))
    parser.on('attention', () => (this.hasEntities = true))
    parser.on('warn', () => undefined)
    parser.on('error', () => undefined)
    return parser.parse(xml)
  }

  private open(name: string, attributes: () => Record<string, string>): void {
    if (this.path.length === 0 && !['kml', 'Document', 'Folder', 'Placemark'].includes(name))
      throw new PlanFault('notAPlanFile')
    this.path.push(name)
    this.text = ''
    if (name === 'Folder') this.folders.push('')
    else if (name === 'NetworkLink') this.links++
    else if (name === 'Placemark') this.placemark = new PlacemarkReader(attributes().id)
    else this.placemark?.open(name, attributes)
  }

  private close(name: string): void {
    this.path.pop()
    const parent = this.path.at(-1)
    if (name === 'Placemark' && this.placemark) {
      this.placemark.addTo(this.rows, this.folders.at(-1))
      this.placemark = null
    } else if (this.placemark) this.placemark.close(name, parent, this.text.trim())
    else if (name === 'name' && parent === 'Folder')
      this.folders[this.folders.length - 1] = this.text.trim()
    if (name === 'Folder') this.folders.pop()
    this.text = ''
  }
}

/** Without its prefix. */
const bare = (name: string): string => name.slice(name.indexOf(':') + 1)
