import { target } from './clients.js';

/** Asks again, ever less often, until the answer is good. */
export async function eventually<T>(ask: () => Promise<T>, isGood: (answer: T) => boolean): Promise<T> {
  const deadline = Date.now() + (target.isAws ? 20 * 60_000 : 30_000);
  let waitMs = target.isAws ? 1000 : 5;
  for (;;) {
    const answer = await ask();
    if (isGood(answer)) return answer;
    if (Date.now() > deadline) throw new Error(`not in time; the last answer was ${JSON.stringify(answer)}`);
    await new Promise(resolve => setTimeout(resolve, waitMs));
    waitMs = Math.min(waitMs * 1.5, target.isAws ? 10_000 : 200);
  }
}
