import type { Account } from '../../model/fleet.js';
import type { FleetDocument } from '../../model/spec/fleet.generated.js';

/** What the repository declares for clusters to use, whether one does or not. In the order in which it is written. */
export interface Declared {
  readonly accounts: readonly Account[];
  readonly addressPools: NonNullable<FleetDocument['spec']['addressPools']>;
  readonly managementNetworks: NonNullable<FleetDocument['spec']['managementNetworks']>;
}
