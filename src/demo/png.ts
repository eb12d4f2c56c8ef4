// Writes a raster as PNG (W3C PNG, third edition): 8-bit RGB, each row told as its difference from
// the one above (Up), which leaves next to nothing of the flat and vertically shaded shapes that
// are drawn here.
import { crc32, deflateSync } from 'node:zlib'
import type { Canvas } from './canvas.ts'

const signature = Uint8Array.of(0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a)
const subFilter = 1
const upFilter = 2

function chunk(type: string, data: Uint8Array): Buffer {
  const whole = Buffer.alloc(data.length + 12)
  whole.writeUInt32BE(data.length, 0)
  whole.write(type, 4, 'latin1')
  whole.set(data, 8)
  whole.writeUInt32BE(crc32(whole.subarray(4, data.length + 8)), data.length + 8)
  return whole
}

function header({ width, height }: Canvas): Buffer {
  const data = Buffer.alloc(13)
  data.writeUInt32BE(width, 0)
  data.writeUInt32BE(height, 4)
  // 8 bits, red-green-blue, the one compression, the one filter method, not interlaced
  data.set([8, 2, 0, 0, 0], 8)
  return data
}

export function encodePng(canvas: Canvas): Uint8Array {
  const { pixels, height } = canvas
  const stride = canvas.width * 3
  const filtered = new Uint8Array((stride + 1) * height)
  filtered[0] = subFilter
  for (let i = 0; i < stride; i++) filtered[i + 1] = pixels[i]! - (pixels[i - 3] ?? 0)
  for (let y = 1; y < height; y++) {
    const to = y * (stride + 1)
    filtered[to] = upFilter
    for (let i = 0, at = y * stride; i < stride; i++, at++)
      filtered[to + 1 + i] = pixels[at]! - pixels[at - stride]!
  }
  const parts = [
    signature,
    chunk('IHDR', header(canvas)),
    chunk('IDAT', deflateSync(filtered, { level: 5 })),
    chunk('IEND', new Uint8Array()),
  ]
  return new Uint8Array(Buffer.concat(parts))
}
