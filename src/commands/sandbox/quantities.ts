import { AppError } from '../../errors.js';

const unitsMs: Readonly<Record<string, number>> = { ms: 1, s: 1000, m: 60_000, h: 3_600_000 };

/** `500ms`, `30s`, `5m` or `1h` in ms. */
export function durationMs(flag: string, text: string): number {
  const [, amount, unit = ''] = /^(\d+(?:\.\d+)?)(ms|s|m|h)$/.exec(text) ?? [];
  if (amount !== undefined) return Math.round(Number(amount) * (unitsMs[unit] ?? 0));
  throw new AppError('bad-duration', `"${text}" is not a duration`, {
    hint: `give ${flag} a number with its unit: 500ms, 30s, 5m or 1h`,
  });
}

export function positiveNumber(flag: string, text: string): number {
  if (/^\d+(\.\d+)?$/.test(text) && Number(text) > 0) return Number(text);
  throw new AppError('bad-number', `"${text}" is not a number above 0`, { hint: `give ${flag} a number, such as 5` });
}

export function wholeNumber(flag: string, text: string): number {
  if (/^\d{1,9}$/.test(text)) return Number(text);
  throw new AppError('bad-number', `"${text}" is not a whole number`, {
    hint: `give ${flag} a whole number, such as 5`,
  });
}
