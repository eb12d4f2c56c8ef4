// A still out of a running camera stream, where the browser cannot take photos itself. Hands on to
// camera.ts.

/**
 * A JPEG of 0.92 at the full resolution of the track; rejects when the stream shows no frame within
 * 5 s.
 */
export async function takeFrame(stream: MediaStream): Promise<Blob> {
  const video = document.createElement('video')
  video.muted = true
  video.playsInline = true // or an iPhone opens its player
  video.srcObject = stream
  try {
    await firstFrame(video)
    const canvas = document.createElement('canvas')
    canvas.width = video.videoWidth
    canvas.height = video.videoHeight
    const context = canvas.getContext('2d', { alpha: false })
    if (!context) throw new Error('no 2d context')
    context.drawImage(video, 0, 0)
    return await new Promise<Blob>((resolve, reject) => {
      canvas.toBlob(
        (blob) => (blob ? resolve(blob) : reject(new Error('no frame'))),
        'image/jpeg',
        0.92,
      )
    })
  } finally {
    video.pause()
    video.srcObject = null
  }
}

async function firstFrame(video: HTMLVideoElement): Promise<void> {
  const hasFrame = new Promise<void>((resolve, reject) => {
    const timer = setTimeout(() => reject(new Error('no frame')), 5000)
    video.addEventListener('loadeddata', () => {
      clearTimeout(timer)
      resolve()
    })
  })
  await Promise.all([video.play(), hasFrame])
}
