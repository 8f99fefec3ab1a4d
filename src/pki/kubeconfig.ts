import { stringify } from 'yaml';
import { type Secret, secret } from '../model/secret.js';
import type { Issued } from './issue.js';

export interface KubeconfigContent {
  /** `gauss-prod-a`: names the cluster among those of other fleets. */
  readonly name: string;
  readonly user: string;
  /** `https://api.prod-a.k8s.gauss.example.com`. */
  readonly server: string;
  /** PEM of every authority that may have signed the API's certificate. */
  readonly authorities: string;
  readonly client: Issued;
}

/** A kubeconfig as kubectl reads it, with everything inside. */
export function kubeconfig({ name, user, server, authorities, client }: KubeconfigContent): Secret {
  const userName = `${user}@${name}`;
  const content = {
    apiVersion: 'v1',
    kind: 'Config',
    clusters: [{ name, cluster: { server, 'certificate-authority-data': base64(authorities) } }],
    users: [
      {
        name: userName,
        user: {
          'client-certificate-data': base64(client.public),
          'client-key-data': base64(client.key.reveal()),
        },
      },
    ],
    contexts: [{ name, context: { cluster: name, user: userName } }],
    'current-context': name,
  };
  return secret(stringify(content, { lineWidth: 0 }));
}

function base64(content: string | Uint8Array): string {
  return Buffer.from(content).toString('base64');
}
