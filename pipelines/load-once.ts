/** Begins to load a module when it is first called, and hands out the same at every further call; a failure is told where it is awaited. */
export function loadOnce<Module>(load: () => Promise<Module>): () => Promise<Module> {
  let loading: Promise<Module> | null = null;
  return () => {
    loading ??= load();
    loading.catch(() => {});
    return loading;
  };
}
