// The file of a plan picture, from its choice (here, or where a plan is imported) to a picture that
// phones can draw: of a PDF one page is chosen first.
import { defineStore } from 'pinia'
import { ref, shallowRef } from 'vue'
import type { OpenPdf } from '#client/plan/pdfFile.ts'
import {
  type PictureProblem,
  type PreparedPicture,
  preparePicture,
} from '#client/plan/pictureFile.ts'

export type { PictureProblem, PreparedPicture } from '#client/plan/pictureFile.ts'

const isPdf = async (file: Blob): Promise<boolean> =>
  (await file.slice(0, 1024).text()).includes('%PDF-')

export const usePictureFile = defineStore('pictureFile', () => {
  const name = ref('')
  const isReading = ref(false)
  const problem = ref<PictureProblem | null>(null)
  /** Of a PDF that is open. */
  const pages = ref(0)
  const picture = shallowRef<PreparedPicture | null>(null)
  let pdf: OpenPdf | null = null
  let asked = 0

  async function reading<T>(work: () => Promise<T | PictureProblem>, take: (read: T) => void) {
    const mine = ++asked
    isReading.value = true
    problem.value = null
    const read = await work().catch((error: unknown): PictureProblem => {
      console.warn('picture', error)
      return 'pictureUnreadable'
    })
    if (mine !== asked) return typeof read === 'object' ? read : null
    isReading.value = false
    if (typeof read === 'string') problem.value = read as PictureProblem
    else take(read)
    return null
  }

  function clear(): void {
    asked++
    pdf?.close()
    pdf = null
    pages.value = 0
    picture.value = null
    problem.value = null
    isReading.value = false
  }

  async function read(file: File): Promise<void> {
    clear()
    name.value = file.name.replace(/\.\w{1,5}$/, '')
    if (await isPdf(file)) await readPdf(file)
    else
      await reading(
        () => preparePicture(file),
        (prepared) => (picture.value = prepared),
      )
  }

  async function readPdf(file: File): Promise<void> {
    const late = await reading<OpenPdf>(
      async () => (await import('#client/plan/pdfFile.ts')).openPdf(file),
      (opened) => {
        pdf = opened
        pages.value = opened.pages
      },
    )
    late?.close()
    // There is nothing to choose.
    if (pages.value === 1) await choosePage(1)
  }

  async function choosePage(page: number): Promise<void> {
    const from = pdf
    if (from)
      await reading(
        () => from.picture(page),
        (drawn) => (picture.value = drawn),
      )
  }

  return {
    name,
    isReading,
    problem,
    pages,
    picture,
    read,
    choosePage,
    /** Null where the page cannot be drawn, or the file was put away meanwhile. */
    thumbnail: (page: number): Promise<Blob | null> =>
      pdf?.thumbnail(page) ?? Promise.resolve(null),
    clear,
  }
})
