// A PDF with pages of invented blocks, written by hand: its objects and the list of where each
// begins. Points are a 72nd of an inch, from the lower left.

export interface PdfPage {
  width: number
  height: number
  /** Operators of PDF that draw it; `F1` is a Chinese font that is not in the file. */
  content: string
}

/** A filled rectangle. */
export const block = (
  [red, green, blue]: readonly [number, number, number],
  [x, y, width, height]: readonly [number, number, number, number],
): string => `${red} ${green} ${blue} rg ${x} ${y} ${width} ${height} re f`

/** Words in Chinese, as UCS-2. */
export const words = (text: string, x: number, y: number): string => {
  const codes = [...text].map((each) => each.charCodeAt(0).toString(16).padStart(4, '0'))
  return `0 g BT /F1 12 Tf ${x} ${y} Td <${codes.join('')}> Tj ET`
}

export function aPdf(pages: readonly PdfPage[]): Uint8Array<ArrayBuffer> {
  const fonts = [
    '<< /Type /Font /Subtype /Type0 /BaseFont /STSong-Light /Encoding /UniGB-UCS2-H /DescendantFonts [4 0 R] >>',
    '<< /Type /Font /Subtype /CIDFontType0 /BaseFont /STSong-Light /CIDSystemInfo << /Registry (Adobe) /Ordering (GB1) /Supplement 2 >> /FontDescriptor 5 0 R >>',
    '<< /Type /FontDescriptor /FontName /STSong-Light /Flags 6 /FontBBox [0 -200 1000 900] /ItalicAngle 0 /Ascent 800 /Descent -200 /CapHeight 700 /StemV 80 >>',
  ]
  const firstPage = 3 + fonts.length
  const kids = pages.map((_, at) => `${firstPage + 2 * at} 0 R`).join(' ')
  const objects = [
    '<< /Type /Catalog /Pages 2 0 R >>',
    `<< /Type /Pages /Kids [${kids}] /Count ${pages.length} >>`,
    ...fonts,
    ...pages.flatMap(({ width, height, content }, at) => [
      `<< /Type /Page /Parent 2 0 R /MediaBox [0 0 ${width} ${height}] /Resources << /Font << /F1 3 0 R >> >> /Contents ${firstPage + 2 * at + 1} 0 R >>`,
      `<< /Length ${content.length} >>\nstream\n${content}\nendstream`,
    ]),
  ]
  let text = '%PDF-1.7\n'
  const offsets = objects.map((object, at) => {
    const begins = text.length
    text += `${at + 1} 0 obj\n${object}\nendobj\n`
    return begins
  })
  const list = offsets.map((each) => `${String(each).padStart(10, '0')} 00000 n \n`).join('')
  const count = objects.length + 1
  text += `xref\n0 ${count}\n0000000000 65535 f \n${list}trailer\n<< /Size ${count} /Root 1 0 R >>\nstartxref\n${text.length}\n%%EOF\n`
  return new TextEncoder().encode(text)
}
