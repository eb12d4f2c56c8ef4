import { useRouter } from 'vue-router'

/**
 * Back to where the person came from; to the named screen when this one was opened by its address.
 */
export function useGoBack(otherwise: string): () => void {
  const router = useRouter()
  return () => {
    if (window.history.state?.back) router.back()
    else void router.replace({ name: otherwise })
  }
}
