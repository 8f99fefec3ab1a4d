import type { Cluster, Fleet } from '../model/fleet.js';
import type { SecretContent, SecretsPlan } from '../model/secrets.js';
import { secretsPlan } from './secrets-plan.js';

/** The secret files of a node, with what Secrets of the management cluster offer in place of what would be issued. */
export function sourcedPlan(fleet: Pick<Fleet, 'pki'>, cluster: Cluster, node: string): SecretsPlan {
  const plan = secretsPlan(cluster, node);
  if (fleet.pki.source === 'embedded') return plan;
  return { ...plan, files: plan.files.map(file => ({ ...file, content: fromSecrets(file.content) })) };
}

function fromSecrets(content: SecretContent): SecretContent {
  switch (content.kind) {
    case 'certificate':
    case 'key':
      return content.of === 'api' ? { kind: 'offered', of: 'api', part: content.kind } : content;
    case 'trust':
      // Who talks to the API server must know what signed its certificate, and clients that it signed are known there.
      return content.of.includes('ca') ? { ...content, beside: 'api' } : content;
    case 'signing-key':
      return content.of === 'service-account' ? { kind: 'offered', of: 'service-account', part: 'key' } : content;
    case 'public-keys':
      // The embedded one stays, so that the source may be changed without a token becoming worthless.
      return { ...content, beside: 'service-account' };
    default:
      return content;
  }
}
