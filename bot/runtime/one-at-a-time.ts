/**
 * Runs the work again and again, never twice at once. Calls that come while it runs share one more run afterwards, since only a run that
 * begins after the call is sure to see what the caller wants seen.
 */
export function oneAtATime(work: () => Promise<void>): () => Promise<void> {
  let running: Promise<void> | null = null;
  let next: Promise<void> | null = null;

  const run = (): Promise<void> => {
    next = null;
    running = work().finally(() => {
      running = null;
    });
    return running;
  };

  return () => {
    if (!running) return run();
    next ??= running.then(run, run);
    return next;
  };
}
