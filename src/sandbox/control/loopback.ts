import { ControlError } from './control-error.js';

/**
 * Keeps web pages out: a browser on this machine reaches the sandbox too, under a name of the page's choosing (`Host`) or
 * from the page of another site (`Origin`).
 */
export function refuseStrangers(headers: Readonly<Record<string, string>>): void {
  const host = headers.host ?? '';
  if (!isLoopback(`http://${host}`)) throw stranger(`host "${host}"`);
  if (headers.origin !== undefined && !isLoopback(headers.origin)) throw stranger(`origin "${headers.origin}"`);
}

function isLoopback(origin: string): boolean {
  const hostname = URL.canParse(origin) ? new URL(origin).hostname : '';
  return hostname === 'localhost' || hostname === '[::1]' || /^127(\.\d{1,3}){3}$/.test(hostname);
}

function stranger(what: string): ControlError {
  return new ControlError(403, 'not-local', {
    message: `the control API answers this machine only, not ${what}`,
    next: 'call it at 127.0.0.1 or localhost, and from no web page',
  });
}
