// Photos of a share go into a new form, each once: a photo leaves the share when it lies in the
// draft, so that a page that was killed or loaded again goes on with those that are left.
import { onMounted, onScopeDispose, watch } from 'vue'
import { useRoute, useRouter } from 'vue-router'
import type { Fault, FaultCode } from '#domain/fault.ts'
import type { PhotoRole } from '#domain/photo.ts'
import type { DraftForm } from '#state/useDraft.ts'
import { useShare } from '#state/useSharedPhotos.ts'

/** It stays with the share: for another record, or for this one when there is room again. */
const mayComeLater: readonly FaultCode[] = [
  'tooManyPhotos',
  'photoNotKept',
  'photoLost',
  'signedOut',
  'storageFull',
  'storageLost',
]

export interface SharedIntakeOptions {
  /** The share; absent where the form is about none. */
  id: string | undefined
  isContradicted: () => boolean
  roles: readonly PhotoRole[]
  add(file: Blob, role: PhotoRole | null): Promise<Fault | null>
  /** They could not be read; they stay with the share. */
  failed(): unknown
}

export function useSharedIntake(
  form: Pick<DraftForm, 'isRestored' | 'record' | 'saveFault'>,
  { id, isContradicted, roles, add, failed }: SharedIntakeOptions,
) {
  const route = useRoute()
  const router = useRouter()
  const share = useShare(id ?? '')
  let taking: Promise<void> | undefined
  let isGone = false
  onScopeDispose(() => (isGone = true))

  async function takeAll(): Promise<void> {
    // A page that is loaded again in the midst of it knows that this form has been agreed to.
    await router.replace({ query: { ...route.query, into: form.record.value } })
    // In two windows the same photos go into one form only.
    await navigator.locks.request(`gridwalk-share ${id}`, { ifAvailable: true }, async (lock) => {
      const photos = lock ? await share.photos() : []
      // All at once, so that whoever saves waits for every one of them; one after the other they
      // are taken in all the same.
      await Promise.all(photos.map(({ index, name, file }) => takeOne(index, name, file)))
    })
    if (!isGone)
      await router.replace({ query: { ...route.query, shared: undefined, into: undefined } })
  }

  async function takeOne(index: number, name: string, file: Blob): Promise<void> {
    const named = new File([file], name, { type: file.type })
    const refused = await add(named, roles.length === 1 ? roles[0]! : null)
    const isLeft = refused ? mayComeLater.includes(refused.code) : form.saveFault.value !== null
    if (!isLeft) await share.takeOut(index)
  }

  onMounted(() =>
    watch(
      () => form.isRestored.value && !isContradicted(),
      (isReady) => {
        if (!isReady || !id) return
        taking ??= takeAll().catch((error: unknown) => {
          console.warn('shared', error)
          failed()
        })
      },
      { immediate: true },
    ),
  )
  /** Resolves when each of them is in the form or stays with the share. */
  return { settled: async (): Promise<void> => taking }
}
