import { createPublicKey, sign, verify, X509Certificate } from 'node:crypto';
import type { Node } from './cluster-in-sandbox.js';

/**
 * Whom some node does not trust, or cannot read, though it has to work with it, as sentences. The nodes may be of
 * different steps of a rotation: while one rolls, both are there.
 */
export function mistrust(nodes: readonly Node[]): readonly string[] {
  const masters = nodes.filter(({ isMaster }) => isMaster);
  const meetings = nodes.flatMap(node => masters.map(master => ({ node, master })));
  return [
    ...new Set([
      ...meetings.flatMap(metByMaster),
      ...masters.flatMap(one => masters.flatMap(two => metAsPeer(one, two))),
    ]),
  ];
}

/** A node and a master: each shows the other what it has. */
function metByMaster({ node, master }: { readonly node: Node; readonly master: Node }): readonly string[] {
  const clients = node.isMaster ? ['controller-manager', 'scheduler', 'addons'] : ['bootstrap'];
  return [
    ...refuses(node, 'ca.crt', { shown: 'apiserver.crt', by: master }),
    ...refuses(node, 'ca.crt', { shown: 'apiserver-kubelet-client.crt', by: master }),
    ...clients.flatMap(client => refuses(master, 'client-ca.crt', { shown: `${client}.crt`, by: node })),
  ];
}

function metAsPeer(one: Node, two: Node): readonly string[] {
  return [
    ...refuses(one, 'etcd/ca.crt', { shown: 'etcd/member.crt', by: two }),
    ...refuses(one, 'etcd/ca.crt', { shown: 'apiserver-etcd-client.crt', by: two }),
    ...refuses(one, 'front-proxy-ca.crt', { shown: 'front-proxy-client.crt', by: two }),
    // What the other signs for kubelets: as clients of this API server, and when it calls them.
    ...['client-ca.crt', 'kubelet-ca.crt'].flatMap(trust =>
      refuses(one, trust, { shown: 'kubelet-signer.crt', by: two }),
    ),
    ...(readsTokenOf(one, two) ? [] : [`${name(one)} does not read tokens of ${name(two)}`]),
    ...(opensSecretsOf(one, two) ? [] : [`${name(one)} does not open Secrets of ${name(two)}`]),
  ];
}

function refuses(
  node: Node,
  trust: string,
  { shown, by }: { readonly shown: string; readonly by: Node },
): readonly string[] {
  return isVouchedFor(file(by, shown), file(node, trust))
    ? []
    : [`${name(node)} does not trust ${shown} of ${name(by)} by its ${trust}`];
}

/** Whether one of some roots has signed a certificate, or is it. */
export function isVouchedFor(certificate: string, roots: string): boolean {
  const shown = new X509Certificate(certificate);
  return certificatesIn(roots).some(root => shown.checkIssued(root) && shown.verify(root.publicKey));
}

export function certificatesIn(pem: string): readonly X509Certificate[] {
  const blocks = pem.match(/-----BEGIN CERTIFICATE-----[^-]+-----END CERTIFICATE-----/g) ?? [];
  return blocks.map(block => new X509Certificate(block));
}

function readsTokenOf(reader: Node, signer: Node): boolean {
  const token = Buffer.from('header.payload');
  const signature = sign('sha256', token, file(signer, 'service-account.key'));
  const keys = file(reader, 'service-account.pub').match(/-----BEGIN PUBLIC KEY-----[^-]+-----END PUBLIC KEY-----/g);
  return (keys ?? []).some(key => verify('sha256', token, createPublicKey(key), signature));
}

function opensSecretsOf(reader: Node, writer: Node): boolean {
  const [key] = encryptionKeys(writer);
  return key !== undefined && encryptionKeys(reader).includes(key);
}

/** `key1 <base64>`, the one to write with first. */
export function encryptionKeys(node: Node): readonly string[] {
  interface Configuration {
    readonly resources: readonly { readonly providers: readonly { readonly secretbox?: { readonly keys: Key[] } }[] }[];
  }
  interface Key {
    readonly name: string;
    readonly secret: string;
  }
  const { resources } = JSON.parse(file(node, 'encryption.json')) as Configuration;
  const keys = resources.flatMap(({ providers }) => providers.flatMap(({ secretbox }) => secretbox?.keys ?? []));
  return keys.map(key => `${key.name} ${key.secret}`);
}

function file(node: Node, path: string): string {
  const content = node.files.get(path);
  if (content === undefined) throw new Error(`${node.name} has no ${path}`);
  return content;
}

function name({ name: node, revision }: Node): string {
  return `${node} (${revision.slice(0, 6)})`;
}
