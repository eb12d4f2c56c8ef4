// The least a worker can do to a photo: decode, shrink, encode.

onmessage = async ({ data }: MessageEvent<Blob>) => {
  const bitmap = await createImageBitmap(data, { imageOrientation: 'from-image' })
  const scale = 1920 / Math.max(bitmap.width, bitmap.height)
  const canvas = new OffscreenCanvas(
    Math.round(bitmap.width * scale),
    Math.round(bitmap.height * scale),
  )
  canvas
    .getContext('2d', { alpha: false, willReadFrequently: true })!
    .drawImage(bitmap, 0, 0, canvas.width, canvas.height)
  bitmap.close()
  const bytes = await (
    await canvas.convertToBlob({ type: 'image/jpeg', quality: 0.8 })
  ).arrayBuffer()
  postMessage(bytes, { transfer: [bytes] })
}

export {}
