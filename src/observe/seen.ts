import { AppError } from '../errors.js';

/** Something that was found, or why not. `waits` when nobody has to act for it to be there later. */
export type Seen<Found> =
  | { readonly found: Found }
  | { readonly found: undefined; readonly problem: AppError; readonly waits: boolean };

/** What fails is seen, too, so that it stops nothing else; but not an abort, or a defect. */
export async function seen<Found>(read: () => Promise<Found>, signal: AbortSignal): Promise<Seen<Found>> {
  try {
    return { found: await read() };
  } catch (error) {
    if (signal.aborted || !(error instanceof AppError)) throw error;
    return { found: undefined, problem: error, waits: false };
  }
}
