// The in-page camera while a screen shows it.
import { onScopeDispose, ref, shallowRef, type Ref, type ShallowRef } from 'vue'
import { type Camera, type CameraFacing, openCamera } from '#client/sensors/camera.ts'
import { type Fault, fault } from '#domain/fault.ts'

export interface CameraSense {
  stream: ShallowRef<MediaStream | null>
  fault: ShallowRef<Fault | null>
  hasTorch: Ref<boolean>
  isTorchOn: Ref<boolean>
  /** Undefined while it is closed. */
  facing(): CameraFacing | undefined
  open(): Promise<boolean>
  shoot(): Promise<Blob | null>
  switchFacing(): Promise<void>
  toggleTorch(): Promise<void>
  close(): void
}

export function useCamera(): CameraSense {
  const stream = shallowRef<MediaStream | null>(null)
  const why = shallowRef<Fault | null>(null)
  const hasTorch = ref(false)
  const isTorchOn = ref(false)
  let camera: Camera | null = null
  let isGone = false

  async function open(): Promise<boolean> {
    close()
    const opened = await openCamera({ onEnded: () => (stream.value = null) })
    if (!opened.ok) {
      why.value = opened.fault
      return false
    }
    if (isGone) {
      opened.value.close()
      return false
    }
    camera = opened.value
    stream.value = camera.stream
    hasTorch.value = camera.hasTorch
    why.value = null
    return true
  }

  let shooting: Promise<unknown> = Promise.resolve()
  function shoot(): Promise<Blob | null> {
    const photo = take()
    shooting = photo
    return photo
  }

  async function take(): Promise<Blob | null> {
    try {
      return (await camera?.takePhoto()) ?? null
    } catch {
      why.value = fault('cameraMissing')
      return null
    }
  }

  async function switchFacing(): Promise<void> {
    const switched = await camera?.switchFacing()
    if (switched?.ok) stream.value = switched.value
    else if (switched) why.value = switched.fault
  }

  async function toggleTorch(): Promise<void> {
    if (camera)
      isTorchOn.value = (await camera.setTorch(!isTorchOn.value))
        ? !isTorchOn.value
        : isTorchOn.value
  }

  function close(): void {
    camera?.close()
    camera = null
    stream.value = null
    isTorchOn.value = false
  }

  onScopeDispose(() => {
    isGone = true
    // The last press of the shutter needs it until its photo is there.
    void shooting.then(close)
  })
  return {
    stream,
    fault: why,
    hasTorch,
    isTorchOn,
    facing: () => camera?.facing,
    open,
    shoot,
    switchFacing,
    toggleTorch,
    close,
  }
}
