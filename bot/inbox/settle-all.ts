/**
 * Waits until all of it has ended, so that what cannot be stored takes nothing else with it. Of several failures the one counts that may
 * still work when the platform tries again, before one that never will.
 */
export async function settleAll(work: Promise<void>[], isHopeless: (error: unknown) => boolean): Promise<void> {
  const outcomes = await Promise.allSettled(work);
  const failures = outcomes.flatMap((outcome) => (outcome.status === 'rejected' ? [outcome.reason as unknown] : []));
  if (failures.length > 0) throw failures.find((failure) => !isHopeless(failure)) ?? failures[0];
}
