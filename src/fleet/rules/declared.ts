import type { Account, ControlPlane, NodePool } from '../../model/fleet.js';
import type { FleetDocument } from '../../model/spec/fleet.generated.js';

import type { WrittenFleet } from './fleet-wide.js';

/**
 * What the repository declares, whether or not it belongs to a cluster that could be resolved. In the order in which it
 * is written.
 */
export interface Declared {
  /** Undefined when the Fleet document is missing or wrong. */
  readonly fleet: WrittenFleet | undefined;
  readonly accounts: readonly Account[];
  readonly controlPlanes: readonly ControlPlane[];
  readonly nodePools: readonly NodePool[];
  readonly addressPools: NonNullable<FleetDocument['spec']['addressPools']>;
  readonly managementNetworks: NonNullable<FleetDocument['spec']['managementNetworks']>;
}
