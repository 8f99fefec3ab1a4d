/** What clusterwright itself puts on nodes, or what runs there keeps; a folder ends in a slash. */
const ownPaths = [
  '/etc/clusterwright/',
  '/etc/containerd/config.toml',
  '/etc/extensions/',
  '/etc/kubernetes/bootstrap.kubeconfig',
  '/etc/kubernetes/kubelet.kubeconfig',
  '/etc/kubernetes/kubelet.yaml',
  '/etc/kubernetes/manifests/',
  '/etc/kubernetes/pki/',
  '/etc/ssh/sshd_config.d/10-trusted-ca.conf',
  '/etc/ssh/trusted-user-ca-keys.pem',
  '/etc/sysctl.d/10-kubelet.conf',
  '/etc/systemd/',
  '/opt/bin/',
  '/var/lib/etcd/',
  '/var/lib/kubelet/',
];

/** The file or folder of clusterwright that a file would come to lie on, or in; undefined if there is none. */
export function ownPathAt(path: string): string | undefined {
  return ownPaths.find(own => (own.endsWith('/') ? path.startsWith(own) : path === own));
}
