// What another app shared to this one begins the form, or goes on with the one that lay there.
import { watch } from 'vue'
import { useRoute, useRouter } from 'vue-router'
import { reportLimits } from '#domain/report.ts'
import { readShared } from '#state/sharedFiles.ts'
import type { ReportFormState } from './useReportForm.ts'

export function useSharedFiles({ form, photos, isNew }: ReportFormState): void {
  const route = useRoute()
  const router = useRouter()
  watch(
    form.isRestored,
    async (isReady) => {
      if (!isReady || !isNew || !route.query.shared) return
      const { files, text, forget } = await readShared()
      const note = [form.draft.note, text].filter(Boolean).join('\n')
      form.draft.note = note.slice(0, reportLimits.noteCharacters)
      await photos.add(files, null, 'album')
      // Not before they lie in the draft: a page that is killed meanwhile finds them again.
      await forget()
      await router.replace({ query: { ...route.query, shared: undefined } })
    },
    { immediate: true },
  )
}
