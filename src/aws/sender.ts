import type { Target } from '../model/fleet.js';

/**
 * Calls one action with the client of the target's account and region, once its role is assumed and verified. Failures
 * come back as AppErrors with the SDK's error as cause.
 */
export type Send<Client> = <Output>(
  target: Target,
  signal: AbortSignal,
  action: string,
  call: (client: Client) => Promise<Output>,
) => Promise<Output>;
