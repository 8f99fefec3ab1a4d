import type { Cluster } from '../../../model/fleet.js';
import { fromName, fromSpec, permissionsBoundary } from '../../stack-definition.js';

/** Records of the VPC's connections; null without `spec.network.flowLogs`. */
export function flowLogsView({ name, account, network: { flowLogs }, source }: Cluster) {
  if (flowLogs === undefined) return null;
  const at = '/spec/network/flowLogs';
  return {
    name: fromName(`${name}-flow-logs`, { source }),
    traffic: fromSpec(flowLogs.traffic.toUpperCase(), source, `${at}/traffic`),
    retentionDays: fromSpec(flowLogs.retentionDays, source, `${at}/retentionDays`),
    intervalSeconds: fromSpec(flowLogs.intervalSeconds, source, `${at}/intervalSeconds`),
    boundary: permissionsBoundary(account),
  };
}
